import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { dayIn } from '../../shared/dates.ts'
import { UserError } from '../errors.ts'
import { csvReply } from '../http/csv.ts'
import { scriptJson } from '../http/html.ts'
import { exportInvestors } from './export.ts'
import { archivedList } from './investors.ts'
import { investorList } from './list-page.ts'
import { listAddress, rowQuery } from './list-query.ts'
import { gridData } from './page/grid-page.ts'

/** Which view, and words to search in it; anything else in the address is left out. */
const gridAddress = z.object({
  view: z.string().max(200).optional().catch(undefined),
  q: z.string().max(500).default('').catch(''),
})

/** The grid; the plain list, searched, filtered, sorted and paged by its address; the same as a file. */
export async function investorListRoutes(app: FastifyInstance): Promise<void> {
  const time = () => ({ now: app.now(), zone: app.config.timezone })

  app.get('/investors', async (request, reply) => {
    const { view, q } = gridAddress.parse(request.query)
    if (!request.user) throw new UserError('not_signed_in', 'Sign in first.')
    const data = gridData(app.db, request.user, view, q, time())
    return reply.view('grid/page', { data, json: scriptJson(data), q })
  })

  app.get('/investors/list', async (request, reply) => {
    const address = listAddress.parse(request.query)
    return reply.view('grid/list', { ...investorList(app.db, address, time()), address })
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
