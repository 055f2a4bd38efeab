import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { addDays } from '../../shared/dates.ts'
import { communicationTypes } from '../../shared/gateway.ts'
import { allUsers } from '../accounts/users.ts'
import { instantOf } from '../grid/typed-cells.ts'
import { csvReply } from '../http/csv.ts'
import { filled } from '../http/forms.ts'
import type { Key } from './filter.ts'
import { communicationFormRoutes } from './form-routes.ts'
import { type CommunicationItem, communicationsBefore, listCommunications } from './list.ts'
import { seenBy } from './privacy.ts'

const listQuery = z.object({
  type: z.enum(communicationTypes).optional().catch(undefined),
  user_id: z.string().optional(),
  since: z.iso.date().optional().catch(undefined),
  until: z.iso.date().optional().catch(undefined),
  search: z.string().optional(),
  offset: z.coerce.number().int().min(0).catch(0),
})
const perPage = 50

/** The list of everything that was said, and the forms that add to it. */
export async function communicationRoutes(app: FastifyInstance): Promise<void> {
  const zone = app.config.timezone

  app.get('/communications', async (request, reply) => {
    const { offset, ...query } = listQuery.parse(filled(request.query))
    const { items, total } = listCommunications(
      app.db,
      { ...filterOf(query), readerId: request.actor.id },
      { limit: perPage, offset },
    )
    const shown = items.map((item) => ({ ...item, ...seenBy(request.actor.id, item.communication) }))
    const pages = { total, limit: perPage, offset }
    return reply.view('communications/index', { items: shown, total, pages, query, users: allUsers(app.db) })
  })

  app.get('/communications.csv', async (request, reply) => {
    const filter = filterOf(listQuery.parse(filled(request.query)))
    return csvReply(reply, 'Communications', csvRows(filter, request.actor.id))
  })

  /** Days are the fund's: until the sixteenth includes the whole of the sixteenth. */
  function filterOf({ type, user_id: userId, since, until, search }: Omit<z.infer<typeof listQuery>, 'offset'>) {
    return {
      type,
      userId,
      search,
      since: since ? (instantOf(since, zone) ?? undefined) : undefined,
      until: until ? (instantOf(addDays(until, 1), zone) ?? undefined) : undefined,
    }
  }

  function* csvRows(filter: ReturnType<typeof filterOf>, readerId: string | null) {
    for (let before: Key | null = null; ; ) {
      const items = communicationsBefore(app.db, { ...filter, readerId }, before, 500)
      for (const item of items) yield csvRow(item, readerId)
      const last = items.at(-1)
      if (items.length < 500 || !last) return
      before = { at: last.communication.occurredAt, id: last.communication.id }
    }
  }

  const csvRow = (item: CommunicationItem, readerId: string | null) => ({
    when: item.communication.occurredAt,
    type: item.communication.type,
    who: item.by,
    investors: item.investors.map((investor) => investor.name).join(', '),
    people: item.people.map((person) => person.name).join(', '),
    ...seenBy(readerId, item.communication),
  })

  await app.register(communicationFormRoutes)
}
