import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { actTogether } from '../db/together.ts'
import { act, type Done, type Tx } from '../db/write.ts'
import { type Keeping, keepReply, keptReply, keyOf, replay } from './kept-replies.ts'

type How = Keeping & { status?: number }

declare module 'fastify' {
  interface FastifyRequest {
    /** Runs one act as the signed-in user, at the app's clock. */
    act<T>(what: string, work: (tx: Tx) => T): Done<T>
  }
  interface FastifyReply {
    /**
     * Runs one act and answers its result as JSON with `batch_id`, 201 for a POST. With an `Idempotency-Key` header the
     * answer is stored in the same transaction, and a repeat of the request answers it again without acting. Requests that
     * arrive together are committed together.
     */
    acted<T extends object>(what: string, work: (tx: Tx) => T, how?: number | How): Promise<FastifyReply>
    /**
     * The same for work that is more than one act, or none, such as a backup: a repeat that comes while the first is still
     * at work waits for it.
     */
    once(work: () => object | Promise<object>, how?: number | How): Promise<FastifyReply>
  }
}

/** `request.act`, `reply.acted` and `reply.once`: the only ways a route opens an act. */
export const actPlugin = fp(async (app: FastifyInstance) => {
  app.decorateRequest('act', function <T>(this: FastifyRequest, what: string, work: (tx: Tx) => T) {
    return act(app.db, this.actor, what, work, { now: app.now() })
  })

  app.decorateReply('acted', async function <
    T extends object,
  >(this: FastifyReply, what: string, work: (tx: Tx) => T, given?: number | How) {
    const request = this.request
    const how = howOf(request, given)
    const acting = (tx: Tx) => {
      // A twin of this request may have been carried out while this one waited for something outside.
      const kept = keptReply(request, how)
      if (kept) return { kept }

      // An act within this one, such as an undo, has a batch of its own and names it.
      const answer = work(tx)
      const body = 'batch_id' in answer ? answer : { ...answer, batch_id: tx.changed > 0 ? tx.batchId : null }
      return { text: keepReply(this, how.status, body, how) }
    }
    const { result } = await actTogether(app.db, request.actor, what, acting, app.now)
    return result.kept ? replay(this, result.kept) : sendText(this, how.status, result.text)
  })

  const underWay = new Map<string, Promise<unknown>>()
  app.decorateReply('once', async function (this: FastifyReply, work: () => object | Promise<object>, given) {
    const how = howOf(this.request, given)
    const key = keyOf(this.request)
    const twin = key === null ? null : `${how.credential ?? this.request.actor.id} ${key}`
    while (twin && underWay.has(twin)) await underWay.get(twin)
    const kept = keptReply(this.request, how)
    if (kept) return replay(this, kept)

    const working = carriedOut(this, work, how)
    if (twin)
      underWay.set(
        twin,
        settled(working).finally(() => underWay.delete(twin)),
      )
    return sendText(this, how.status, await working)
  })

  app.addHook('preHandler', async (request, reply) => {
    const kept = keptReply(request)
    if (kept) return replay(reply, kept)
  })
})

function howOf({ method }: FastifyRequest, given: number | How | undefined): How & { status: number } {
  const status = method === 'POST' ? 201 : 200
  return typeof given === 'number' ? { status: given } : { status, ...given }
}

const carriedOut = async (reply: FastifyReply, work: () => object | Promise<object>, how: How & { status: number }) =>
  keepReply(reply, how.status, await work(), how)

const settled = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    () => undefined,
  )

const sendText = (reply: FastifyReply, status: number, text: string) =>
  reply.status(status).type('application/json').send(text)
