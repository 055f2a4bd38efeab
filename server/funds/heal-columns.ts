import { type FundMeasure, fundMeasures } from '../../shared/fields.ts'
import { prepared } from '../db/prepared.ts'
import { restore, type Tx } from '../db/write.ts'
import { addField, freeLabel } from '../grid/fields.ts'
import { addStatusColumns, columnsOf, labelOf } from './fund-columns.ts'
import { allFunds, type Fund } from './funds.ts'

/**
 * Gives every fund the commitment columns it lacks: the one that was put aside, with its key, else a new one. Earlier
 * versions could take them away with the import that brought the fund, although the fund stayed. The columns of LP status
 * are given once, to funds that are older than they: whoever deletes one does not find it back after the next start.
 */
export function healColumns(tx: Tx): void {
  for (const fund of allFunds(tx.db)) {
    const present = new Set(columnsOf(tx.db, fund.id).map(({ options }) => options.measure))
    for (const measure of fundMeasures) if (!present.has(measure)) bringBackColumn(tx, fund, measure)
    if (!prepared(tx.db, statusOnce).get({ fund: fund.id })) addStatusColumns(tx, fund)
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

const statusOnce = `
  SELECT 1 FROM changes WHERE entity = 'fields' AND action = 'create'
    AND after ->> '$.options.fund_id' = @fund AND after ->> '$.options.measure' IS NULL LIMIT 1`
