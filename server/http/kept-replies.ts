/** Answers that are kept under the Idempotency-Key of their request, so that a repeat is answered without acting again. */
import { createHmac, hash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/db.ts'
import { and, eq, like, lt, or, sql } from '../db/drizzle.ts'
import { idempotencyKeys } from '../db/housekeeping.ts'
import { UserError } from '../errors.ts'
import { secretOf } from './actor.ts'
import { isSealed, seal, unseal } from './sealed.ts'

/**
 * How an answer is kept. `sealed`: it holds a secret, so that only whoever sends the same credential can have it again.
 * `credential`: what stands in the body of somebody who is not signed in, such as an invitation's secret.
 */
export type Keeping = { sealed?: boolean; credential?: string }
export type Kept = { status: number; reply: string }

const longestKey = 200

/** The Idempotency-Key of a request; null for one that may not be kept. */
export function keyOf(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string') return null
  if (key.trim() === '') throw new UserError('invalid', 'The Idempotency-Key is empty. Send one, or leave it out.')
  if (key.length > longestKey)
    throw new UserError('invalid', `Keep the Idempotency-Key under ${longestKey} characters.`)
  return key
}

/** Keeps an answer, as it is sent, for repeats of its request. */
export function keepReply(reply: FastifyReply, status: number, body: object, how: Keeping = {}): string {
  const text = String(reply.status(status).serialize(body))
  const { request } = reply
  const key = keyOf(request)
  if (key === null) return text

  const whose = { userId: holderOf(request, how), key, request: fingerprint(request, how) }
  const kept = how.sealed ? seal(text, credentialOf(request, how)) : text
  const at = request.server.now().toISOString()
  request.server.db
    .insert(idempotencyKeys)
    .values({ ...whose, status, reply: kept, at })
    .run()
  return text
}

/** What this request was answered before, if it carries the Idempotency-Key of an earlier one. */
export function keptReply(request: FastifyRequest, how: Keeping = {}): Kept | null {
  const key = keyOf(request)
  if (key === null || (!request.user && !how.credential)) return null

  const own = and(eq(idempotencyKeys.userId, holderOf(request, how)), eq(idempotencyKeys.key, key))
  const kept = request.server.db.select().from(idempotencyKeys).where(own).get()
  if (!kept) return null
  if (kept.request !== fingerprint(request, how)) {
    throw new UserError('invalid', 'This Idempotency-Key was used for another request.')
  }
  return isSealed(kept.reply) ? { ...kept, reply: opened(kept.reply, credentialOf(request, how)) } : kept
}

/** Answers what an earlier request with the same Idempotency-Key was answered. */
export function replay(reply: FastifyReply, { status, reply: text }: Kept): FastifyReply {
  return reply.status(status).type('application/json').header('idempotent-replay', 'true').send(text)
}

function opened(sealed: string, credential: string): string {
  const text = unseal(sealed, credential)
  if (text !== null) return text

  const why =
    sealed === gone
      ? 'Its answer is not kept any more.'
      : 'Its answer holds a secret and is told again only for the same sign-in.'
  throw new UserError('conflict', `This was carried out before. ${why} Nothing was done now.`)
}

const holderOf = (request: FastifyRequest, { credential }: Keeping): string =>
  credential === undefined ? (request.actor.id ?? '') : `by ${hash('sha256', credential)}`

const credentialOf = (request: FastifyRequest, { credential }: Keeping): string => credential ?? secretOf(request) ?? ''

/** What was asked for. A body with a credential holds a password as well, so its hash is keyed: nobody can guess at it. */
function fingerprint(request: FastifyRequest, { credential }: Keeping): string {
  const asked = `${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`
  return credential === undefined ? hash('sha256', asked) : createHmac('sha256', credential).update(asked).digest('hex')
}

const hour = 60 * 60 * 1000
const keptFor = 30 * 24 * hour
const brieflyFor = 24 * hour
/** In characters. Longer answers, such as those to thousands of rows, are as many megabytes of the database. */
const large = 64 * 1024
/** What is left of an answer that is kept briefly: the request is known to be a repeat, its answer is gone. */
const gone = 'sealed.'

/** Whoever repeats a request does so within minutes; answers hold what was true then, so they are not kept for good. */
export function forgetReplies(db: Db, now: Date): void {
  const before = (age: number) => lt(idempotencyKeys.at, new Date(now.getTime() - age).toISOString())
  const { reply } = idempotencyKeys
  const isBrief = or(like(reply, `${gone}%`), sql`length(${reply}) > ${large}`)
  db.delete(idempotencyKeys).where(before(keptFor)).run()
  db.update(idempotencyKeys)
    .set({ reply: gone })
    .where(and(isBrief, before(brieflyFor)))
    .run()
}
