/** The three columns of the grid that show a fund's ledger: soft, signed, funded. */
import { type FundMeasure, fundMeasures } from '../../shared/fields.ts'
import type { Db } from '../db/db.ts'
import { amend, type Tx } from '../db/write.ts'
import { addField, allFields, type Field } from '../grid/fields.ts'
import type { Fund } from './funds.ts'

export function addColumns(tx: Tx, { id, name, currency }: Fund): void {
  for (const measure of fundMeasures) {
    const options = { fund_id: id, measure, currency }
    addField(tx, { label: labelOf(name, measure), type: 'commitment', exposure: 'sheet', options })
  }
}

export const columnsOf = (db: Db, fundId: string): Field[] =>
  allFields(db).filter((field) => field.options.fund_id === fundId)

/** Takes a fund's new name and currency to its columns. One that somebody named otherwise keeps its name. */
export function relabelColumns(tx: Tx, fund: Fund, name: string, currency: string): void {
  for (const { id, label, options } of columnsOf(tx.db, fund.id)) {
    const { measure } = options
    const isOwn = measure === undefined || label !== labelOf(fund.name, measure)
    amend(tx, 'fields', id, {
      label: isOwn ? label : labelOf(name, measure),
      options: { ...options, currency },
    })
  }
}

/** The label of a column, not of fund `id`, that has a name the columns of a fund of this name would get. */
export function columnCalled(db: Db, name: string, id?: string): string | undefined {
  const wanted = new Set(fundMeasures.map((measure) => labelOf(name, measure).toLowerCase()))
  const others = allFields(db).filter((field) => id === undefined || field.options.fund_id !== id)
  return others.find((field) => wanted.has(field.label.toLowerCase()))?.label
}

export const labelOf = (name: string, measure: FundMeasure) => `${name} ${measure}`
