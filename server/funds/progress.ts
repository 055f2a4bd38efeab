import type { FundMeasure } from '../../shared/fields.ts'
import type { Db } from '../db/db.ts'
import { eq, ne, sql } from '../db/drizzle.ts'
import { commitmentEntries, investors } from '../db/live.ts'
import { allFunds, type Fund } from './funds.ts'

export type Progress = { fund: Fund; sums: Record<FundMeasure, number> }

/**
 * What each fund has raised, in minor units of its currency. The graveyard is left out: money an investor there once
 * spoke of is not coming.
 */
export function fundProgress(db: Db): Progress[] {
  const c = commitmentEntries
  const rows = db
    .select({ fundId: c.fundId, measure: c.measure, sum: sql<number>`sum(${c.amount})` })
    .from(c)
    .innerJoin(investors, eq(investors.id, c.investorId))
    .where(ne(investors.list, 'graveyard'))
    .groupBy(c.fundId, c.measure)
    .all()
  const sumOf = (fundId: string, measure: FundMeasure) =>
    rows.find((row) => row.fundId === fundId && row.measure === measure)?.sum ?? 0

  return allFunds(db).map((fund) => ({
    fund,
    sums: { soft: sumOf(fund.id, 'soft'), signed: sumOf(fund.id, 'signed'), funded: sumOf(fund.id, 'funded') },
  }))
}
