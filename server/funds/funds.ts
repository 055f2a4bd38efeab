import { z } from 'zod'
import { minorDigits, mostMinor } from '../../shared/money.ts'
import type { Db } from '../db/db.ts'
import { asc, eq, sql } from '../db/drizzle.ts'
import type { Row } from '../db/entities.ts'
import { funds } from '../db/live.ts'
import { preparedQuery } from '../db/prepared.ts'
import { fold } from '../db/summaries.ts'
import { amend, archive, record, type Tx } from '../db/write.ts'
import { invalid, notFound, UserError } from '../errors.ts'
import { remembered } from '../grid/memo.ts'
import { archiveFundViews, renameFundViews, seedFundViews } from '../grid/views/seed-views.ts'
import { currencyCode } from './currency.ts'
import { addColumns, columnCalled, columnsOf, relabelColumns } from './fund-columns.ts'
import { hasMoney, useOf } from './use.ts'

export type Fund = Row<'funds'>

const amount = z.int().nonnegative('An amount cannot be negative.').max(mostMinor, 'This is too large an amount.')

/** Amounts in minor units of `currency` (ISO 4217). */
export const fundForm = z.strictObject({
  name: z.string().trim().min(1, 'Give the fund a name.').max(120),
  currency: currencyCode.default('USD'),
  target: amount.nullish(),
  hard_cap: amount.nullish(),
})
export type FundForm = z.input<typeof fundForm>

export const fundPatch = z.strictObject({
  name: fundForm.shape.name.optional(),
  currency: currencyCode.optional(),
  target: fundForm.shape.target,
  hard_cap: fundForm.shape.hard_cap,
})
export type FundPatch = z.input<typeof fundPatch>

export const allFunds = (db: Db): Fund[] => remembered(db, 'funds', () => inOrder(db).all())

const inOrder = preparedQuery((db) => db.select().from(funds).orderBy(asc(funds.position), asc(funds.name)).prepare())

export function findFund(db: Db, id: string): Fund {
  const fund = byId(db).get({ id })
  if (!fund) throw notFound('fund')

  return fund
}

const byId = preparedQuery((db) =>
  db
    .select()
    .from(funds)
    .where(eq(funds.id, sql.placeholder('id')))
    .prepare(),
)

export function fundByName(db: Db, name: string): Fund | undefined {
  return db
    .select()
    .from(funds)
    .where(eq(funds.nameKey, fold(name.trim())))
    .get()
}

/** Adds a fund, as the last one, with its columns: three of commitments (soft, signed, funded) and three of LP status. */
export function addFund(tx: Tx, form: FundForm): Fund {
  const { name, currency, target, hard_cap } = fundForm.parse(form)
  refuseTakenName(tx.db, name)

  const position = Math.max(0, ...allFunds(tx.db).map((fund) => fund.position)) + 1
  const values = { name, nameKey: fold(name), currency, target: target ?? null, hardCap: hard_cap ?? null, position }
  const fund = record(tx, 'funds', values)
  addColumns(tx, fund)
  seedFundViews(tx, fund)
  return fund
}

/**
 * Changes what is given. A new name and a new currency go to the fund's columns too; the currency stays once there are
 * amounts in it (409). Target and hard cap keep their number when the currency changes without them.
 */
export function editFund(tx: Tx, id: string, form: FundPatch): Fund {
  const fund = findFund(tx.db, id)
  const { name = fund.name, currency = fund.currency, target, hard_cap } = fundPatch.parse(form)
  if (name !== fund.name) refuseTakenName(tx.db, name, id)
  if (currency !== fund.currency) refuseOtherCurrency(tx.db, fund)

  relabelColumns(tx, fund, name, currency)
  renameFundViews(tx, fund, name)
  const kept = (amount: number | null) => sameNumber(amount, fund.currency, currency)
  return amend(tx, 'funds', id, {
    name,
    nameKey: fold(name),
    currency,
    target: target === undefined ? kept(fund.target) : target,
    hardCap: hard_cap === undefined ? kept(fund.hardCap) : hard_cap,
  })
}

/** Puts the fund at this place of the order, 0 being the first: the oldest. */
export function placeFund(tx: Tx, id: string, place: number): Fund {
  const fund = findFund(tx.db, id)
  const others = allFunds(tx.db).filter((one) => one.id !== id)
  for (const [n, one] of others.toSpliced(place, 0, fund).entries()) amend(tx, 'funds', one.id, { position: n + 1 })
  return findFund(tx.db, id)
}

/** Puts a fund aside with its columns, while nothing is counted in it (else 409). */
export function archiveFund(tx: Tx, id: string): Fund {
  const fund = findFund(tx.db, id)
  const use = useOf(tx.db, id)
  if (use) throw new UserError('conflict', `${fund.name} has ${use}. Only a fund nobody has used can be archived.`)

  for (const column of columnsOf(tx.db, id)) archive(tx, 'fields', column.id)
  archiveFundViews(tx, id)
  return archive(tx, 'funds', id)
}

function refuseOtherCurrency(db: Db, fund: Fund): void {
  if (!hasMoney(db, fund.id)) return

  const detail = `Amounts of ${fund.name} are kept in ${fund.currency}, so its currency stays.`
  throw new UserError('conflict', detail, { fields: { currency: detail } })
}

/** Neither another fund nor a column that belongs to no fund may have the name already. */
function refuseTakenName(db: Db, name: string, id?: string): void {
  const taken = fundByName(db, name)
  if (taken && taken.id !== id) throw invalid({ name: `There is already a fund called ${name}.` })

  const column = columnCalled(db, name, id)
  if (column) throw invalid({ name: `There is already a column called “${column}”. Rename it first.` })
}

/** 200,000,000.00 dollars are 200,000,000 yen: the number as people write it, whatever the minor unit. */
const sameNumber = (amount: number | null, from: string, to: string): number | null =>
  amount === null ? null : Math.round(amount * 10 ** (minorDigits(to) - minorDigits(from)))
