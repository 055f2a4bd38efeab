import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { optionColors } from '../../shared/fields.ts'
import { figures } from '../../shared/views.ts'
import { forViewers } from '../http/access.ts'
import { asOfParameter, seenAt } from '../past/past.ts'
import { askedThen } from './as-then.ts'
import { groupRows } from './groups.ts'
import { newestChange, packedRows } from './packed-rows.ts'
import { searched } from './row-query.ts'
import { rowIds } from './rows.ts'

const tags = ['Grid']
const key = z.string().max(200)
const terms = z.array(z.strictObject({ key, descending: z.boolean().default(false) }))
const choice = {
  filter: z
    .unknown()
    .optional()
    .describe('A filter tree: `{op: "and" | "or", conditions: […]}` or `{field, op, value}`.'),
  search: z.string().max(500).optional().describe(searched),
}
const order = {
  group: terms.max(3).optional().describe('Rows of one group come together, in the order of the groups.'),
  sort: terms.max(20).optional(),
}
const ids = z.array(z.string().max(100)).max(1000, 'Name at most 1,000 rows.')

const queryBody = z.strictObject({
  ...choice,
  ...order,
  ids: ids.optional().describe('Only these rows; with a filter, those of them that match it.'),
  colors: z
    .array(z.strictObject({ filter: z.unknown(), color: z.enum(optionColors) }))
    .max(20)
    .optional(),
  fields: z.array(key).max(2000).optional().describe('The columns to answer; all of them unless given.'),
  limit: z.int().min(0).max(100_000).default(100),
  offset: z.int().min(0).max(999_999_999).default(0),
  as_of: asOfParameter,
})
const packed = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.array(z.unknown())).describe('Of each row: id, version, colour or null, then a value per column.'),
  total: z.int(),
  limit: z.int(),
  offset: z.int(),
  version: z.int().describe('The number of the newest change.'),
})

const groupsBody = z.strictObject({
  ...choice,
  group: terms.max(3).describe('Up to three columns; none answers the total alone.'),
  figures: z.record(key, z.enum(figures)).optional().describe('What to work out of which column.'),
  as_of: asOfParameter,
})
const counted = {
  count: z.int(),
  figures: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
}
const grouped = z.object({
  groups: z.array(z.object({ values: z.array(z.unknown()), ...counted })),
  total: z.object(counted),
})

/** What the grid page asks: reads that carry a body, because filters outgrow an address. */
export async function queryApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const query = { tags, summary: 'A page of rows as arrays, coloured', body: queryBody, response: { 200: packed } }
  app.post('/fundraising/rows/query', { ...forViewers, schema: query }, async (request, reply) => {
    const { as_of, ...asked } = request.body
    const { db, time } = await seenAt(request, as_of)
    // JSON already; bytes are sent as they are.
    reply.type('application/json; charset=utf-8')
    return reply.send(packedRows(db, askedThen(db, app.db, asked), time) as never)
  })

  const groups = {
    tags,
    summary: 'Groups of rows with counts and figures',
    body: groupsBody,
    response: { 200: grouped },
  }
  app.post('/fundraising/rows/groups', { ...forViewers, schema: groups }, async (request, reply) => {
    const { as_of, ...asked } = request.body
    const { db, time } = await seenAt(request, as_of)
    reply.type('application/json; charset=utf-8')
    return reply.send(groupRows(db, askedThen(db, app.db, asked), time) as never)
  })

  const body = z.strictObject({ ...choice, ...order, as_of: asOfParameter })
  const answer = z.object({ ids: z.array(z.string()), version: z.int() })
  const ordered = { tags, summary: 'The ids of all rows that match, in order', body, response: { 200: answer } }
  app.post('/fundraising/rows/order', { ...forViewers, schema: ordered }, async (request) => {
    const { as_of, ...asked } = request.body
    const { db, time } = await seenAt(request, as_of)
    return { ids: rowIds(db, askedThen(db, app.db, asked), time), version: newestChange(db) }
  })
}
