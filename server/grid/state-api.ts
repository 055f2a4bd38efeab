import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { asOfParameter, seenAt } from '../past/past.ts'
import { timeOf } from './asked.ts'
import { allFields } from './fields.ts'
import { fieldShape, presentField, rowShape } from './present.ts'
import { findRowsJson } from './rows.ts'
import { replaceState, stateVersion } from './state.ts'
import { relationalSummary } from './summary.ts'

const tags = ['Grid']
const version = {
  version: z.int().describe('The number of the newest change.'),
  updated_at: z.string().nullable(),
  updated_by: z.string().nullable(),
}
const state = z.object({ ...version, fields: z.array(fieldShape), rows: z.array(rowShape) })

/** A row may be sent back as it was read; what the system keeps of it is left to the system. */
const asRead = z.unknown().optional()
const sentRow = z.strictObject({
  id: z.string().optional(),
  values: z.record(z.string(), z.unknown()),
  version: asRead,
  created_at: asRead,
  updated_at: asRead,
  updated_by: asRead,
})
const sentState = z.strictObject({ expected_version: z.int(), rows: z.array(sentRow).max(100_000) })
const count = z.int()
const replaced = z.object({
  ...version,
  created: count,
  updated: count,
  archived: count,
  unchanged: count,
  batch_id: z.string().nullable(),
})

const summary = z.object({
  ...version,
  counts: z.object({ investors: count, contacts: count, opportunities: count, communications: count, tags: count }),
  lists: z.record(z.string(), count),
  funds: z.array(
    z.object({ id: z.string(), name: z.string(), currency: z.string(), soft: count, signed: count, funded: count }),
  ),
  definition: z.string(),
})

/** The whole grid at once, and in numbers. */
export async function stateApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const read = { tags, summary: 'Every column and every row', response: { 200: state } }
  app.get('/fundraising/state', { schema: read }, async (request, reply) => {
    const head = { ...stateVersion(app.db), fields: allFields(app.db).map(presentField) }
    const { rows } = findRowsJson(app.db, { limit: 10_000_000, offset: 0 }, timeOf(request))
    // The rows are JSON already; a text is sent as it is.
    reply.type('application/json; charset=utf-8')
    return reply.send(`${JSON.stringify(head).slice(0, -1)},"rows":${rows}}` as never)
  })

  const write = {
    tags,
    summary: 'Make the grid hold exactly these rows, as one act; rows left out are archived',
    body: sentState,
    response: { 200: replaced },
  }
  app.put('/fundraising/state', { schema: write, bodyLimit: 64 * 1024 * 1024 }, async (request, reply) => {
    const { expected_version, rows } = request.body
    return reply.acted('Replaced the grid', (tx) => {
      const done = replaceState(tx, expected_version, rows)
      return { ...stateVersion(tx.db), ...done }
    })
  })

  const numbers = {
    tags,
    summary: 'Counts of records and sums of commitments',
    querystring: z.strictObject({ as_of: asOfParameter }),
    response: { 200: summary },
  }
  app.get('/fundraising/relational-summary', { schema: numbers }, async (request) => {
    const { db } = await seenAt(request, request.query.as_of)
    return relationalSummary(db)
  })
}
