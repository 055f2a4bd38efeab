import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { plural } from '../../shared/words.ts'
import { oneById, written } from '../http/shapes.ts'
import { approve, reject, takeBack } from './decide.ts'
import { batchOf, decideMany } from './decide-many.ts'
import { presented, proposalShape } from './present.ts'
import { findProposal, proposalStatuses, titleOf } from './proposals.ts'

const tags = ['Proposals']
const decided = { 200: written(proposalShape) }

const approval = z
  .strictObject({
    payload: z.record(z.string(), z.unknown()).optional().describe('Do this instead of what was proposed.'),
    confirm: z
      .union([z.boolean(), z.record(z.string(), z.unknown())], 'Give true or false, or the values you saw, by field.')
      .optional()
      .describe(
        'Go ahead although somebody changed it since. Give the `current` values you saw, by field, to go ahead only while they stand.',
      ),
  })
  .nullish()

const rejection = z.strictObject({ reason: z.string().trim().max(2000).nullish() })

const decisions = z.strictObject({
  ids: z.array(z.string()).min(1, 'Name at least one proposal.').max(1000, 'Decide 1,000 at most at a time.'),
  action: z.enum(['approve', 'reject']),
  reason: z.string().trim().max(2000).nullish(),
})
const decidedMany = z.object({
  decided: z.int().describe('How many were.'),
  results: z.array(
    z.object({
      id: z.string(),
      status: z.enum(proposalStatuses).nullable().describe('Null when it was left as it is.'),
      problem: z.string().nullable(),
    }),
  ),
})

/** People's answers to what machines propose. */
export async function decisionsApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const many = {
    tags,
    summary: 'Approve or reject several in one act',
    description: 'What cannot be decided as it stands is left as it is, with the reason; the rest is done.',
    body: decisions,
    response: { 200: written(decidedMany) },
  }
  app.post('/proposals/bulk', { schema: many }, async (request, reply) => {
    const { ids, ...answer } = request.body
    const verb = answer.action === 'approve' ? 'Approved' : 'Rejected'
    const decider = { db: app.db, actor: request.actor, now: app.now }
    return reply.once(async () => {
      const work = await decideMany(decider, `${verb} ${plural(ids.length, 'proposal')}`, ids, answer)
      const decided = work.result.filter((one) => one.problem === null).length
      return { decided, results: work.result, batch_id: batchOf(work) }
    }, 200)
  })

  const yes = {
    tags,
    summary: 'Approve: it is done as you, in one act that can be undone',
    description: 'What somebody changed since is a 409 with `conflicts`; send `confirm` to go ahead.',
    params: oneById,
    body: approval,
    response: decided,
  }
  app.post('/proposals/:id/approve', { schema: yes }, async (request, reply) => {
    const item = findProposal(app.db, request.params.id)
    const { proposal } = item
    return reply.acted(
      `Approved: ${titleOf(item)}`,
      (tx) => {
        approve(tx, proposal.id, request.body ?? {})
        return presented(tx.db, tx.actor.id, proposal.id)
      },
      200,
    )
  })

  const no = { tags, summary: 'Reject', params: oneById, body: rejection.nullish(), response: decided }
  app.post('/proposals/:id/reject', { schema: no }, async (request, reply) => {
    const item = findProposal(app.db, request.params.id)
    const { proposal } = item
    return reply.acted(
      `Rejected: ${titleOf(item)}`,
      (tx) => {
        reject(tx, proposal.id, request.body?.reason ?? null)
        return presented(tx.db, tx.actor.id, proposal.id)
      },
      200,
    )
  })

  const back = {
    tags,
    summary: 'Let a decided one wait again, with what its approval did taken back',
    description:
      'For what capture proposed, also when a policy approved it. What changes the record otherwise is undone by its act: `decision_batch_id`.',
    params: oneById,
    response: decided,
  }
  app.post('/proposals/:id/undo', { schema: back }, async (request, reply) => {
    const item = findProposal(app.db, request.params.id)
    return reply.acted(
      `Took back: ${titleOf(item)}`,
      (tx) => {
        takeBack(tx, item.proposal.id)
        return presented(tx.db, tx.actor.id, item.proposal.id)
      },
      200,
    )
  })
}
