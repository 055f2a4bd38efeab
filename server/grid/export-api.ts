import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dayIn } from '../../shared/dates.ts'
import type { Db } from '../db/db.ts'
import { csvReply } from '../http/csv.ts'
import { listQuery } from '../http/lists.ts'
import { exportInvestors } from './export.ts'
import { rowFilters, rowQueryOf } from './row-query.ts'
import { findRow, rowIds } from './rows.ts'

const query = listQuery({ format: z.enum(['csv', 'json']).default('csv'), ...rowFilters }).omit({
  limit: true,
  offset: true,
})

/** The rows as a file to save: CSV for spreadsheets, JSON for scripts. */
export async function exportApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const schema = { tags: ['Grid'], summary: 'All rows that match, as a CSV or JSON file', querystring: query }
  app.get('/fundraising/export', { schema }, async (request, reply) => {
    const { format, ...asked } = request.query
    const time = { now: app.now(), zone: app.config.timezone }
    const name = `Investors ${dayIn(time.zone, time.now)}`
    if (format === 'csv') {
      const { headers, rows } = exportInvestors(app.db, rowQueryOf(asked), time)
      return csvReply(reply, name, rows, headers)
    }
    return reply
      .type('application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}.json"`)
      .header('cache-control', 'no-store')
      .send(Readable.from(jsonLines(app.db, rowIds(app.db, rowQueryOf(asked), time))))
  })
}

/** `{"data":[…]}`, a row at a time, so that memory stays flat. */
function* jsonLines(db: Db, ids: string[]): Generator<string> {
  yield '{"data":['
  let first = true
  for (const id of ids) {
    const row = findRow(db, id)
    if (row) yield `${first ? '' : ','}\n${JSON.stringify(row)}`
    if (row) first = false
  }
  yield '\n]}\n'
}
