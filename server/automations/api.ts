import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { forAdmins, forViewers } from '../http/access.ts'
import { listOf, listQuery, pagedQuery, pageOf } from '../http/lists.ts'
import { archived, archivedShape, oneById, written } from '../http/shapes.ts'
import {
  addAutomation,
  archiveAutomation,
  automationForm,
  automationPatch,
  editAutomation,
  findAutomation,
  listAutomations,
} from './automations.ts'
import { dryRun } from './dry-run.ts'
import { runAgain } from './fire.ts'
import { automationShape, dryRunShape, presentAutomation, presentRun, runShape } from './present.ts'
import { findRun, listRuns, outcomes } from './runs.ts'

const tags = ['Automations']
const at = '/fundraising/automations'
const changed = { 200: written(automationShape) }

/** Rules that act on investors, what they would do and what they did. Admins write them; everybody may look. */
export async function automationsApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const world = { db: app.db, now: app.now, zone: app.config.timezone, log: app.log }

  const list = {
    tags,
    summary: 'All rules, in order',
    querystring: listQuery({}),
    response: { 200: listOf(automationShape) },
  }
  app.get(at, { schema: list }, async (request) =>
    pageOf(
      listAutomations(app.db).map((rule) => presentAutomation(app.db, rule)),
      request.query,
      automationShape,
    ),
  )

  const runFilters = { investor_id: z.string().optional(), outcome: z.enum(outcomes).optional() }
  const runs = {
    tags,
    summary: 'What all rules did, the newest first',
    querystring: pagedQuery(runFilters),
    response: { 200: listOf(runShape) },
  }
  app.get(`${at}/runs`, { schema: runs }, async (request) => pageOfRuns(request.query))

  const runsOfOne = { ...runs, summary: 'What one rule did, the newest first', params: oneById }
  app.get(`${at}/:id/runs`, { schema: runsOfOne }, async (request) =>
    pageOfRuns(request.query, findAutomation(app.db, request.params.id).id),
  )

  function pageOfRuns({ investor_id: investorId, outcome, ...page }: RunQuery, automationId?: string) {
    const { runs, total } = listRuns(app.db, { automationId, investorId, outcome }, page)
    return { data: runs.map(presentRun), total, ...page }
  }

  const one = { tags, summary: 'One rule', params: oneById, response: { 200: automationShape } }
  app.get(`${at}/:id`, { schema: one }, async (request) =>
    presentAutomation(app.db, findAutomation(app.db, request.params.id)),
  )

  const add = { tags, summary: 'Add a rule', body: automationForm, response: { 201: written(automationShape) } }
  app.post(at, { ...forAdmins, schema: add }, async (request, reply) =>
    reply.acted(`Added the rule “${request.body.name}”`, (tx) =>
      presentAutomation(tx.db, addAutomation(tx, request.body)),
    ),
  )

  const edit = {
    tags,
    summary: 'Change a rule, or switch it on and off with `enabled`',
    params: oneById,
    body: automationPatch,
    response: changed,
  }
  app.patch(`${at}/:id`, { ...forAdmins, schema: edit }, async (request, reply) => {
    const rule = findAutomation(app.db, request.params.id)
    return reply.acted(whatOf(request.body.enabled, rule.name), (tx) =>
      presentAutomation(tx.db, editAutomation(tx, rule.id, request.body)),
    )
  })

  const remove = { tags, summary: 'Archive a rule', params: oneById, response: { 200: archivedShape } }
  app.delete(`${at}/:id`, { ...forAdmins, schema: remove }, async (request, reply) => {
    const rule = findAutomation(app.db, request.params.id)
    return reply.acted(`Archived the rule “${rule.name}”`, (tx) => archived(archiveAutomation(tx, rule.id)))
  })

  const rehearse = {
    tags,
    summary: 'What it would do on today’s data; nothing is written',
    params: oneById,
    response: { 200: dryRunShape },
  }
  app.post(`${at}/:id/dry-run`, { ...forViewers, schema: rehearse }, async (request) =>
    dryRun(world, findAutomation(app.db, request.params.id)),
  )

  const again = {
    tags,
    summary: 'Run again what failed or was stopped',
    params: oneById,
    response: { 200: written(runShape) },
  }
  app.post(`${at}/runs/:id/retry`, { ...forAdmins, schema: again }, async (request, reply) => {
    const { run, automation } = findRun(app.db, request.params.id)
    return reply.acted(
      `Ran the rule “${automation.name}” again`,
      () => {
        const { batch } = runAgain(world, run, findAutomation(app.db, automation.id))
        return { ...presentRun(findRun(app.db, run.id)), batch_id: batch }
      },
      200,
    )
  })
}

type RunQuery = {
  limit: number
  offset: number
  investor_id?: string | undefined
  outcome?: (typeof outcomes)[number] | undefined
}

/** The words of the act, for the activity page. */
export const whatOf = (enabled: boolean | undefined, name: string): string =>
  enabled === undefined ? `Changed the rule “${name}”` : `Switched the rule “${name}” ${enabled ? 'on' : 'off'}`
