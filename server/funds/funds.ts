import { asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { fundMeasures } from '../../shared/fields.ts'
import { mostMinor } from '../../shared/money.ts'
import type { Db } from '../db/db.ts'
import type { Row } from '../db/entities.ts'
import { funds } from '../db/live.ts'
import { preparedQuery } from '../db/prepared.ts'
import { fold } from '../db/summaries.ts'
import { amend, record, type Tx } from '../db/write.ts'
import { invalid, notFound } from '../errors.ts'
import { addField, allFields } from '../grid/fields.ts'
import { remembered } from '../grid/memo.ts'

export type Fund = Row<'funds'>

const amount = z.int().nonnegative().max(mostMinor, 'This is too large an amount.')

/** Amounts in minor units of `currency` (ISO 4217). */
export const fundForm = z.strictObject({
  name: z.string().trim().min(1, 'Give the fund a name.').max(120),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'Use a three-letter currency code such as USD.')
    .default('USD'),
  target: amount.nullish(),
  hard_cap: amount.nullish(),
})
export type FundForm = z.input<typeof fundForm>

export const fundPatch = z.strictObject({
  name: fundForm.shape.name.optional(),
  target: fundForm.shape.target,
  hard_cap: fundForm.shape.hard_cap,
})
export type FundPatch = z.input<typeof fundPatch>

export const allFunds = (db: Db): Fund[] => remembered(db, 'funds', () => inOrder(db).all())

const inOrder = preparedQuery((db) => db.select().from(funds).orderBy(asc(funds.position), asc(funds.name)).prepare())

export function findFund(db: Db, id: string): Fund {
  const fund = db.select().from(funds).where(eq(funds.id, id)).get()
  if (!fund) throw notFound('fund')

  return fund
}

export function fundByName(db: Db, name: string): Fund | undefined {
  return db
    .select()
    .from(funds)
    .where(eq(funds.nameKey, fold(name.trim())))
    .get()
}

/** Adds a fund and its three commitment columns (soft, signed, funded) to the grid. */
export function addFund(tx: Tx, form: FundForm): Fund {
  const { name, currency, target, hard_cap } = fundForm.parse(form)
  if (fundByName(tx.db, name)) throw invalid({ name: `There is already a fund called ${name}.` })

  const position = allFunds(tx.db).length + 1
  const values = { name, nameKey: fold(name), currency, target: target ?? null, hardCap: hard_cap ?? null, position }
  const fund = record(tx, 'funds', values)
  for (const measure of fundMeasures) addCommitmentField(tx, fund, measure)
  return fund
}

/** Changes what is given. The currency stays: amounts were entered in it. A new name goes to its columns too. */
export function editFund(tx: Tx, id: string, form: FundPatch): Fund {
  const fund = findFund(tx.db, id)
  const { name = fund.name, target, hard_cap: hardCap } = fundPatch.parse(form)
  const taken = fundByName(tx.db, name)
  if (taken && taken.id !== id) throw invalid({ name: `There is already a fund called ${name}.` })

  if (name !== fund.name) renameColumns(tx, fund, name)
  return amend(tx, 'funds', id, { name, nameKey: fold(name), target, hardCap })
}

function renameColumns(tx: Tx, fund: Fund, name: string): void {
  for (const field of allFields(tx.db).filter((f) => f.options.fund_id === fund.id)) {
    if (field.label.startsWith(`${fund.name} `)) {
      amend(tx, 'fields', field.id, { label: `${name}${field.label.slice(fund.name.length)}` })
    }
  }
}

function addCommitmentField(tx: Tx, fund: Fund, measure: (typeof fundMeasures)[number]): void {
  addField(tx, {
    label: `${fund.name} ${measure}`,
    type: 'commitment',
    exposure: 'sheet',
    options: { fund_id: fund.id, measure, currency: fund.currency },
  })
}
