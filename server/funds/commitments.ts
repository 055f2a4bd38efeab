import { z } from 'zod'
import { type FundMeasure, fundMeasures } from '../../shared/fields.ts'
import { mostMinor } from '../../shared/money.ts'
import type { Db } from '../db/db.ts'
import { and, asc, eq, sql } from '../db/drizzle.ts'
import type { Row } from '../db/entities.ts'
import { commitmentEntries, funds, investors, whole } from '../db/live.ts'
import { archive, record, type Tx } from '../db/write.ts'
import { notFound } from '../errors.ts'
import { findInvestor } from '../grid/investors.ts'
import { findFund } from './funds.ts'

export type CommitmentEntry = Row<'commitment_entries'>

export const entryKinds = ['entry', 'adjustment', 'reduced', 'transferred'] as const

/** One entry of the ledger: `amount` in signed minor units of the fund's currency, added to `measure`. */
export const commitmentForm = z.strictObject({
  investor_id: z.string(),
  fund_id: z.string(),
  measure: z.enum(fundMeasures),
  amount: z
    .number()
    .int('Give the amount in minor units.')
    .min(-mostMinor, 'This is too large an amount.')
    .max(mostMinor, 'This is too large an amount.')
    .refine((n) => n !== 0, 'An entry of nothing changes nothing.'),
  kind: z.enum(entryKinds).optional(),
  date: z.iso.date('Use a date such as 2026-03-31.').optional(),
  note: z.string().max(2000).nullish(),
  evidence: z.string().max(2000).nullish(),
})
export type CommitmentForm = z.input<typeof commitmentForm>

/** Adds an entry; without a date it counts from today (UTC). */
export function enterCommitment(tx: Tx, form: CommitmentForm): CommitmentEntry {
  const investor = findInvestor(tx.db, form.investor_id)
  const fund = findFund(tx.db, form.fund_id)

  return record(tx, 'commitment_entries', {
    investorId: investor.id,
    fundId: fund.id,
    measure: form.measure,
    kind: form.kind ?? 'entry',
    amount: form.amount,
    date: form.date ?? tx.at.slice(0, 10),
    note: form.note ?? null,
    evidence: form.evidence ?? null,
  })
}

/** Makes the column's sum `total` by adding the difference as an adjusting entry: the ledger keeps what was there. */
export function setCommitment(tx: Tx, investorId: string, fundId: string, measure: FundMeasure, total: number): void {
  const difference = total - commitmentTotal(tx.db, investorId, fundId, measure)
  if (difference === 0) return

  const kind = ledger(tx.db, investorId).some((e) => e.fundId === fundId && e.measure === measure)
    ? 'adjustment'
    : 'entry'
  enterCommitment(tx, { investor_id: investorId, fund_id: fundId, measure, amount: difference, kind })
}

export function commitmentTotal(db: Db, investorId: string, fundId: string, measure: FundMeasure): number {
  const c = commitmentEntries
  const sum = sql<number>`coalesce(sum(${c.amount}), 0)`
  const where = and(eq(c.investorId, investorId), eq(c.fundId, fundId), eq(c.measure, measure))
  return db.select({ sum }).from(c).where(where).get()?.sum ?? 0
}

/** Every entry of one investor, oldest first. */
export function ledger(db: Db, investorId: string): CommitmentEntry[] {
  const c = commitmentEntries
  return db.select().from(c).where(eq(c.investorId, investorId)).orderBy(asc(c.date), asc(c.id)).all()
}

/** An entry of an archived investor is as absent as the investor. */
export function findEntry(db: Db, id: string): CommitmentEntry {
  const c = commitmentEntries
  const join = db
    .select({ entry: whole(c) })
    .from(c)
    .innerJoin(investors, eq(investors.id, c.investorId))
  const found = join.where(eq(c.id, id)).get()
  if (!found) throw notFound('commitment entry')

  return found.entry
}

/** Entries of live investors with their fund's currency, oldest first. */
export function listEntries(db: Db, filter: { investorId?: string | undefined; fundId?: string | undefined }) {
  const c = commitmentEntries
  return db
    .select({ entry: whole(c), currency: funds.currency })
    .from(c)
    .innerJoin(investors, eq(investors.id, c.investorId))
    .innerJoin(funds, eq(funds.id, c.fundId))
    .where(
      and(
        filter.investorId ? eq(c.investorId, filter.investorId) : undefined,
        filter.fundId ? eq(c.fundId, filter.fundId) : undefined,
      ),
    )
    .orderBy(asc(c.date), asc(c.id))
    .all()
}

export function removeCommitmentEntry(tx: Tx, id: string): CommitmentEntry {
  return archive(tx, 'commitment_entries', findEntry(tx.db, id).id)
}
