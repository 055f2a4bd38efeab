/** The forms of an opportunity: what they show, and what is typed into them. */
import { parseAmount, parseProbability } from '../../shared/amounts.ts'
import { plainMoney } from '../../shared/money.ts'
import { allUsers } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { invalid } from '../errors.ts'
import { allFunds, findFund } from '../funds/funds.ts'
import { findInvestor } from '../grid/investors.ts'
import { cellInputs } from '../grid/record-facts.ts'
import { fundsLeft, type Opportunity, reasonNeeded } from './opportunities.ts'
import { allStages } from './stages.ts'

/** The fund that was asked for stays a choice: flagging a second time there is answered by where it stands. */
export const flagForm = (db: Db, investorId: string, asked?: string) => ({
  title: `Flag ${findInvestor(db, investorId).name} in the pipeline`,
  action: '/opportunities',
  save: 'Flag in pipeline',
  investorId,
  own: cellInputs(db, 'opportunities', null),
  ...choices(db),
  funds: [...allFunds(db).filter(({ id }) => id === asked), ...fundsLeft(db, investorId)].filter(isFirst),
})

const isFirst = <T>(one: T, n: number, all: T[]) => all.indexOf(one) === n

export const editForm = (db: Db, opportunity: Opportunity) => ({
  title: `${investorOf(db, opportunity).name}, ${findFund(db, opportunity.fundId).name}`,
  action: `/opportunities/${opportunity.id}`,
  save: 'Save',
  opportunity,
  own: cellInputs(db, 'opportunities', opportunity.cells),
  ...choices(db, opportunity.owner),
})

/** `question` asks for the reason of a loss or a step back; null when the chosen stage needs none. */
export function moveForm(db: Db, opportunity: Opportunity, typed: Record<string, string>) {
  const stages = allStages(db)
  const from = stages.find((stage) => stage.key === opportunity.stage)
  const to = stages.find((stage) => stage.key === typed['stage'])
  const question = from && to ? reasonNeeded(from, to) : null
  const { name } = investorOf(db, opportunity)
  const title = to ? `Move ${name} to ${to.label}` : `Move ${name} from ${from?.label}`
  return { title, action: `/opportunities/${opportunity.id}/move`, stages, from, to, question, values: typed }
}

export const investorOf = (db: Db, { investorId }: Opportunity) => findInvestor(db, investorId)

/** Whoever owns it now stays a choice, also after they left: saving something else does not take it from them. */
const choices = (db: Db, owner: string | null = null) => ({
  stages: allStages(db),
  users: allUsers(db).filter((user) => user.active || user.id === owner),
})

/** What the form starts with: facts as people type them. */
export function textsOf(db: Db, { fundId, expectedAmount, probability, owner, nextStep, nextStepAt }: Opportunity) {
  const { currency } = findFund(db, fundId)
  return {
    expected_amount: expectedAmount === null ? '' : plainMoney(expectedAmount, currency).replace(/\.00$/, ''),
    probability: probability === null ? '' : `${Math.round(probability * 10_000) / 100}%`,
    owner,
    next_step: nextStep,
    next_step_at: nextStepAt,
  }
}

/** Money and probability as people type them; what is left blank is cleared. */
export function typedFacts(typed: Record<string, string>, currency: string) {
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
