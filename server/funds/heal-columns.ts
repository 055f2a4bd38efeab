import { type FundMeasure, fundMeasures } from '../../shared/fields.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { restore, type Tx } from '../db/write.ts'
import { addField, allFields } from '../grid/fields.ts'
import { columnsOf, labelOf } from './fund-columns.ts'
import { allFunds, type Fund } from './funds.ts'

/**
 * Gives every fund the commitment columns it lacks: the one that was put aside, with its key, else a new one. Earlier
 * versions could take them away with the import that brought the fund, although the fund stayed.
 */
export function healColumns(tx: Tx): void {
  for (const fund of allFunds(tx.db)) {
    const present = new Set(columnsOf(tx.db, fund.id).map(({ options }) => options.measure))
    for (const measure of fundMeasures) if (!present.has(measure)) bringBackColumn(tx, fund, measure)
  }
}

function bringBackColumn(tx: Tx, fund: Fund, measure: FundMeasure): void {
  const aside = prepared(tx.db, columnOnce).pluck().get({ fund: fund.id, measure })
  if (aside) restore(tx, 'fields', String(aside))
  else
    addField(tx, {
      label: freeLabel(tx.db, labelOf(fund.name, measure)),
      type: 'commitment',
      exposure: 'sheet',
      options: { fund_id: fund.id, measure, currency: fund.currency },
    })
}

const columnOnce = `
  SELECT entity_id FROM changes WHERE entity = 'fields' AND action = 'create'
    AND after ->> '$.options.fund_id' = @fund AND after ->> '$.options.measure' = @measure
  ORDER BY seq DESC LIMIT 1`

function freeLabel(db: Db, label: string): string {
  const taken = new Set(allFields(db).map((field) => field.label.toLowerCase()))
  for (let n = 1; ; n += 1) {
    const free = n === 1 ? label : `${label} ${n}`
    if (!taken.has(free.toLowerCase())) return free
  }
}
