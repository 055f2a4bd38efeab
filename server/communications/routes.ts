import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { addDays } from '../../shared/dates.ts'
import { communicationTypes } from '../../shared/gateway.ts'
import { allUsers } from '../accounts/users.ts'
import { findInvestor } from '../grid/investors.ts'
import { instantOf } from '../grid/typed-cells.ts'
import { csvReply } from '../http/csv.ts'
import { filled } from '../http/forms.ts'
import type { Key } from './filter.ts'
import { communicationFormRoutes } from './form-routes.ts'
import { browseCommunications, type CommunicationItem, communicationsBefore } from './list.ts'
import { seenBy } from './privacy.ts'
import { filterBy, findWho, type Who, ways, whoIs } from './who.ts'

const listQuery = z.object({
  type: z.enum(communicationTypes).optional().catch(undefined),
  user_id: z.string().optional(),
  contact_id: z.string().optional(),
  investor_id: z.string().optional(),
  who: z.string().max(320).optional(),
  way: z.enum(ways).optional().catch(undefined),
  since: z.iso.date().optional().catch(undefined),
  until: z.iso.date().optional().catch(undefined),
  search: z.string().optional(),
  offset: z.coerce.number().int().min(0).catch(0),
})
type Query = Omit<z.infer<typeof listQuery>, 'offset'>
const perPage = 50

/** Somebody who is not in the record: nothing was said with them. */
const nobody = (name: string): Who => ({ kind: 'address', id: name, name })

/** The list of everything that was said, and the forms that add to it. */
export async function communicationRoutes(app: FastifyInstance): Promise<void> {
  const zone = app.config.timezone

  app.get('/communications', async (request, reply) => {
    const { offset, ...query } = listQuery.parse(filled(request.query))
    const { who, perhaps } = personIn(query)
    const { items, total, more } = browseCommunications(
      app.db,
      { ...filterOf(query), readerId: request.actor.id },
      { limit: perPage, offset },
    )
    const shown = items.map((item) => ({ ...item, ...seenBy(request.actor.id, item.communication) }))
    const pages = { total, more, limit: perPage, offset }
    return reply.view('communications/index', {
      ...{ items: shown, total, pages, query, users: allUsers(app.db), who, perhaps },
      investor: query.investor_id ? findInvestor(app.db, query.investor_id) : null,
    })
  })

  app.get('/communications.csv', async (request, reply) => {
    const filter = filterOf(listQuery.parse(filled(request.query)))
    return csvReply(reply, 'Communications', csvRows(filter, request.actor.id))
  })

  /** Days are the fund's: until the sixteenth includes the whole of the sixteenth. */
  function filterOf(query: Query) {
    const { type, user_id: userId, investor_id: investorId, way = 'with', since, until, search } = query
    const { who } = personIn(query)
    return {
      ...(who && filterBy(app.db, who, way)),
      ...(userId && { userId }),
      type,
      investorId,
      search,
      since: since ? (instantOf(since, zone) ?? undefined) : undefined,
      until: until ? (instantOf(addDays(until, 1), zone) ?? undefined) : undefined,
    }
  }

  /** Who is asked about; of several who may be meant the first, and the others beside. */
  function personIn({ contact_id, who }: Query): { who: Who | null; perhaps: Who[] } {
    const all = who ? whoIs(app.db, who) : []
    const chosen = contact_id ? findWho(app.db, contact_id) : (all[0] ?? (who ? nobody(who) : null))
    return { who: chosen, perhaps: all.filter((one) => one.id !== chosen?.id) }
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
