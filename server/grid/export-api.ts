import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dayIn } from '../../shared/dates.ts'
import { attachment, csvReply } from '../http/csv.ts'
import { listQuery } from '../http/lists.ts'
import { seenAt } from '../past/past.ts'
import { askedThen } from './as-then.ts'
import { exportInvestors, jsonFile } from './export.ts'
import { rowFilters, rowQueryOf } from './row-query.ts'

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
    const { db, time } = await seenAt(request, asked.as_of)
    const { query: chosen, view } = rowQueryOf(app.db, request.actor.id, asked)
    const query = askedThen(db, app.db, { ...chosen, fields: chosen.fields ?? view?.fields })
    // The past is kept for a moment only, so its rows are read at once.
    const streamed = <T>(rows: Iterable<T>) => (db === app.db ? rows : [...rows])
    const name = `${view?.name ?? 'Investors'} ${dayIn(time.zone, time.now)}`
    if (format === 'csv') {
      const { headers, rows } = exportInvestors(db, query, time)
      return csvReply(reply, name, streamed(rows), headers)
    }
    return reply
      .type('application/json; charset=utf-8')
      .header('content-disposition', attachment(name, 'json'))
      .header('cache-control', 'no-store')
      .send(Readable.from(streamed(jsonFile(db, query, time))))
  })
}
