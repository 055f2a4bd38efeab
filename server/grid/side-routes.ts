import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { surfaceText } from '../history/acts.ts'
import { type HistoryRow, historyPage } from '../history/page.ts'
import { reaches } from '../http/access.ts'
import { asOfParameter, seenAt } from '../past/past.ts'
import { offerOf } from '../undo/offer.ts'
import { dossier, isTyped } from './dossier.ts'
import { fieldByKey, resultType } from './fields.ts'
import { findInvestor } from './investors.ts'

const one = z.object({ id: z.string() })
const peeked = z.object({ as_of: asOfParameter.catch(undefined) })
const asked = z.object({
  field: z.string().max(200).optional().catch(undefined),
  page: z.coerce.number().int().min(1).catch(1),
})

/** What stands beside the grid: the top of an investor's page, and the history of a row or a cell. */
export async function sideRoutes(app: FastifyInstance): Promise<void> {
  app.get('/investors/:id/peek', async (request, reply) => {
    const { db, time } = await seenAt(request, peeked.parse(request.query).as_of)
    const { id } = one.parse(request.params)
    return reply.fragment('grid/peek', { ...dossier(db, id, time.now, time.zone), isPast: db !== app.db })
  })

  app.get('/investors/:id/changes', async (request, reply) => {
    const { id } = one.parse(request.params)
    const { field: key, page } = asked.parse(request.query)
    const zone = app.config.timezone
    const more = { page, zone, readerId: request.actor.id, limit: 60, ...(key !== undefined && { field: key }) }
    const history = historyPage(app.db, id, more)
    const rows = history.rows.map((row) => ({ ...row, surface: surfaceText(row.surface), ...actsOn(request, id, row) }))
    const field = key === undefined ? null : (fieldByKey(app.db, key) ?? null)
    return reply.fragment('grid/changes', { investor: findInvestor(app.db, id), field, ...history, rows })
  })
}

/** What the reader may do about an entry: put back the value it overwrote, or take back the act it is part of. */
function actsOn(request: FastifyRequest, investorId: string, row: HistoryRow) {
  const { db, now } = request.server
  const reader = { user: request.user, now: now(), investorId }
  const offer = row.firstOfAct && row.act ? offerOf(db, row.act, row.undone, reader) : null
  return { offer, putBack: reaches(request.user, 'member') ? putBackOf(request, row) : null }
}

/** The cell's earlier value; null where there is nothing to write it into any more. */
function putBackOf({ server }: FastifyRequest, { entity, action, field, before, line }: HistoryRow) {
  const column = entity === 'investors' && action === 'update' && field ? fieldByKey(server.db, field) : undefined
  if (!column || !isTyped(column) || (before === null && column.required)) return null

  const told = line.before ?? (resultType(column) === 'checkbox' ? 'no' : null)
  return {
    json: JSON.stringify({ field, value: before }),
    told: told === null ? null : [...told].slice(0, 100).join(''),
  }
}
