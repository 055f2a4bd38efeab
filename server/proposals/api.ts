import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { listOf, listQuery, pageOf } from '../http/lists.ts'
import { oneById, written } from '../http/shapes.ts'
import { approve, reject } from './decide.ts'
import { presentProposal, proposalShape } from './present.ts'
import { findProposal, listProposals, proposalStatuses, titleOf } from './proposals.ts'

const tags = ['Proposals']
const decided = { 200: written(proposalShape) }

const approval = z
  .strictObject({
    payload: z.record(z.string(), z.unknown()).optional().describe('Do this instead of what was proposed.'),
    confirm: z
      .union([z.boolean(), z.record(z.string(), z.unknown())])
      .optional()
      .describe(
        'Go ahead although somebody changed it since. Give the `current` values you saw, by field, to go ahead only while they stand.',
      ),
  })
  .nullish()

export const rejection = z.strictObject({ reason: z.string().trim().max(2000).nullish() })

/** What machines propose, and people's answers. */
export async function proposalsApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const list = {
    tags,
    summary: 'Proposals: pending ones by investor, decided ones the newest first',
    querystring: listQuery({ status: z.enum(proposalStatuses).optional(), investor_id: z.string().optional() }),
    response: { 200: listOf(proposalShape) },
  }
  app.get('/proposals', { schema: list }, async (request) => {
    const { status, investor_id: investorId, ...page } = request.query
    return pageOf(
      listProposals(app.db, { status, investorId }).map((item) => presentProposal(app.db, item)),
      page,
    )
  })

  const one = { tags, summary: 'One proposal', params: oneById, response: { 200: proposalShape } }
  app.get('/proposals/:id', { schema: one }, async (request) =>
    presentProposal(app.db, findProposal(app.db, request.params.id)),
  )

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
        return presentProposal(tx.db, findProposal(tx.db, proposal.id))
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
        return presentProposal(tx.db, findProposal(tx.db, proposal.id))
      },
      200,
    )
  })
}
