import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { settle, type Tx } from '../db/write.ts'
import { notFound } from '../errors.ts'
import { listOf, listQuery } from '../http/lists.ts'
import { archived, archivedShape, oneById, written } from '../http/shapes.ts'
import { asOfParameter, seenAt } from '../past/past.ts'
import { askedThen } from './as-then.ts'
import { editCells } from './cells.ts'
import { addInvestor, archiveInvestor, findInvestor, type Investor, namesakes, restoreInvestor } from './investors.ts'
import { rowShape } from './present.ts'
import { rowFilters, rowQueryOf } from './row-query.ts'
import { findRow, findRowsJson, type GridRow } from './rows.ts'

const tags = ['Grid']
const values = z.record(z.string(), z.unknown()).describe('Cells by field key; null clears one.')
const expected_version = z.int().optional().describe('The version the values were chosen on top of.')
const edit = z.strictObject({ id: z.string(), values, expected_version })
const many = z.strictObject({ edits: z.array(edit).min(1, 'Give at least one edit.').max(10_000) })
const manyRows = z.object({ data: z.array(rowShape), batch_id: z.string().nullable() })

/** The investors as rows of the grid. */
export async function rowsApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const list = {
    tags,
    summary: 'A page of rows: filtered, searched, sorted',
    querystring: listQuery(rowFilters),
    response: { 200: listOf(rowShape) },
  }
  app.get('/fundraising/rows', { schema: list }, async (request, reply) => {
    const { limit, offset } = request.query
    const { db, time } = await seenAt(request, request.query.as_of)
    const { query } = rowQueryOf(app.db, request.actor.id, request.query)
    const { rows, total } = findRowsJson(db, { ...askedThen(db, app.db, query), limit, offset }, time)
    // The rows are JSON already; a text is sent as it is.
    reply.type('application/json; charset=utf-8')
    return reply.send(`{"data":${rows},"total":${total},"limit":${limit},"offset":${offset}}` as never)
  })

  const add = {
    tags,
    summary: 'Add an investor; one of a name that is taken is added all the same, with a warning',
    body: z.strictObject({ values }),
    response: { 201: written(rowShape).extend({ warnings: z.array(z.string()) }) },
  }
  app.post('/fundraising/rows', { schema: add }, async (request, reply) => {
    const { values } = request.body
    return reply.acted(`Added ${values['name'] ?? 'an investor'}`, (tx) => {
      const investor = addInvestor(tx, values)
      return { ...settledRow(tx, investor.id), warnings: warningsOf(tx.db, investor) }
    })
  })

  const editMany = { tags, summary: 'Edit many rows as one act', body: many, response: { 200: manyRows } }
  app.patch('/fundraising/rows', { schema: editMany, bodyLimit: 32 * 1024 * 1024 }, async (request, reply) => {
    const { edits } = request.body
    return reply.acted(`Edited ${edits.length} rows`, (tx) => {
      for (const { id, values, expected_version } of edits) editCells(tx, id, values, expected_version)
      return { data: edits.map(({ id }) => settledRow(tx, id)) }
    })
  })

  const one = {
    tags,
    summary: 'One row',
    params: oneById,
    querystring: z.strictObject({ as_of: asOfParameter }),
    response: { 200: rowShape },
  }
  app.get('/fundraising/rows/:id', { schema: one }, async (request) => {
    const { db } = await seenAt(request, request.query.as_of)
    return rowOf(db, request.params.id)
  })

  const editOne = {
    tags,
    summary: 'Edit cells; 409 names the cells somebody else changed since `expected_version`',
    params: oneById,
    body: edit.omit({ id: true }),
    response: { 200: written(rowShape) },
  }
  app.patch('/fundraising/rows/:id', { schema: editOne }, async (request, reply) => {
    const { id, name } = findInvestor(app.db, request.params.id)
    const { values, expected_version } = request.body
    return reply.acted(`Edited ${name}`, (tx) => {
      editCells(tx, id, values, expected_version)
      return settledRow(tx, id)
    })
  })

  const remove = { tags, summary: 'Archive an investor', params: oneById, response: { 200: archivedShape } }
  app.delete('/fundraising/rows/:id', { schema: remove }, async (request, reply) => {
    const { id, name } = findInvestor(app.db, request.params.id)
    return reply.acted(`Archived ${name}`, (tx) => archived(archiveInvestor(tx, id)))
  })

  const bringBack = {
    tags,
    summary: 'Bring an archived investor back',
    params: oneById,
    response: { 200: written(rowShape) },
  }
  app.post('/fundraising/rows/:id/restore', { schema: bringBack }, async (request, reply) => {
    const { id } = request.params
    return reply.acted('Restored an investor', (tx) => settledRow(tx, restoreInvestor(tx, id).id), 200)
  })
}

function warningsOf(db: Db, investor: Investor): string[] {
  const [same] = namesakes(db, investor)
  return same ? [`There is already an investor of this name: ${same.name} (${same.id}).`] : []
}

function rowOf(db: Db, id: string): GridRow {
  const row = findRow(db, id)
  if (!row) throw notFound('investor')

  return row
}

/** The row as it is at this point of an open act, its summary worked out again. */
function settledRow(tx: Tx, id: string): GridRow {
  settle(tx)
  return rowOf(tx.db, id)
}
