import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dayIn } from '../../shared/dates.ts'
import { attachment, csvReply } from '../http/csv.ts'
import { listQuery } from '../http/lists.ts'
import { timeOf } from './asked.ts'
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
    const time = timeOf(request)
    const { query: chosen, view } = rowQueryOf(app.db, request.actor.id, asked)
    const query = { ...chosen, fields: chosen.fields ?? view?.fields }
    const name = `${view?.name ?? 'Investors'} ${dayIn(time.zone, time.now)}`
    if (format === 'csv') {
      const { headers, rows } = exportInvestors(app.db, query, time)
      return csvReply(reply, name, rows, headers)
    }
    return reply
      .type('application/json; charset=utf-8')
      .header('content-disposition', attachment(name, 'json'))
      .header('cache-control', 'no-store')
      .send(Readable.from(jsonFile(app.db, query, time)))
  })
}
