import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { operators } from '../../shared/filter.ts'
import { allUsers } from '../accounts/users.ts'
import { asc, isNull } from '../db/drizzle.ts'
import { views } from '../db/live.ts'
import { allFields } from '../grid/fields.ts'
import { gridColumns } from '../grid/rows.ts'
import { forAdmins } from '../http/access.ts'
import { errorsOf, filled } from '../http/forms.ts'
import { asUserError } from '../http/problems.ts'
import { undoOf } from '../http/undoable.ts'
import { whatOf } from './api.ts'
import {
  type Automation,
  addAutomation,
  automationForm,
  automationPatch,
  editAutomation,
  findAutomation,
} from './automations.ts'
import { besideInputs, typedRule } from './form.ts'
import { rowsShown, textsOf } from './form-texts.ts'

const one = z.object({ id: z.string() })
const page = 'automations/edit'

/** Writing a rule: its form, new and filled in. */
export async function automationFormRoutes(app: FastifyInstance): Promise<void> {
  const zone = app.config.timezone
  const ruleOf = (request: FastifyRequest) => findAutomation(app.db, one.parse(request.params).id)

  app.get('/automations/new', forAdmins, async (_request, reply) =>
    reply.view(page, formData(null, { 'trigger.kind': 'field_changes', 'actions.0.kind': 'create_task' })),
  )

  app.post('/automations', forAdmins, async (request, reply) =>
    saved(request, reply, null, () => {
      const form = automationForm.parse(typedRule(app.db, request.body, zone))
      const done = request.act(`Added the rule “${form.name}”`, (tx) => addAutomation(tx, form))
      return { done, message: `Added ${form.name}. It is off until you switch it on`, id: done.result.id }
    }),
  )

  app.get('/automations/:id/edit', forAdmins, async (request, reply) => {
    const rule = ruleOf(request)
    return reply.view(page, formData(rule, textsOf(app.db, rule, zone)))
  })

  app.post('/automations/:id', forAdmins, async (request, reply) => {
    const rule = ruleOf(request)
    return saved(request, reply, rule, () => {
      const patch = automationPatch.parse(typedRule(app.db, request.body, zone))
      const done = request.act(whatOf(undefined, rule.name), (tx) => editAutomation(tx, rule.id, patch))
      return { done, message: done.changed > 0 ? `Saved ${done.result.name}` : 'Nothing was different', id: rule.id }
    })
  })

  type Saved = { done: { changed: number; batchId: string; result: unknown }; message: string; id: string }

  /** A mistake shows the form again, with everything that was typed. */
  function saved(
    request: FastifyRequest,
    reply: FastifyReply,
    rule: Automation | null,
    work: () => Saved,
  ): FastifyReply {
    try {
      const { done, message, id } = work()
      return reply.done({ message, batchId: undoOf(done), to: `/automations/${id}` })
    } catch (error) {
      const problem = asUserError(error as Error)
      if (problem?.status !== 422) throw error
      return reply.view(page, { ...formData(rule, filled(request.body)), errors: besideInputs(errorsOf(problem)) }, 422)
    }
  }

  function formData(rule: Automation | null, values: Record<string, string>) {
    const columns = [...gridColumns(app.db).values()]
    return {
      rule,
      values,
      errors: {},
      rows: rowsShown(values),
      fields: allFields(app.db),
      dates: columns.filter(({ kind }) => kind === 'date' || kind === 'datetime').map(({ field }) => field),
      views: app.db.select().from(views).where(isNull(views.ownerId)).orderBy(asc(views.position)).all(),
      users: allUsers(app.db).filter((user) => user.active),
      operators: [...new Set(Object.values(operators).flat())],
    }
  }
}
