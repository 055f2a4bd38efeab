import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { findContact } from '../contacts/contacts.ts'
import { invalid } from '../errors.ts'
import { lists } from '../grid/builtin-fields.ts'
import { forAdmins } from '../http/access.ts'
import { filled } from '../http/forms.ts'
import { backTo, undoOf } from '../http/undoable.ts'
import { allStages } from '../pipeline/stages.ts'
import { quietDays, quietDaysForm, setQuietDays } from './quiet-days.ts'
import { shownQuiet, shownUnanswered } from './shown.ts'
import { needNoAnswer } from './unanswered.ts'

const limit = 100
const query = z.object({ whose: z.enum(['mine', 'all']).catch('all'), offset: z.coerce.number().int().min(0).catch(0) })
const form = 'attention/days'

/** The two lists of what a fund must not overlook: who waits for an answer, and who goes quiet. */
export async function attentionRoutes(app: FastifyInstance): Promise<void> {
  const moment = () => ({ now: app.now(), zone: app.config.timezone })
  const asked = (request: FastifyRequest) => {
    const { whose, offset } = query.parse(filled(request.query))
    return { whose, page: { limit, offset }, who: whose === 'mine' ? { userId: request.actor.id ?? '' } : {} }
  }

  app.get('/unanswered', async (request, reply) => {
    const { whose, page, who } = asked(request)
    const { people, total } = shownUnanswered(app.db, request.actor.id, moment(), who, page)
    return reply.view('attention/unanswered', { people, whose, pages: { total, ...page } })
  })

  app.post('/unanswered/:id/no-answer', async (request, reply) => {
    const { id } = z.object({ id: z.string() }).parse(request.params)
    const { name } = findContact(app.db, id)
    const message = `${name} needs no answer`
    const done = request.act(message, (tx) => needNoAnswer(tx, id, app.now()))
    return reply.done({ message, batchId: undoOf(done), to: backTo(request, '/unanswered') })
  })

  app.get('/quiet', async (request, reply) => {
    const { whose, page, who } = asked(request)
    const { investors, total } = shownQuiet(app.db, moment(), who, page)
    return reply.view('attention/quiet', { investors, whose, days: quietDays(app.db), pages: { total, ...page } })
  })

  app.get('/admin/quiet-days', forAdmins, async (_request, reply) =>
    reply.form(form, { ...daysForm(), values: textsOf(app) }),
  )

  app.post('/admin/quiet-days', forAdmins, async (request, reply) => {
    const typed = request.body as Record<string, string>
    return reply.attempt(form, { ...daysForm(), values: typed }, () => {
      const days = readDays(app, typed)
      const done = request.act('Chose the days of going quiet', (tx) => setQuietDays(tx, days))
      return reply.done({ message: 'Days saved', batchId: undoOf(done), to: '/quiet' })
    })
  })

  const daysForm = () => ({
    title: 'Going quiet',
    action: '/admin/quiet-days',
    save: 'Save',
    lists,
    stages: openStages(app),
  })
}

/** A lost opportunity is no reason to stay in touch. */
const openStages = ({ db }: FastifyInstance) => allStages(db).filter(({ kind }) => kind !== 'lost')

/** What the form starts with: `list:main` and `stage:meeting`, blank where a stage follows its list. */
function textsOf({ db }: FastifyInstance): Record<string, string> {
  const { lists, stages } = quietDays(db)
  const named = (kind: string, days: Record<string, number>) =>
    Object.entries(days).map(([key, n]) => [`${kind}:${key}`, String(n)] as const)
  return Object.fromEntries([...named('list', lists), ...named('stage', stages)])
}

function readDays(app: FastifyInstance, typed: Record<string, string>) {
  const problems: Record<string, string> = {}
  const read = (name: string): number | null => {
    const text = (typed[name] ?? '').trim()
    if (text === '') return null
    if (!/^\d{1,4}$/.test(text) || Number(text) > 3650) problems[name] = 'A whole number of days, 0 to 3650.'
    return Number(text)
  }
  const given = lists.map((list) => [list, read(`list:${list}`) ?? 0] as const)
  const stages = openStages(app).map(({ key }) => [key, read(`stage:${key}`)] as const)
  if (Object.keys(problems).length > 0) throw invalid(problems)
  return quietDaysForm.parse({ lists: Object.fromEntries(given), stages: Object.fromEntries(stages) })
}
