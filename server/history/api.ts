import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { changeShape } from '../activity/present.ts'
import { findInvestor } from '../grid/investors.ts'
import { listOf, pagedQuery } from '../http/lists.ts'
import { oneById } from '../http/shapes.ts'
import { investorHistory } from './history.ts'

const field = z
  .string()
  .max(200)
  .optional()
  .describe('The key of a column: only what changed that cell, of a worked-out one what it is made of.')

/** What was done to one row, or one of its cells. */
export async function historyApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const schema = {
    tags: ['Grid'],
    summary: 'What was changed about an investor, newest first',
    params: oneById,
    querystring: pagedQuery({ field }),
    response: { 200: listOf(changeShape) },
  }
  app.get('/fundraising/rows/:id/history', { schema }, async (request) => {
    const { field, ...page } = request.query
    const { id } = findInvestor(app.db, request.params.id)
    const { entries, total } = investorHistory(app.db, id, page, field)
    return { data: entries, total, ...page }
  })
}
