import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findContact } from '../contacts/contacts.ts'
import { forAdmins } from '../http/access.ts'
import { listOf, pagedQuery } from '../http/lists.ts'
import { named, oneById, written } from '../http/shapes.ts'
import { quietDays, quietDaysForm, setQuietDays } from './quiet-days.ts'
import { type ShownQuiet, type ShownUnanswered, shownQuiet, shownUnanswered } from './shown.ts'
import { needNoAnswer } from './unanswered.ts'

const tags = ['Reports']
const text = z.string().nullable()
const user_id = z.string().optional().describe('Only what concerns this colleague.')
const investor = named.extend({ list: z.string() })

const unansweredShape = z.object({
  contact: named,
  investors: z.array(investor),
  since: z.string().describe('When the first of their unanswered e-mails came.'),
  days: z.int(),
  count: z.int().describe('How many of their e-mails nobody answered.'),
  communication_id: z.string().describe('The newest of them.'),
  at: z.string(),
  thread_id: text,
  subject: text.describe('null when it is kept from you.'),
  user_id: text.describe('The colleague it reached.'),
})
const quietShape = z.object({
  investor,
  stage: text,
  owner: text,
  days: z.int(),
  after_days: z.int().describe('What the fund finds too long, by its list or stage.'),
  last_contact_at: z.string(),
  last_contact_by: text,
  last_contact_type: text,
  last_contact_id: z.string(),
})
const daysShape = z.object({
  lists: z.record(z.string(), z.int()).describe('Days by list; 0 is never.'),
  stages: z.record(z.string(), z.int()).describe('Days by stage, in the place of the list’s.'),
})

/** Who waits for an answer, and who goes quiet. */
export async function attentionApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const moment = () => ({ now: app.now(), zone: app.config.timezone })

  const waiting = {
    tags,
    summary: 'People who wrote and whom nobody has answered, called or met since, who wrote last first',
    querystring: pagedQuery({ user_id }),
    response: { 200: listOf(unansweredShape) },
  }
  app.get('/reports/unanswered', { schema: waiting }, async (request) => {
    const { user_id: userId, ...page } = request.query
    const { people, total } = shownUnanswered(app.db, request.actor.id, moment(), { userId }, page)
    return { data: people.map(presentUnanswered), total, ...page }
  })

  const answered = {
    tags,
    summary: 'What this person wrote so far needs no answer',
    params: oneById,
    response: { 201: written(named) },
  }
  app.post('/contacts/:id/no-answer-needed', { schema: answered }, async (request, reply) => {
    const { id, name } = findContact(app.db, request.params.id)
    return reply.acted(`${name} needs no answer`, (tx) => {
      needNoAnswer(tx, id, app.now())
      return { id, name }
    })
  })

  const quiet = {
    tags,
    summary:
      'Investors nobody was in touch with for too long and who have no meeting ahead, the furthest in the pipeline first',
    querystring: pagedQuery({ user_id }),
    response: { 200: listOf(quietShape) },
  }
  app.get('/reports/quiet', { schema: quiet }, async (request) => {
    const { user_id: userId, ...page } = request.query
    const { investors, total } = shownQuiet(app.db, moment(), { userId }, page)
    return { data: investors.map(presentQuiet), total, ...page }
  })

  const days = { tags, summary: 'After how many days an investor goes quiet', response: { 200: daysShape } }
  app.get('/reports/quiet/days', { schema: days }, async () => quietDays(app.db))

  const choose = {
    tags,
    summary: 'Choose after how many days an investor goes quiet; what is left out stays',
    body: quietDaysForm,
    response: { 200: written(daysShape) },
  }
  app.put('/admin/quiet-days', { ...forAdmins, schema: choose }, async (request, reply) =>
    reply.acted('Chose the days of going quiet', (tx) => setQuietDays(tx, request.body)),
  )
}

const presentUnanswered = (one: ShownUnanswered): z.infer<typeof unansweredShape> => ({
  contact: { id: one.contactId, name: one.contact },
  investors: one.investors,
  since: one.since,
  days: one.days,
  count: one.letters,
  communication_id: one.communicationId,
  at: one.at,
  thread_id: one.threadId,
  subject: one.subject,
  user_id: one.userId,
})

const presentQuiet = (one: ShownQuiet): z.infer<typeof quietShape> => ({
  investor: { id: one.id, name: one.name, list: one.list },
  stage: one.stage,
  owner: one.ownerId,
  days: one.days,
  after_days: one.after,
  last_contact_at: one.lastContactAt,
  last_contact_by: one.lastContactBy,
  last_contact_type: one.lastContactType,
  last_contact_id: one.lastContactId,
})
