import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { plural } from '../../shared/words.ts'
import { userNames } from '../accounts/users.ts'
import { forAdmins } from '../http/access.ts'
import { filled } from '../http/forms.ts'
import { undoOf } from '../http/undoable.ts'
import { applyPolicies, waitingByRule } from './apply-policies.ts'
import { kinds } from './kinds.ts'
import { policiesOf, setPolicies } from './policies.ts'
import { ruleNames, rules } from './rules.ts'

const page = '/admin/policies'
const one = z.object({ rule: z.enum(ruleNames) })

/** The admin’s page of what is approved by itself. */
export async function policyRoutes(app: FastifyInstance): Promise<void> {
  app.get(page, forAdmins, async (_request, reply) => {
    const { auto, correspondents } = policiesOf(app.db)
    const waiting = waitingByRule(app.db)
    const shown = ruleNames.map((name) => ({
      name,
      ...rules[name],
      does: kinds[rules[name].kind].title,
      policy: auto[name],
      waiting: waiting.get(name) ?? 0,
    }))
    return reply.view('admin/policies', { shown, correspondents, names: userNames(app.db) })
  })

  app.post(`${page}/correspondents`, forAdmins, async (request, reply) => {
    const on = filled(request.body)['on'] === 'yes'
    const what = `${on ? 'Proposes' : 'No longer proposes'} prospects from correspondence`
    const done = request.act(what, (tx) => setPolicies(tx, { correspondents: on }))
    return reply.done({ message: what, batchId: undoOf(done), to: page })
  })

  app.post(`${page}/:rule`, forAdmins, async (request, reply) => {
    const { rule } = one.parse(request.params)
    const on = filled(request.body)['on'] === 'yes'
    const what = `${on ? 'Approves by itself' : 'Asks again'}: ${rules[rule].title}`
    const done = request.act(what, (tx) => setPolicies(tx, { auto: { [rule]: on } }))
    return reply.done({ message: what, batchId: undoOf(done), to: page })
  })

  app.post(`${page}/:rule/apply`, forAdmins, async (request, reply) => {
    const { rule } = one.parse(request.params)
    const what = `Applied to what waited: ${rules[rule].title}`
    const done = await applyPolicies({ db: app.db, actor: request.actor, now: app.now }, what, rule)
    const approved = done.result.filter((outcome) => outcome.problem === null).length
    const left = done.result.length - approved
    const message = `Approved ${plural(approved, 'proposal')}${left > 0 ? `; ${plural(left, 'proposal')} must be looked at` : ''}`
    return reply.done({ message, batchId: undoOf(done), to: page })
  })
}
