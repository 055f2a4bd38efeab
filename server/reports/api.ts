import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findFund } from '../funds/funds.ts'
import { dashboard, pipelineReport } from './reports.ts'

const tags = ['Reports']
const amount = z.int().describe('In minor units.')
const sums = z.array(z.object({ currency: z.string(), expected: amount, weighted: amount }))
const definition = z.string()

const dashboardShape = z.object({
  counts: z.array(z.object({ key: z.string(), value: z.int(), definition })),
  funds: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      currency: z.string(),
      target: amount.nullable(),
      hard_cap: amount.nullable(),
      soft: amount,
      signed: amount,
      funded: amount,
      definition,
    }),
  ),
  pipeline: z.object({ sums, definition }),
})

const stage = z.object({
  stage: z.string(),
  label: z.string(),
  kind: z.string(),
  count: z.int(),
  sums,
  lingering: z.int(),
})
const pipelineShape = z.object({ stages: z.array(stage), open: z.object({ count: z.int(), sums }), definition })

/** Counts and dollars, each with its definition. */
export async function reportsApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const time = () => ({ now: app.now(), zone: app.config.timezone })

  const numbers = { tags, summary: 'The fund in numbers', response: { 200: dashboardShape } }
  app.get('/reports/dashboard', { schema: numbers }, async () => dashboard(app.db, time()))

  const pipeline = {
    tags,
    summary: 'Counts and dollars per stage',
    querystring: z.strictObject({ fund_id: z.string().optional() }),
    response: { 200: pipelineShape },
  }
  app.get('/reports/pipeline', { schema: pipeline }, async (request) => {
    const { fund_id } = request.query
    if (fund_id) findFund(app.db, fund_id)
    return pipelineReport(app.db, fund_id, time())
  })
}
