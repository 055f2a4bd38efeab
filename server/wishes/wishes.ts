/** What the team wishes Venture CRM could do, and who else wishes for it. */

import { z } from 'zod'
import type { Actor } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import { and, count, desc, eq, sql } from '../db/drizzle.ts'
import type { Row } from '../db/entities.ts'
import { featureRequests, featureVotes, users, whole } from '../db/live.ts'
import { amend, archive, record, type Tx } from '../db/write.ts'
import { notFound, UserError } from '../errors.ts'
import { plainText, words } from '../plain-text.ts'

export type Wish = Row<'feature_requests'>

export const wishStatuses = ['open', 'planned', 'done', 'declined'] as const

const title = words(200, 'Say what you wish for.')
const detail = z.string().max(10_000).nullish()

export const wishForm = z.strictObject({ title, detail })
export const wishAnswer = z.strictObject({
  status: z.enum(wishStatuses, 'A wish is open, planned, done or declined.').optional(),
  answer: plainText(10_000).nullish().describe('What the admins say to it.'),
})
export const wishPatch = z.strictObject({ ...wishForm.partial().shape, ...wishAnswer.shape })
export type WishPatch = z.infer<typeof wishPatch>

/** Adds a wish. Whoever makes it is for it, so it starts with their vote. */
export function addWish(tx: Tx, form: z.infer<typeof wishForm>): Wish {
  const wish = record(tx, 'feature_requests', { title: form.title, detail: form.detail || null })
  vote(tx, wish.id)
  return wish
}

/** Its words are its author's to change, its status and answer the admins'. */
export function editWish(tx: Tx, id: string, patch: WishPatch): Wish {
  const wish = findWish(tx.db, id)
  const { title, detail, status, answer } = patch
  if (title !== undefined || detail !== undefined) requireAuthor(tx.actor, wish)
  if (status !== undefined || answer !== undefined) requireAdmin(tx.actor)

  return amend(tx, 'feature_requests', id, { title, detail: blank(detail), status, answer: blank(answer) })
}

const blank = (text: string | null | undefined) => (text === '' ? null : text)

export function archiveWish(tx: Tx, id: string): Wish {
  const wish = findWish(tx.db, id)
  if (tx.actor.role !== 'admin') requireAuthor(tx.actor, wish)
  return archive(tx, 'feature_requests', id)
}

export const isAuthor = (actor: Pick<Actor, 'id'>, wish: Wish): boolean =>
  wish.createdBy !== null && wish.createdBy === actor.id

function requireAuthor(actor: Actor, wish: Wish): void {
  if (!isAuthor(actor, wish)) throw new UserError('forbidden', 'Only whoever made this wish can change its words.')
}

function requireAdmin(actor: Actor): void {
  if (actor.role !== 'admin') throw new UserError('forbidden', 'Only an admin can answer a wish.')
}

/** Gives the actor's one vote; again, it changes nothing. */
export function vote(tx: Tx, id: string): void {
  const wish = findWish(tx.db, id)
  if (tx.actor.id === null || voteOf(tx.db, id, tx.actor.id)) return

  record(tx, 'feature_votes', { featureRequestId: wish.id, userId: tx.actor.id })
}

export function takeVoteBack(tx: Tx, id: string): void {
  const given = voteOf(tx.db, findWish(tx.db, id).id, tx.actor.id ?? '')
  if (given) archive(tx, 'feature_votes', given.id)
}

function voteOf(db: Db, wishId: string, userId: string) {
  const pair = and(eq(featureVotes.featureRequestId, wishId), eq(featureVotes.userId, userId))
  return db.select({ id: featureVotes.id }).from(featureVotes).where(pair).get()
}

export function findWish(db: Db, id: string): Wish {
  const wish = db.select().from(featureRequests).where(eq(featureRequests.id, id)).get()
  if (!wish) throw notFound('wish')

  return wish
}

export type WishItem = { wish: Wish; votes: number; voted: boolean; author: { id: string; name: string } | null }

export type WishFilter = { id?: string | undefined; status?: Wish['status'] | undefined }

/** Wishes with the most votes first, equal ones newest first; `voted` says whether `readerId` is among them. */
export function listWishes(db: Db, readerId: string | null, { id, status }: WishFilter = {}): WishItem[] {
  const votes = count(featureVotes.id)
  const voted = sql<number>`max(${featureVotes.userId} = ${readerId ?? ''})`
  const mine = [id === undefined ? undefined : eq(featureRequests.id, id)]
  const inStatus = [status === undefined ? undefined : eq(featureRequests.status, status)]
  const rows = db
    .select({ wish: whole(featureRequests), votes, voted, author: { id: users.id, name: users.fullName } })
    .from(featureRequests)
    .leftJoin(featureVotes, eq(featureVotes.featureRequestId, featureRequests.id))
    .leftJoin(users, eq(users.id, featureRequests.createdBy))
    .where(and(...mine, ...inStatus))
    .groupBy(featureRequests.id)
    .orderBy(desc(votes), desc(featureRequests.createdAt), desc(featureRequests.id))
    .all()
  return rows.map((row) => ({ ...row, voted: Boolean(row.voted) }))
}

/** How many wishes stand in each status. */
export function wishCounts(db: Db): Record<Wish['status'], number> {
  const rows = db
    .select({ status: featureRequests.status, n: count() })
    .from(featureRequests)
    .groupBy(featureRequests.status)
    .all()
  return { open: 0, planned: 0, done: 0, declined: 0, ...Object.fromEntries(rows.map(({ status, n }) => [status, n])) }
}
