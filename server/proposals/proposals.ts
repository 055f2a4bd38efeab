/**
 * The one ledger of what machines would do. Nothing in it happens until a person approves it; then the kind's own domain
 * function runs as that person, in one act that can be undone, after which the proposal waits again.
 */
import { isDeepStrictEqual } from 'node:util'
import { and, asc, desc, eq, isNull, ne, or, sql } from 'drizzle-orm'
import { userNames } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import type { Row } from '../db/entities.ts'
import { investors, proposals, whole } from '../db/live.ts'
import { amend, record, type Tx } from '../db/write.ts'
import { notFound, UserError } from '../errors.ts'
import { type Difference, type KindName, kindOf, type Payload } from './kinds.ts'

export type Proposal = Row<'proposals'>
export const proposalStatuses = ['pending', 'approved', 'rejected'] as const

/**
 * `source` names the machine (`automation:<rule>`), `occasion` what it proposes it for: the same source proposes once per
 * occasion, whatever became of it. `confidence` is a fraction.
 */
export type NewProposal = {
  kind: KindName
  payload: unknown
  investorId: string | null
  title: string
  evidence: Proposal['evidence']
  source: string
  occasion: string | null
  confidence?: number | null
}

/** Puts something forward; answers the proposal there is already for this occasion, or for the very same thing. */
export function propose(tx: Tx, given: NewProposal): { proposal: Proposal; isNew: boolean } {
  const kind = kindOf(given.kind)
  const payload = kind.check(tx.db, given.payload)
  const known = forOccasion(tx.db, given) ?? samePending(tx.db, given, payload)
  if (known) return { proposal: known, isNew: false }

  const { investorId, title, evidence, source, occasion, confidence = null } = given
  const seen = currentOf(kind.differences(tx.db, payload))
  const values = { kind: given.kind, investorId, title, evidence, source, occasion, confidence }
  return { proposal: record(tx, 'proposals', { ...values, payload: { ...payload, seen } }), isNew: true }
}

function forOccasion(db: Db, { source, occasion }: NewProposal): Proposal | undefined {
  if (occasion === null) return undefined

  const p = proposals
  return db
    .select()
    .from(p)
    .where(and(eq(p.source, source), eq(p.occasion, occasion)))
    .get()
}

function samePending(db: Db, { kind, investorId }: NewProposal, payload: Payload): Proposal | undefined {
  if (investorId === null) return undefined

  const p = proposals
  const pending = and(eq(p.status, 'pending'), eq(p.kind, kind), eq(p.investorId, investorId))
  const all = db.select().from(p).where(pending).all()
  return all.find((one) => isDeepStrictEqual(payloadOf(one), JSON.parse(JSON.stringify(payload))))
}

/** What would be done, without what stood there when it was proposed. */
export function payloadOf({ payload }: Proposal): Payload {
  const { seen: _, ...others } = payload
  return others
}

const currentOf = (differences: Difference[]) =>
  Object.fromEntries(differences.map(({ field, current }) => [field, current]))

export type ProposalFilter = {
  id?: string | undefined
  status?: Proposal['status'] | 'decided' | undefined
  investorId?: string | undefined
}
type Part = { limit: number; offset?: number }
export type ProposalItem = { proposal: Proposal; investor: { id: string; name: string } | null }

/** Proposals by investor, the oldest first; decided ones the newest first. Those about archived investors are left out. */
export function listProposals(db: Db, filter: ProposalFilter = {}, { limit, offset = 0 }: Part = all): ProposalItem[] {
  const p = proposals
  return db
    .select({ proposal: whole(p), investor: { id: investors.id, name: investors.name } })
    .from(p)
    .leftJoin(investors, eq(investors.id, p.investorId))
    .where(matching(filter))
    .orderBy(...orderOf(filter))
    .limit(limit)
    .offset(offset)
    .all()
}

/** The ids of the same, in the same order. */
export function proposalIds(db: Db, filter: ProposalFilter): string[] {
  const p = proposals
  return db
    .select({ id: p.id })
    .from(p)
    .leftJoin(investors, eq(investors.id, p.investorId))
    .where(matching(filter))
    .orderBy(...orderOf(filter))
    .all()
    .map(({ id }) => id)
}

/** SQLite takes a negative limit as none. */
const all: Part = { limit: -1 }

const matching = ({ id, status, investorId }: ProposalFilter) =>
  and(
    or(isNull(proposals.investorId), sql`${investors.id} IS NOT NULL`),
    id === undefined ? undefined : eq(proposals.id, id),
    status === undefined
      ? undefined
      : status === 'decided'
        ? ne(proposals.status, 'pending')
        : eq(proposals.status, status),
    investorId === undefined ? undefined : eq(proposals.investorId, investorId),
  )

const orderOf = ({ status }: ProposalFilter) =>
  status === 'pending' ? [asc(investors.nameKey), asc(proposals.id)] : [desc(proposals.decidedAt), desc(proposals.id)]

export function findProposal(db: Db, id: string): ProposalItem {
  const [item] = listProposals(db, { id })
  if (!item) throw notFound('proposal')

  return item
}

/** A proposal with whom it is about, for what is said of it elsewhere. */
export const titleOf = ({ proposal, investor }: ProposalItem): string =>
  investor ? `${proposal.title} (${investor.name})` : proposal.title

/** How many wait for somebody to decide. */
export function pendingCount(db: Db): number {
  const waiting = and(
    eq(proposals.status, 'pending'),
    or(isNull(proposals.investorId), sql`EXISTS (SELECT 1 FROM live_investors i WHERE i.id = ${proposals.investorId})`),
  )
  const n = sql<number>`count(*)`
  return db.select({ n }).from(proposals).where(waiting).get()?.n ?? 0
}

/** `stale`: somebody changed it since it was proposed. `seen` is what stood there then. */
export type Judged = Difference & { seen: unknown; stale: boolean }

/** What approving would change now, with `payload` in the place of the proposed one. */
export function judge(db: Db, proposal: Proposal, payload: Payload = payloadOf(proposal)): Judged[] {
  const seen = (proposal.payload['seen'] ?? {}) as Payload
  return kindOf(proposal.kind)
    .differences(db, payload)
    .map((one) => {
      const was = Object.hasOwn(seen, one.field) ? seen[one.field] : one.current
      const stale = !isDeepStrictEqual(was, one.current) && !isDeepStrictEqual(one.current, one.proposed)
      return { ...one, seen: was, stale }
    })
}

/** `confirm`: go ahead although somebody changed it since; given values by field, only while they are what stands there. */
export type Approval = { payload?: unknown; confirm?: boolean | Payload | undefined }

/** Does what is proposed, or the edited payload. What was changed since is a 409 with both values, unless confirmed. */
export function approve(tx: Tx, id: string, { payload: edited, confirm = false }: Approval = {}): Proposal {
  const { proposal } = findProposal(tx.db, id)
  requirePending(tx.db, proposal)
  const kind = kindOf(proposal.kind)
  const payload = kind.check(tx.db, edited === undefined ? payloadOf(proposal) : about(proposal, edited))
  const stale = judge(tx.db, proposal, payload).filter((one) => one.stale && !isConfirmed(one, confirm))
  if (stale.length > 0) throw changedSince(stale)

  kind.apply(tx, payload)
  return amend(tx, 'proposals', id, {
    ...decision(tx, 'approved'),
    payload: { ...payload, seen: proposal.payload['seen'] ?? {} },
    batch: tx.batchId,
  })
}

const isConfirmed = ({ field, current }: Judged, confirm: boolean | Payload): boolean =>
  typeof confirm === 'boolean'
    ? confirm
    : Object.hasOwn(confirm, field) && isDeepStrictEqual(confirm[field], JSON.parse(JSON.stringify(current)))

export function reject(tx: Tx, id: string, reason: string | null = null): Proposal {
  const { proposal } = findProposal(tx.db, id)
  requirePending(tx.db, proposal)
  return amend(tx, 'proposals', id, { ...decision(tx, 'rejected'), reason, batch: tx.batchId })
}

const decision = (tx: Tx, status: 'approved' | 'rejected') => ({ status, decidedAt: tx.at, decidedBy: tx.actor.id })

/** An edited payload stays about the same investor. */
function about({ investorId }: Proposal, edited: unknown): unknown {
  return investorId !== null && typeof edited === 'object' ? { ...edited, investor_id: investorId } : edited
}

function requirePending(db: Db, { status, decidedBy }: Proposal): void {
  if (status === 'pending') return

  const who = userNames(db).get(decidedBy ?? '') ?? 'Somebody'
  throw new UserError('conflict', `${who} ${status} this already. Undo that first to decide again.`, { status })
}

function changedSince(stale: Judged[]): UserError {
  const conflicts = stale.map(({ field, seen, current, proposed }) => ({ field, seen, current, proposed }))
  const labels = stale.map(({ label }) => label).join(', ')
  const detail = `${labels} changed since this was proposed. Look at what stands there now, and confirm or reject.`
  return new UserError('conflict', detail, { conflicts })
}
