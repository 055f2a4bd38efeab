import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addDays } from '../../shared/dates.ts'
import { communicationTypes } from '../../shared/gateway.ts'
import { allUsers } from '../accounts/users.ts'
import { contactsOf } from '../contacts/contacts.ts'
import { invalid } from '../errors.ts'
import { findInvestor } from '../grid/investors.ts'
import { pickInvestor } from '../grid/pick-investor.ts'
import { instantOf, typedInstant } from '../grid/typed-cells.ts'
import { csvReply } from '../http/csv.ts'
import { filled, several } from '../http/forms.ts'
import { touchedOnly, withWas } from '../http/touched.ts'
import { backTo, undoOf } from '../http/undoable.ts'
import { type CommunicationItem, listCommunications } from './list.ts'
import {
  archiveCommunication,
  type Communication,
  communicationForm,
  communicationPatch,
  editCommunication,
  findCommunication,
  logCommunication,
} from './log.ts'
import { refuseHidden, seenBy } from './privacy.ts'
import { investorsAt, peopleAt } from './timeline.ts'

const oneCommunication = z.object({ id: z.string() })
const listQuery = z.object({
  type: z.enum(communicationTypes).optional().catch(undefined),
  user_id: z.string().optional(),
  since: z.iso.date().optional().catch(undefined),
  until: z.iso.date().optional().catch(undefined),
  search: z.string().optional(),
  offset: z.coerce.number().int().min(0).catch(0),
})
const perPage = 50

/** “Log” from anywhere, and the list of everything that was said. */
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

  app.get('/communications/new', { config: { access: 'member' } }, async (request, reply) => {
    const { investor_id, ...given } = filled(request.query)
    if (!investor_id) return pickInvestor(request, reply, 'Log with whom?')

    const when = typedInstant(app.now().toISOString(), zone)
    return reply.form('communications/form', {
      ...logForm(investor_id),
      values: { type: 'call', occurred_at: when, ...given },
    })
  })

  app.post('/communications', async (request, reply) => {
    const { investor_id = '' } = filled(request.body)
    const { name } = findInvestor(app.db, investor_id)
    return reply.attempt('communications/form', { ...logForm(investor_id), values: request.body as object }, () => {
      const form = communicationForm.parse({ ...typedForm(request), investor_id })
      const what = `Logged ${nouns[form.type]} with ${name}`
      const done = request.act(what, (tx) => logCommunication(tx, form))
      return reply.done({ message: what, batchId: undoOf(done), to: backTo(request, `/investors/${investor_id}`) })
    })
  })

  app.get('/communications/:id/edit', { config: { access: 'member' } }, async (request, reply) => {
    const communication = ownWords(request)
    const { type, summary, subject } = communication
    const occurred_at = typedInstant(communication.occurredAt, zone)
    const contact_ids = (peopleAt(app.db, [communication.id]).get(communication.id) ?? []).map((person) => person.id)
    return reply.form('communications/form', {
      ...editForm(communication),
      values: withWas({ type, summary, subject, occurred_at, contact_ids }),
    })
  })

  app.post('/communications/:id', async (request, reply) => {
    const communication = ownWords(request)
    return reply.attempt('communications/form', { ...editForm(communication), values: request.body as object }, () => {
      const form = communicationPatch.parse(touchedOnly(request.body, typedForm(request)))
      const what = `Edited ${nouns[communication.type]}`
      const done = request.act(what, (tx) => editCommunication(tx, communication.id, form))
      return reply.done({ message: 'Saved', batchId: undoOf(done), to: home(request, communication) })
    })
  })

  app.post('/communications/:id/archive', async (request, reply) => {
    const communication = ownWords(request)
    const to = home(request, communication)
    const what = `Archived ${nouns[communication.type]}`
    const done = request.act(what, (tx) => archiveCommunication(tx, communication.id))
    return reply.done({ message: what, batchId: undoOf(done), to })
  })

  const logForm = (investorId: string) => ({
    title: `Log with ${findInvestor(app.db, investorId).name}`,
    action: '/communications',
    save: 'Log',
    investorId,
    people: contactsOf(app.db, investorId),
  })

  const editForm = (communication: Communication) => ({
    title: `Edit ${nouns[communication.type]}`,
    action: `/communications/${communication.id}`,
    save: 'Save',
    communication,
    people: linked(communication).flatMap((investor) => contactsOf(app.db, investor.id)),
  })

  const linked = (communication: Communication) => investorsAt(app.db, [communication.id]).get(communication.id) ?? []

  const home = (request: FastifyRequest, communication: Communication) => {
    const [investor] = linked(communication)
    return backTo(request, investor ? `/investors/${investor.id}` : '/communications')
  }

  function ownWords(request: FastifyRequest): Communication {
    const communication = findCommunication(app.db, oneCommunication.parse(request.params).id)
    refuseHidden(request.actor.id, communication)
    return communication
  }

  function typedForm(request: FastifyRequest) {
    const { type, summary = '', subject = null, occurred_at = '' } = filled(request.body)
    const instant = instantOf(occurred_at, zone)
    if (!instant) throw invalid({ occurred_at: 'Give the date and time it happened.' })

    return { type, summary, subject, occurred_at: instant, contact_ids: several(request.body, 'contact_ids') }
  }

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
    for (let offset = 0; ; offset += 500) {
      const { items } = listCommunications(app.db, { ...filter, readerId }, { limit: 500, offset })
      for (const item of items) yield csvRow(item, readerId)
      if (items.length < 500) return
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
}

const nouns: Record<Communication['type'], string> = {
  email: 'an e-mail',
  call: 'a call',
  meeting: 'a meeting',
  note: 'a note',
  text: 'a text message',
}
