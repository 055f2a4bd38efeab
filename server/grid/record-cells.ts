/** The columns people added to contacts and opportunities: checked and answered as those of the grid are. */
import { z } from 'zod'
import type { FieldEntity } from '../../shared/fields.ts'
import type { Db } from '../db/db.ts'
import type { Tx } from '../db/write.ts'
import { invalid } from '../errors.ts'
import { newCells } from './defaults.ts'
import { fieldByKey, fieldsOf } from './fields.ts'
import { checkValue } from './values.ts'

export type Holder = Exclude<FieldEntity, 'investors'>
export type Cells = Record<string, unknown>

/** How a body gives them, and an answer has them. */
export const cellsForm = z.record(z.string(), z.unknown()).describe('Custom columns by key; null clears one.')
export const cellsShape = z.record(z.string(), z.unknown()).describe('Custom columns by key, blank as null.')

/** The cells of a new record, its defaults among them, blanks left out. 422 with a sentence per wrong one. */
export function cellsOfNew(tx: Tx, entity: Holder, given: Cells = {}): Cells {
  const checked = checkedCells(tx.db, entity, newCells(tx, entity, given))
  return Object.fromEntries(Object.entries(checked).filter(([, value]) => value !== null))
}

/** The cells in the form they are stored in, blank as null. 422 with a sentence per wrong one. */
export function checkedCells(db: Db, entity: Holder, given: Cells): Cells {
  const problems: Record<string, string> = {}
  const values: Cells = {}
  for (const [key, value] of Object.entries(given)) {
    const field = fieldByKey(db, key, entity)
    const checked = field ? checkValue(db, field, value) : { problem: `There is no column “${key}”.` }
    if ('problem' in checked) problems[key] = checked.problem
    else values[key] = checked.value
  }
  if (Object.keys(problems).length > 0) throw invalid(problems)
  return values
}

/** Every custom column of a record by its key, blank as null: the answers of the API. */
export const presentCells = (db: Db, entity: Holder, cells: Cells): Cells =>
  Object.fromEntries(fieldsOf(db, entity).map(({ key }) => [key, cells[key] ?? null]))
