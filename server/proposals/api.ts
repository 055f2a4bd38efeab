import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { listOf, listQuery } from '../http/lists.ts'
import { oneById } from '../http/shapes.ts'
import { decisionsApi } from './decisions-api.ts'
import { kindNames } from './kinds.ts'
import { presented, presentProposals, proposalShape } from './present.ts'
import { countProposals, listProposals, proposalStatuses } from './proposals.ts'

const tags = ['Proposals']

const filters = {
  status: z.enum(proposalStatuses).optional(),
  kind: z.enum(kindNames).optional(),
  investor_id: z.string().optional(),
}

/** What machines propose, and people's answers. */
export async function proposalsApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const list = {
    tags,
    summary: 'Proposals: pending ones by investor, others the newest first',
    querystring: listQuery(filters),
    response: { 200: listOf(proposalShape) },
  }
  app.get('/proposals', { schema: list }, async (request) => {
    const { status, kind, investor_id: investorId, limit, offset, sort } = request.query
    const filter = { status, kind, investorId }
    const items = listProposals(app.db, filter, { limit, offset, sort })
    const data = presentProposals(app.db, request.actor.id, items)
    return { data, total: countProposals(app.db, filter), limit, offset }
  })

  const one = { tags, summary: 'One proposal', params: oneById, response: { 200: proposalShape } }
  app.get('/proposals/:id', { schema: one }, async (request) => presented(app.db, request.actor.id, request.params.id))

  await app.register(decisionsApi)
}
