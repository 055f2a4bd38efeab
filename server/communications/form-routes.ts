import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { contactsOf } from '../contacts/cards.ts'
import { invalid } from '../errors.ts'
import { findInvestor } from '../grid/investors.ts'
import { pickInvestor } from '../grid/pick-investor.ts'
import { instantOf, typedInstant } from '../grid/typed-cells.ts'
import { forMembers } from '../http/access.ts'
import { filled, several } from '../http/forms.ts'
import { touchedOnly, withWas } from '../http/touched.ts'
import { backTo, undoOf } from '../http/undoable.ts'
import {
  archiveCommunication,
  type Communication,
  communicationForm,
  communicationPatch,
  editCommunication,
  logCommunication,
} from './log.ts'
import { refuseHidden } from './privacy.ts'
import { findTold, type Told } from './told.ts'
import { investorsAt, peopleAt } from './with.ts'

const oneCommunication = z.object({ id: z.string() })

/** “Log” from anywhere, and editing what was logged. */
export async function communicationFormRoutes(app: FastifyInstance): Promise<void> {
  const zone = app.config.timezone

  app.get('/communications/new', forMembers, async (request, reply) => {
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
    return reply.attempt('communications/form', logForm(investor_id), () => {
      const form = communicationForm.parse({ ...typedForm(request), investor_id })
      const what = `Logged ${nouns[form.type]} with ${name}`
      const done = request.act(what, (tx) => logCommunication(tx, form))
      return reply.done({ message: what, batchId: undoOf(done), to: backTo(request, `/investors/${investor_id}`) })
    })
  })

  app.get('/communications/:id/edit', forMembers, async (request, reply) => {
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
    return reply.attempt('communications/form', editForm(communication), () => {
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

  function ownWords(request: FastifyRequest): Told {
    const communication = findTold(app.db, oneCommunication.parse(request.params).id)
    refuseHidden(request.actor.id, communication)
    return communication
  }

  function typedForm(request: FastifyRequest) {
    const { type, summary = '', subject = null, occurred_at = '' } = filled(request.body)
    const instant = instantOf(occurred_at, zone)
    if (!instant) throw invalid({ occurred_at: 'Give the date and time it happened.' })

    return { type, summary, subject, occurred_at: instant, contact_ids: several(request.body, 'contact_ids') }
  }
}

const nouns: Record<Communication['type'], string> = {
  email: 'an e-mail',
  call: 'a call',
  meeting: 'a meeting',
  note: 'a note',
  text: 'a text message',
}
