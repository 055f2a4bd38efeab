import { z } from 'zod'
import { mostMinor } from '../../shared/money.ts'
import { requireOwner } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { and, asc, eq, sql } from '../db/drizzle.ts'
import type { Row } from '../db/entities.ts'
import { funds, investorSummaries, investors, opportunities, stages, whole } from '../db/live.ts'
import { preparedQuery } from '../db/prepared.ts'
import { amend, archive, record, type Tx } from '../db/write.ts'
import { invalid, notFound, UserError } from '../errors.ts'
import { allFunds, findFund } from '../funds/funds.ts'
import { findInvestor } from '../grid/investors.ts'
import { cellsForm, cellsOfNew, checkedCells } from '../grid/record-cells.ts'
import { type InTouch, investorInTouch, neverInTouch } from '../meetings/in-touch.ts'
import { allStages, findStage, type Stage } from './stages.ts'

export type Opportunity = Row<'opportunities'>

const amount = z
  .number()
  .int('Give the amount in minor units.')
  .nonnegative('An amount cannot be negative.')
  .max(mostMinor, 'This is too large an amount.')
const probability = z.number().min(0, 'A probability is between 0 and 1.').max(1, 'A probability is between 0 and 1.')

const facts = {
  expected_amount: amount.nullish(),
  probability: probability.nullish(),
  owner: z.string().nullish(),
  next_step: z.string().max(2000).nullish(),
  next_step_at: z.iso.date('Give a date such as 2026-03-31.').nullish(),
  values: cellsForm.optional(),
}

/** `expected_amount` in minor units of the fund's currency; `probability` a fraction, else the stage's own. */
export const opportunityForm = z.strictObject({
  investor_id: z.string(),
  fund_id: z.string(),
  stage: z.string().optional(),
  ...facts,
})
export type OpportunityForm = z.input<typeof opportunityForm>

export const opportunityPatch = z.strictObject(facts)
export type OpportunityPatch = z.input<typeof opportunityPatch>

export const stageMove = z.strictObject({ stage: z.string(), reason: z.string().trim().max(2000).nullish() })
export type StageMove = z.input<typeof stageMove>

/** Flags an investor in a fund's pipeline. One open opportunity per investor and fund: a second one is a conflict. */
export function flagOpportunity(tx: Tx, form: OpportunityForm): Opportunity {
  const investor = findInvestor(tx.db, form.investor_id)
  const fund = findFund(tx.db, form.fund_id)
  const stage = form.stage ? findStage(tx.db, form.stage) : firstStage(tx.db)
  refuseSecond(tx.db, investor.id, fund.id)
  requireOwner(tx.db, form.owner)

  return record(tx, 'opportunities', {
    investorId: investor.id,
    fundId: fund.id,
    stage: stage.key,
    stageSince: tx.at,
    ...columns({ owner: form.owner ?? investor.owner ?? tx.actor.id, ...form }),
    cells: cellsOfNew(tx, 'opportunities', form.values),
  })
}

/** Changes facts of an opportunity; the stage moves by `moveOpportunity`. */
export function editOpportunity(tx: Tx, id: string, form: OpportunityPatch): Opportunity {
  const opportunity = findOpportunity(tx.db, id)
  requireOwner(tx.db, form.owner)
  const cells = form.values && { cells: checkedCells(tx.db, 'opportunities', form.values) }
  return amend(tx, 'opportunities', opportunity.id, { ...columns(form), ...cells })
}

/** Moves an opportunity to another stage. A loss and a step back need a reason (422 on `reason`). */
export function moveOpportunity(tx: Tx, id: string, move: StageMove): Opportunity {
  const opportunity = findOpportunity(tx.db, id)
  const to = findStage(tx.db, move.stage)
  if (opportunity.stage === to.key) return opportunity

  const from = findStage(tx.db, opportunity.stage)
  if (from.kind === 'lost' && to.kind !== 'lost') refuseSecond(tx.db, opportunity.investorId, opportunity.fundId)
  const question = reasonNeeded(from, to)
  if (question && !move.reason) throw invalid({ reason: question })
  return amend(tx, 'opportunities', id, { stage: to.key, stageSince: tx.at, stageReason: move.reason || null })
}

/** The question to ask before this move, or null when it needs no reason. */
export function reasonNeeded(from: Stage, to: Stage): string | null {
  if (to.kind === 'lost') return 'Say why this was lost.'

  return to.position < from.position && from.kind !== 'lost' ? `Say why this goes back to ${to.label}.` : null
}

export function archiveOpportunity(tx: Tx, id: string): Opportunity {
  return archive(tx, 'opportunities', findOpportunity(tx.db, id).id)
}

/** An opportunity of an archived investor is as absent as the investor. */
export function findOpportunity(db: Db, id: string): Opportunity {
  const found = byId(db).get({ id })
  if (!found) throw notFound('opportunity')

  return found.opportunity
}

const byId = preparedQuery((db) =>
  db
    .select({ opportunity: whole(opportunities) })
    .from(opportunities)
    .innerJoin(investors, eq(investors.id, opportunities.investorId))
    .where(eq(opportunities.id, sql.placeholder('id')))
    .prepare(),
)

export type PipelineFilter = {
  id?: string | undefined
  investorId?: string | undefined
  fundId?: string | undefined
  stage?: string | undefined
  owner?: string | undefined
}
export type PipelineItem = {
  opportunity: Opportunity
  investor: { id: string; name: string; list: string }
  fund: Row<'funds'>
  stage: Stage
  /** Of its investor. */
  inTouch: InTouch
}

/** Opportunities of live investors with what a card of the board needs, by stage and then largest first. */
export function listOpportunities(db: Db, filter: PipelineFilter = {}): PipelineItem[] {
  const o = opportunities
  const investor = { id: investors.id, name: investors.name, list: investors.list }
  const rows = db
    .select({ opportunity: whole(o), investor, fund: whole(funds), stage: whole(stages), inTouch: investorInTouch })
    .from(o)
    .innerJoin(investors, eq(investors.id, o.investorId))
    .innerJoin(funds, eq(funds.id, o.fundId))
    .innerJoin(stages, eq(stages.key, o.stage))
    .leftJoin(investorSummaries, eq(investorSummaries.investorId, o.investorId))
    .where(
      and(
        filter.id ? eq(o.id, filter.id) : undefined,
        filter.investorId ? eq(o.investorId, filter.investorId) : undefined,
        filter.fundId ? eq(o.fundId, filter.fundId) : undefined,
        filter.stage ? eq(o.stage, filter.stage) : undefined,
        filter.owner ? eq(o.owner, filter.owner) : undefined,
      ),
    )
    .orderBy(asc(stages.position), asc(o.id))
    .all()
  const items = rows.map((row) => ({ ...row, inTouch: row.inTouch ?? neverInTouch }))
  return items.sort(
    (a, b) =>
      a.stage.position - b.stage.position || (b.opportunity.expectedAmount ?? 0) - (a.opportunity.expectedAmount ?? 0),
  )
}

/** Funds an investor can be flagged for, the newest first: those it is in the pipeline of are left out, lost ones are not. */
export function fundsLeft(db: Db, investorId: string): Row<'funds'>[] {
  const live = listOpportunities(db, { investorId }).filter(({ stage }) => stage.kind !== 'lost')
  const flagged = new Set(live.map(({ fund }) => fund.id))
  return allFunds(db)
    .filter(({ id }) => !flagged.has(id))
    .toReversed()
}

/** The probability to count with: its own, else its stage's. */
export const likelihood = (item: PipelineItem): number => item.opportunity.probability ?? item.stage.probability

function refuseSecond(db: Db, investorId: string, fundId: string): void {
  const open = listOpportunities(db, { investorId, fundId }).find((item) => item.stage.kind !== 'lost')
  if (!open) return

  const detail = `${open.investor.name} is already in the ${open.fund.name} pipeline, at ${open.stage.label}. Move it there instead.`
  throw new UserError('conflict', detail, { opportunity_id: open.opportunity.id })
}

function firstStage(db: Db): Stage {
  const [first] = allStages(db)
  if (!first) throw new Error('no stages were seeded')

  return first
}

function columns(form: OpportunityPatch) {
  const { expected_amount: expectedAmount, probability, owner, next_step: nextStep, next_step_at: nextStepAt } = form
  const given = Object.entries({ expectedAmount, probability, owner, nextStep, nextStepAt }).filter(
    ([, v]) => v !== undefined,
  )
  return Object.fromEntries(given) as Partial<
    Pick<Opportunity, 'expectedAmount' | 'probability' | 'owner' | 'nextStep' | 'nextStepAt'>
  >
}
