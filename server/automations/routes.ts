import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { UserError } from '../errors.ts'
import { forAdmins } from '../http/access.ts'
import { filled } from '../http/forms.ts'
import { undoOf } from '../http/undoable.ts'
import { undoneAmong } from '../undo/standing.ts'
import { whatOf } from './api.ts'
import { type Automation, archiveAutomation, editAutomation, findAutomation, listAutomations } from './automations.ts'
import { problemsOf } from './check.ts'
import { dryRun } from './dry-run.ts'
import { runAgain } from './fire.ts'
import type { Effect } from './rule.ts'
import { findRun, listRuns, outcomes, type RunItem } from './runs.ts'
import { effectLine, partsOf, sentenceOf } from './words.ts'

const one = z.object({ id: z.string() })
const query = z.object({
  try: z.string().optional(),
  outcome: z.enum(outcomes).optional().catch(undefined),
  offset: z.coerce.number().int().min(0).catch(0),
})
const perPage = 50

/** The rules: what they say, whether they are on, what they would do and what they did. */
export async function automationRoutes(app: FastifyInstance): Promise<void> {
  const zone = app.config.timezone
  const world = { db: app.db, now: app.now, zone, log: app.log }

  app.get('/automations', async (request, reply) => {
    const { runs } = listRuns(app.db, {}, { limit: 12, offset: 0 })
    return reply.view('automations/index', {
      rules: listAutomations(app.db).map(inWords),
      runs: told(runs),
      here: request.url,
    })
  })

  app.get('/automations/:id', async (request, reply) => {
    const rule = ruleOf(request)
    const asked = query.parse(filled(request.query))
    const { runs, total } = listRuns(
      app.db,
      { automationId: rule.id, outcome: asked.outcome },
      { limit: perPage, offset: asked.offset },
    )
    return reply.view('automations/show', {
      rule: inWords(rule),
      parts: partsOf(app.db, rule),
      rehearsal: asked.try === undefined ? null : await rehearsed(rule),
      runs: told(runs),
      asked,
      pages: { total, limit: perPage, offset: asked.offset },
      total,
    })
  })

  app.post('/automations/:id/enabled', forAdmins, async (request, reply) => {
    const rule = ruleOf(request)
    const enabled = filled(request.body)['enabled'] === 'yes'
    const done = request.act(whatOf(enabled, rule.name), (tx) => editAutomation(tx, rule.id, { enabled }))
    const to = filled(request.body)['back'] === 'list' ? '/automations' : `/automations/${rule.id}`
    return reply.done({ message: `${rule.name} is ${enabled ? 'on' : 'off'}`, batchId: undoOf(done), to })
  })

  app.post('/automations/:id/archive', forAdmins, async (request, reply) => {
    const rule = ruleOf(request)
    const done = request.act(`Archived the rule “${rule.name}”`, (tx) => archiveAutomation(tx, rule.id))
    return reply.done({ message: `Archived ${rule.name}`, batchId: undoOf(done), to: '/automations' })
  })

  app.post('/automations/runs/:id/retry', forAdmins, async (request, reply) => {
    const { run, automation, investor } = findRun(app.db, one.parse(request.params).id)
    const to = `/automations/${automation.id}`
    try {
      const again = runAgain(world, run, findAutomation(app.db, automation.id))
      const message =
        again.outcome === 'done' ? `Acted on ${investor.name}` : `Nothing was to be done for ${investor.name}`
      return reply.done({ message, batchId: again.batch, to })
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      return reply.done({ message: `It failed again: ${error.message}`, to })
    }
  })

  const ruleOf = (request: FastifyRequest) => findAutomation(app.db, one.parse(request.params).id)

  const inWords = (rule: Automation) => ({
    ...rule,
    sentence: sentenceOf(app.db, rule),
    problems: Object.values(problemsOf(app.db, rule)),
    runs: listRuns(app.db, { automationId: rule.id }, { limit: 1, offset: 0 }),
  })

  function told(runs: RunItem[]) {
    const undone = undoneAmong(
      app.db,
      runs.flatMap(({ run }) => run.batch ?? []),
    )
    const lines = (effects: unknown[]) => (effects as Effect[]).map((effect) => effectLine(app.db, effect, zone))
    return runs.map((item) => ({ ...item, lines: lines(item.run.effects), undone: undone.has(item.run.batch ?? '') }))
  }

  async function rehearsed(rule: Automation) {
    try {
      const run = await dryRun(world, rule)
      const rows = run.rows
        .slice(0, 100)
        .map((row) => ({ ...row, lines: row.effects.map((effect) => effectLine(app.db, effect, zone)) }))
      return { ...run, rows }
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      return { problem: error.message }
    }
  }
}
