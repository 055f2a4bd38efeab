/** The pipeline as a board: what stands in each stage, what it may bring, and what lingers. */
import { dayIn } from '../../shared/dates.ts'
import { userNames } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { fundProgress, type Progress } from '../funds/progress.ts'
import { cellTeller, type Told } from '../grid/record-facts.ts'
import { likelihood, listOpportunities, type PipelineFilter, type PipelineItem } from './opportunities.ts'
import { allStages, type Stage } from './stages.ts'

export type Card = PipelineItem & {
  owner: string | null
  probability: number
  daysInStage: number
  /** Longer in its stage than the stage's norm. */
  lingers: boolean
  /** Who had the last contact with its investor. */
  lastContactBy: string | null
  /** What people added columns for. */
  facts: Told[]
}
/** Sums in minor units, one per currency: dollars and euros are never added up. */
export type Sums = { currency: string; expected: number; weighted: number }[]
export type Column = { stage: Stage; cards: Card[]; sums: Sums }
export type Board = { columns: Column[]; open: { count: number; sums: Sums }; progress: Progress[] }

/** `now` in the fund's `zone` decides how many calendar days an opportunity has been where it is. */
export function board(db: Db, filter: PipelineFilter, now: Date, zone: string): Board {
  const cards = cardsOf(db, filter, now, zone)
  const byStage = Map.groupBy(cards, (one) => one.stage.key)
  const columns = allStages(db).map((stage) => column(stage, byStage.get(stage.key) ?? []))
  const open = cards.filter((one) => one.stage.kind === 'open')

  const progress = fundProgress(db).filter(({ fund }) => !filter.fundId || fund.id === filter.fundId)
  return { columns, open: { count: open.length, sums: sumsOf(open) }, progress }
}

/** Opportunities as the board and the dossier show them. */
export function cardsOf(db: Db, filter: PipelineFilter, now: Date, zone: string): Card[] {
  const names = userNames(db)
  const today = dayIn(zone, now)
  const facts = cellTeller(db, 'opportunities')
  return listOpportunities(db, filter).map((item) => ({
    ...card(item, names, today, zone),
    facts: facts(item.opportunity.cells),
  }))
}

const column = (stage: Stage, cards: Card[]): Column => ({ stage, cards, sums: sumsOf(cards) })

function card(item: PipelineItem, names: Map<string, string>, today: string, zone: string): Omit<Card, 'facts'> {
  const daysInStage = daysBetween(dayIn(zone, item.opportunity.stageSince), today)
  const { normDays } = item.stage

  return {
    ...item,
    owner: names.get(item.opportunity.owner ?? '') ?? null,
    probability: likelihood(item),
    daysInStage,
    lingers: normDays !== null && daysInStage > normDays,
    lastContactBy: names.get(item.inTouch.lastContactBy ?? '') ?? null,
  }
}

const daysBetween = (from: string, to: string) => Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 864e5))

/** Weighted is expected times probability, rounded per opportunity so that the cards add up to the column. */
export function sumsOf(cards: Card[]): Sums {
  const byCurrency = Map.groupBy(cards, (one) => one.fund.currency)
  return [...byCurrency].map(([currency, own]) => ({
    currency,
    expected: own.reduce((sum, one) => sum + (one.opportunity.expectedAmount ?? 0), 0),
    weighted: own.reduce((sum, one) => sum + weighted(one), 0),
  }))
}

export const weighted = (one: Card): number => Math.round((one.opportunity.expectedAmount ?? 0) * one.probability)
