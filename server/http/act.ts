import { hash } from 'node:crypto'
import { and, eq, lt } from 'drizzle-orm'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Db } from '../db/db.ts'
import { idempotencyKeys } from '../db/housekeeping.ts'
import { act, type Done, type Tx } from '../db/write.ts'
import { UserError } from '../errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Runs one act as the signed-in user, at the app's clock. */
    act<T>(what: string, work: (tx: Tx) => T): Done<T>
  }
  interface FastifyReply {
    /**
     * Runs one act and answers its result as JSON with `batch_id`, 201 for a POST. With an `Idempotency-Key` header the
     * answer is stored in the same transaction, and a repeat of the request answers it again without acting.
     */
    acted<T extends object>(what: string, work: (tx: Tx) => T, status?: number): FastifyReply
  }
}

/** `request.act` and `reply.acted`: the only ways a route opens an act. */
export const actPlugin = fp(async (app: FastifyInstance) => {
  app.decorateRequest('act', function <T>(this: FastifyRequest, what: string, work: (tx: Tx) => T) {
    return act(app.db, this.actor, what, work, { now: app.now() })
  })

  app.decorateReply('acted', function <
    T extends object,
  >(this: FastifyReply, what: string, work: (tx: Tx) => T, given?: number) {
    const request = this.request
    const status = given ?? (request.method === 'POST' ? 201 : 200)
    const { result } = request.act(what, (tx) => {
      // A twin of this request may have been carried out while this one waited for something outside.
      const kept = keptReply(app, request)
      if (kept) return { kept }

      // An act within this one, such as an undo, has a batch of its own and names it.
      const answer = work(tx)
      const body = 'batch_id' in answer ? answer : { ...answer, batch_id: tx.changed > 0 ? tx.batchId : null }
      keepReply(request, status, body)
      return { body }
    })
    return result.kept ? replay(this, result.kept) : this.status(status).send(result.body)
  })

  app.addHook('preHandler', async (request, reply) => {
    const kept = keptReply(app, request)
    if (kept) return replay(reply, kept)
  })
})

/** Answers what an earlier request with the same Idempotency-Key was answered. */
export function replay(reply: FastifyReply, kept: { status: number; reply: string }): FastifyReply {
  return reply.status(kept.status).type('application/json').header('idempotent-replay', 'true').send(kept.reply)
}

/** Keeps an answer for repeats of this request; `reply.acted` does so by itself, work in several acts does it at its end. */
export function keepReply(request: FastifyRequest, status: number, body: object): void {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string') return

  const values = {
    userId: request.actor.id ?? '',
    key,
    request: fingerprint(request),
    status,
    reply: JSON.stringify(body),
  }
  request.server.db
    .insert(idempotencyKeys)
    .values({ ...values, at: request.server.now().toISOString() })
    .run()
}

/** What this request was answered before, if it carries the Idempotency-Key of an earlier one. */
export function keptReply(app: FastifyInstance, request: FastifyRequest) {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || !request.user) return null
  if (key.length > 200) throw new UserError('invalid', 'Keep the Idempotency-Key under 200 characters.')

  const own = and(eq(idempotencyKeys.userId, request.user.id), eq(idempotencyKeys.key, key))
  const kept = app.db.select().from(idempotencyKeys).where(own).get()
  if (kept && kept.request !== fingerprint(request)) {
    throw new UserError('invalid', 'This Idempotency-Key was used for another request.')
  }
  return kept
}

const keptFor = 30 * 24 * 60 * 60 * 1000

/** Whoever repeats a request does so within minutes; answers hold what was true then, so they are not kept for good. */
export function forgetReplies(db: Db, now: Date): void {
  db.delete(idempotencyKeys)
    .where(lt(idempotencyKeys.at, new Date(now.getTime() - keptFor).toISOString()))
    .run()
}

const fingerprint = (request: FastifyRequest) =>
  hash('sha256', `${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
