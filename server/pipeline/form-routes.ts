import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { invalid } from '../errors.ts'
import { allFunds, findFund } from '../funds/funds.ts'
import { findInvestor } from '../grid/investors.ts'
import { pickInvestor } from '../grid/pick-investor.ts'
import { typedRecordCells } from '../grid/record-facts.ts'
import { forMembers } from '../http/access.ts'
import { filled } from '../http/forms.ts'
import { touchedOnly, withWas } from '../http/touched.ts'
import { backTo, undoOf } from '../http/undoable.ts'
import {
  archiveOpportunity,
  editOpportunity,
  findOpportunity,
  flagOpportunity,
  moveOpportunity,
  type Opportunity,
  opportunityForm,
  opportunityPatch,
  stageMove,
} from './opportunities.ts'
import { editForm, flagForm, investorOf, moveForm, textsOf, typedFacts } from './opportunity-forms.ts'
import { findStage } from './stages.ts'

const oneOpportunity = z.object({ id: z.string() })
const form = 'opportunities/form'

/** Flagging an investor, editing an opportunity, moving it between stages, and archiving it. */
export async function opportunityFormRoutes(app: FastifyInstance): Promise<void> {
  await app.register(flagRoutes)
  await app.register(editRoutes)
  await app.register(moveRoutes)

  app.post('/opportunities/:id/archive', async (request, reply) => {
    const opportunity = opportunityOf(request)
    const message = `Archived the opportunity of ${investorOf(app.db, opportunity).name}`
    const done = request.act(message, (tx) => archiveOpportunity(tx, opportunity.id))
    return reply.done({ message, batchId: undoOf(done), to: home(request, opportunity) })
  })
}

async function flagRoutes(app: FastifyInstance): Promise<void> {
  app.get('/opportunities/new', forMembers, async (request, reply) => {
    const { investor_id, ...values } = filled(request.query)
    if (allFunds(app.db).length === 0) return reply.form('parts/no-fund', { title: 'No fund yet' })
    if (!investor_id) return pickInvestor(request, reply, 'Flag in pipeline')

    const { owner } = findInvestor(app.db, investor_id)
    const data = flagForm(app.db, investor_id, values['fund_id'])
    if (data.funds.length === 0) return reply.form('opportunities/flagged', data)

    return reply.form(form, { ...data, values: { owner: owner ?? request.actor.id, ...values } })
  })

  app.post('/opportunities', async (request, reply) => {
    const { investor_id = '', fund_id = '', stage, ...typed } = filled(request.body)
    const { name } = findInvestor(app.db, investor_id)
    return reply.attempt(form, flagForm(app.db, investor_id, fund_id), () => {
      if (!fund_id) throw invalid({ fund_id: 'Choose the fund.' })
      const facts = typedFacts(typed, findFund(app.db, fund_id).currency)
      const values = typedRecordCells(app.db, 'opportunities', request.body)
      const flag = opportunityForm.parse({ investor_id, fund_id, stage, ...facts, values })
      const done = request.act(`Flagged ${name} in the pipeline`, (tx) => flagOpportunity(tx, flag))
      const to = backTo(request, `/investors/${investor_id}`)
      return reply.done({ message: `Flagged ${name}`, batchId: undoOf(done), to })
    })
  })
}

async function editRoutes(app: FastifyInstance): Promise<void> {
  app.get('/opportunities/:id/edit', forMembers, async (request, reply) => {
    const opportunity = opportunityOf(request)
    return reply.form(form, { ...editForm(app.db, opportunity), values: withWas(textsOf(app.db, opportunity)) })
  })

  app.post('/opportunities/:id', async (request, reply) => {
    const opportunity = opportunityOf(request)
    return reply.attempt(form, editForm(app.db, opportunity), () => {
      const facts = typedFacts(filled(request.body), findFund(app.db, opportunity.fundId).currency)
      const values = typedRecordCells(app.db, 'opportunities', request.body)
      const patch = opportunityPatch.parse({ ...touchedOnly(request.body, facts), values })
      const what = `Edited the opportunity of ${investorOf(app.db, opportunity).name}`
      const done = request.act(what, (tx) => editOpportunity(tx, opportunity.id, patch))
      return reply.done({ message: 'Opportunity saved', batchId: undoOf(done), to: home(request, opportunity) })
    })
  })
}

async function moveRoutes(app: FastifyInstance): Promise<void> {
  app.get('/opportunities/:id/move', forMembers, async (request, reply) =>
    reply.form('opportunities/move', moveForm(app.db, opportunityOf(request), filled(request.query))),
  )

  app.post('/opportunities/:id/move', async (request, reply) => {
    const opportunity = opportunityOf(request)
    const typed = filled(request.body)
    const data = moveForm(app.db, opportunity, typed)
    // A dropped card brings no reason at all: that asks for one, it is not a mistake.
    if (data.question && !Object.hasOwn(request.body ?? {}, 'reason'))
      return reply.form('opportunities/move', data, 422)

    return reply.attempt('opportunities/move', data, () => {
      const to = findStage(app.db, typed['stage'] ?? '')
      const message = `Moved ${investorOf(app.db, opportunity).name} to ${to.label}`
      const move = stageMove.parse({ stage: to.key, reason: typed['reason'] })
      const done = request.act(message, (tx) => moveOpportunity(tx, opportunity.id, move))
      return reply.done({ message, batchId: undoOf(done), to: home(request, opportunity) })
    })
  })
}

const opportunityOf = (request: FastifyRequest): Opportunity =>
  findOpportunity(request.server.db, oneOpportunity.parse(request.params).id)

/** Without script: back to where the opportunity is seen. */
const home = (request: FastifyRequest, { investorId }: Opportunity): string =>
  backTo(request, `/investors/${investorId}`)
