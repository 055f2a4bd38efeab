import type { FastifyInstance } from 'fastify'
import { dayIn } from '../../shared/dates.ts'
import { csvReply } from '../http/csv.ts'
import { exportInvestors } from './export.ts'
import { archivedList } from './investors.ts'
import { investorList } from './list-page.ts'
import { listAddress, rowQuery } from './list-query.ts'

/** The list of investors: searched, filtered, sorted and paged by its address, and the same as a file. */
export async function investorListRoutes(app: FastifyInstance): Promise<void> {
  const time = () => ({ now: app.now(), zone: app.config.timezone })

  app.get('/investors', async (request, reply) => {
    const address = listAddress.parse(request.query)
    return reply.view('grid/index', { ...investorList(app.db, address, time()), address })
  })

  app.get('/investors/export.csv', async (request, reply) => {
    const query = rowQuery(app.db, listAddress.parse(request.query))
    const { headers, rows } = exportInvestors(app.db, query, time())
    return csvReply(reply, `Investors ${dayIn(app.config.timezone, app.now())}`, rows, headers)
  })

  app.get('/investors/archive', async (_request, reply) =>
    reply.view('grid/archive', { investors: archivedList(app.db) }),
  )
}
