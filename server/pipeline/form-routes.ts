import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { parseAmount, parseProbability } from '../../shared/amounts.ts'
import { plainMoney } from '../../shared/money.ts'
import { allUsers } from '../accounts/users.ts'
import { invalid } from '../errors.ts'
import { allFunds, findFund } from '../funds/funds.ts'
import { findInvestor } from '../grid/investors.ts'
import { pickInvestor } from '../grid/pick-investor.ts'
import { cellInputs, typedRecordCells } from '../grid/record-facts.ts'
import { forMembers } from '../http/access.ts'
import { filled } from '../http/forms.ts'
import { touchedOnly, withWas } from '../http/touched.ts'
import { backTo, undoOf } from '../http/undoable.ts'
import {
  archiveOpportunity,
  editOpportunity,
  findOpportunity,
  flagOpportunity,
  fundsLeft,
  moveOpportunity,
  type Opportunity,
  opportunityForm,
  opportunityPatch,
  reasonNeeded,
  stageMove,
} from './opportunities.ts'
import { allStages, findStage } from './stages.ts'

const oneOpportunity = z.object({ id: z.string() })

/** Flagging an investor, editing an opportunity, and moving it between stages. */
export async function opportunityFormRoutes(app: FastifyInstance): Promise<void> {
  app.get('/opportunities/new', forMembers, async (request, reply) => {
    const { investor_id, ...values } = filled(request.query)
    if (allFunds(app.db).length === 0) return reply.form('parts/no-fund', { title: 'No fund yet' })
    if (!investor_id) return pickInvestor(request, reply, 'Flag in pipeline')

    const { owner } = findInvestor(app.db, investor_id)
    const form = addForm(investor_id, values['fund_id'])
    if (form.funds.length === 0) return reply.form('opportunities/flagged', form)

    return reply.form('opportunities/form', {
      ...form,
      values: { owner: owner ?? request.actor.id, ...values },
    })
  })

  app.post('/opportunities', async (request, reply) => {
    const { investor_id = '', fund_id = '', stage, ...typed } = filled(request.body)
    const { name } = findInvestor(app.db, investor_id)
    return reply.attempt('opportunities/form', addForm(investor_id, fund_id), () => {
      if (!fund_id) throw invalid({ fund_id: 'Choose the fund.' })
      const facts = typedFacts(typed, findFund(app.db, fund_id).currency)
      const values = typedRecordCells(app.db, 'opportunities', request.body)
      const form = opportunityForm.parse({ investor_id, fund_id, stage, ...facts, values })
      const done = request.act(`Flagged ${name} in the pipeline`, (tx) => flagOpportunity(tx, form))
      const to = backTo(request, `/investors/${investor_id}`)
      return reply.done({ message: `Flagged ${name}`, batchId: undoOf(done), to })
    })
  })

  app.get('/opportunities/:id/edit', forMembers, async (request, reply) => {
    const opportunity = findOpportunity(app.db, oneOpportunity.parse(request.params).id)
    return reply.form('opportunities/form', { ...editForm(opportunity), values: withWas(textsOf(opportunity)) })
  })

  app.post('/opportunities/:id', async (request, reply) => {
    const opportunity = findOpportunity(app.db, oneOpportunity.parse(request.params).id)
    return reply.attempt('opportunities/form', editForm(opportunity), () => {
      const facts = typedFacts(filled(request.body), findFund(app.db, opportunity.fundId).currency)
      const what = `Edited the opportunity of ${investorOf(opportunity).name}`
      const values = typedRecordCells(app.db, 'opportunities', request.body)
      const patch = opportunityPatch.parse({ ...touchedOnly(request.body, facts), values })
      const done = request.act(what, (tx) => editOpportunity(tx, opportunity.id, patch))
      return reply.done({ message: 'Opportunity saved', batchId: undoOf(done), to: home(request, opportunity) })
    })
  })

  app.get('/opportunities/:id/move', forMembers, async (request, reply) => {
    const opportunity = findOpportunity(app.db, oneOpportunity.parse(request.params).id)
    return reply.form('opportunities/move', moveForm(opportunity, filled(request.query)))
  })

  app.post('/opportunities/:id/move', async (request, reply) => {
    const opportunity = findOpportunity(app.db, oneOpportunity.parse(request.params).id)
    const typed = filled(request.body)
    const data = moveForm(opportunity, typed)
    // A dropped card brings no reason at all: that asks for one, it is not a mistake.
    if (data.question && !Object.hasOwn(request.body ?? {}, 'reason'))
      return reply.form('opportunities/move', data, 422)

    return reply.attempt('opportunities/move', data, () => {
      const to = findStage(app.db, typed['stage'] ?? '')
      const message = `Moved ${investorOf(opportunity).name} to ${to.label}`
      const move = stageMove.parse({ stage: to.key, reason: typed['reason'] })
      const done = request.act(message, (tx) => moveOpportunity(tx, opportunity.id, move))
      return reply.done({ message, batchId: undoOf(done), to: home(request, opportunity) })
    })
  })

  app.post('/opportunities/:id/archive', async (request, reply) => {
    const opportunity = findOpportunity(app.db, oneOpportunity.parse(request.params).id)
    const message = `Archived the opportunity of ${investorOf(opportunity).name}`
    const done = request.act(message, (tx) => archiveOpportunity(tx, opportunity.id))
    return reply.done({ message, batchId: undoOf(done), to: home(request, opportunity) })
  })

  const investorOf = (opportunity: Opportunity) => findInvestor(app.db, opportunity.investorId)
  const home = (request: FastifyRequest, opportunity: Opportunity) =>
    backTo(request, `/investors/${opportunity.investorId}`)

  /** Whoever owns it now stays a choice, also after they left: saving something else does not take it from them. */
  const choices = (owner: string | null = null) => ({
    stages: allStages(app.db),
    users: allUsers(app.db).filter((user) => user.active || user.id === owner),
  })

  /** The fund that was asked for stays a choice: flagging a second time there is answered by where it stands. */
  const addForm = (investorId: string, asked?: string) => ({
    title: `Flag ${findInvestor(app.db, investorId).name} in the pipeline`,
    action: '/opportunities',
    save: 'Flag in pipeline',
    investorId,
    own: cellInputs(app.db, 'opportunities', null),
    ...choices(),
    funds: [...allFunds(app.db).filter(({ id }) => id === asked), ...fundsLeft(app.db, investorId)].filter(isFirst),
  })

  const editForm = (opportunity: Opportunity) => ({
    title: `${investorOf(opportunity).name}, ${findFund(app.db, opportunity.fundId).name}`,
    action: `/opportunities/${opportunity.id}`,
    save: 'Save',
    opportunity,
    own: cellInputs(app.db, 'opportunities', opportunity.cells),
    ...choices(opportunity.owner),
  })

  function moveForm(opportunity: Opportunity, typed: Record<string, string>) {
    const stages = allStages(app.db)
    const from = stages.find((stage) => stage.key === opportunity.stage)
    const to = stages.find((stage) => stage.key === typed['stage'])
    const question = from && to ? reasonNeeded(from, to) : null
    const title = to
      ? `Move ${investorOf(opportunity).name} to ${to.label}`
      : `Move ${investorOf(opportunity).name} from ${from?.label}`
    return { title, action: `/opportunities/${opportunity.id}/move`, stages, from, to, question, values: typed }
  }

  function textsOf(opportunity: Opportunity) {
    const { expectedAmount, probability, owner, nextStep, nextStepAt } = opportunity
    const { currency } = findFund(app.db, opportunity.fundId)
    return {
      expected_amount: expectedAmount === null ? '' : plainMoney(expectedAmount, currency).replace(/\.00$/, ''),
      probability: probability === null ? '' : `${Math.round(probability * 10_000) / 100}%`,
      owner,
      next_step: nextStep,
      next_step_at: nextStepAt,
    }
  }
}

const isFirst = <T>(one: T, n: number, all: T[]) => all.indexOf(one) === n

/** Money and probability as people type them; what is left blank is cleared. */
function typedFacts(typed: Record<string, string>, currency: string) {
  const { expected_amount, probability, owner = null, next_step = null, next_step_at = null } = typed
  const amount = expected_amount ? parseAmount(expected_amount, currency) : { value: null }
  const chance = probability ? parseProbability(probability) : { value: null }
  const problems = {
    ...('problem' in amount && { expected_amount: amount.problem }),
    ...('problem' in chance && { probability: chance.problem }),
  }
  if ('problem' in amount || 'problem' in chance) throw invalid(problems)

  return { expected_amount: amount.value, probability: chance.value, owner, next_step, next_step_at }
}
