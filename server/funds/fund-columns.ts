/**
 * The columns of the grid that come with a fund: three that show its ledger (soft, signed, funded), and three dates that
 * tell how far an investor is as a limited partner.
 */
import { type FundMeasure, fundMeasures } from '../../shared/fields.ts'
import type { Db } from '../db/db.ts'
import { amend, type Tx } from '../db/write.ts'
import { addField, allFields, type Field, freeLabel } from '../grid/fields.ts'
import { renameInFormulas } from '../grid/formulas/formulas.ts'
import type { Fund } from './funds.ts'

export function addColumns(tx: Tx, fund: Fund): void {
  const { id, name, currency } = fund
  for (const measure of fundMeasures) {
    const options = { fund_id: id, measure, currency }
    addField(tx, { label: labelOf(name, measure), type: 'commitment', exposure: 'sheet', options })
  }
  addStatusColumns(tx, fund)
}

/** What is to be done with a limited partner, in its order; each column holds the day it was. */
export const lpSteps = [
  { words: 'docs signed', description: 'The day the subscription documents were signed by both sides.' },
  { words: 'wire received', description: 'The day the money of the first drawdown arrived.' },
  { words: 'K-1 sent', description: 'The day the newest Schedule K-1 (or its like abroad) was sent.' },
] as const

/** Custom date columns that know their fund: people fill them, and may delete the ones they do not need. */
export function addStatusColumns(tx: Tx, { id, name }: Fund): void {
  for (const { words, description } of lpSteps) {
    const label = freeLabel(tx.db, `${name} ${words}`)
    addField(tx, { label, type: 'date', exposure: 'sheet', description, options: { fund_id: id } })
  }
}

/** Every column that belongs to a fund, in the order of the grid. */
export const columnsOf = (db: Db, fundId: string): Field[] =>
  allFields(db).filter((field) => field.options.fund_id === fundId)

/** Those that tell its LP status. */
export const statusColumnsOf = (db: Db, fundId: string): Field[] =>
  columnsOf(db, fundId).filter((field) => field.options.measure === undefined)

/**
 * Takes a fund's new name and currency to its columns, and to the formulas that name them. A column that somebody named
 * otherwise keeps its name.
 */
export function relabelColumns(tx: Tx, fund: Fund, name: string, currency: string): void {
  for (const field of columnsOf(tx.db, fund.id)) {
    const { id, label, options } = field
    const next = newLabel(tx.db, field, fund.name, name)
    if (next !== label) renameInFormulas(tx, field, next)
    amend(tx, 'fields', id, {
      label: next,
      ...(options.measure !== undefined && { options: { ...options, currency } }),
    })
  }
}

function newLabel(db: Db, { label, options: { measure } }: Field, from: string, to: string): string {
  if (from === to) return label
  if (measure !== undefined) return label === labelOf(from, measure) ? labelOf(to, measure) : label

  const step = lpSteps.find(({ words }) => label === `${from} ${words}`)
  return step ? freeLabel(db, `${to} ${step.words}`) : label
}

/** The label of a column, not of fund `id`, that has a name the ledger columns of a fund of this name would get. */
export function columnCalled(db: Db, name: string, id?: string): string | undefined {
  const wanted = new Set(fundMeasures.map((measure) => labelOf(name, measure).toLowerCase()))
  const others = allFields(db).filter((field) => id === undefined || field.options.fund_id !== id)
  return others.find((field) => wanted.has(field.label.toLowerCase()))?.label
}

export const labelOf = (name: string, measure: FundMeasure) => `${name} ${measure}`
