/** The cells of one column, whatever record has it. */
import type { FieldEntity } from '../../../shared/fields.ts'
import type { Db } from '../../db/db.ts'
import { prepared } from '../../db/prepared.ts'
import { builtinField } from '../builtin-fields.ts'
import { columnOf } from '../columns.ts'
import type { Field } from '../fields.ts'
import { whileColumnsStand } from '../memo.ts'

export type Cell = { id: string; name: string; value: unknown }

/** Every filled cell of a column with the name of its row, as JSON values. Of a formula, what it came to. */
export function* cellsOf(db: Db, field: Field): Generator<Cell> {
  const rows = prepared<{ id: string; name: string; value: string }>(
    db,
    field.type === 'formula' ? formulaCells : customCells[field.entity],
  ).all({
    path: pathOf(field.key),
  })
  for (const { id, name, value } of rows) yield { id, name, value: JSON.parse(value) }
}

/** How many live rows have something in this column. */
export function countFilled(db: Db, field: Field): number {
  return countRows(db, field) - countBlank(db, field)
}

/** How many live rows have nothing in this column. */
export function countBlank(db: Db, field: Field): number {
  if (field.entity !== 'investors') {
    return Number(
      prepared(db, blankCells[field.entity])
        .pluck()
        .get({ path: pathOf(field.key) }),
    )
  }
  const sql = whileColumnsStand(db, `blank ${field.key}`, () => blankInvestors(field))
  return Number(prepared(db, sql).pluck().get())
}

const countRows = (db: Db, { entity }: Field): number => Number(prepared(db, countAll[entity]).pluck().get())

/** Whether any live row has something in this custom column. */
export const hasCells = (db: Db, { key, entity }: Pick<Field, 'key' | 'entity'>): boolean =>
  prepared(db, anyCell[entity]).get({ path: pathOf(key) }) !== undefined

/** Where the cells of a custom column are in `cells`. */
export const pathOf = (key: string): string => `$."${key}"`

/** The property of an investor that holds a built-in column's value, such as `nextStep`; null when none does. */
export function propertyOf(field: Field): string | null {
  const source = builtinField(field.key)?.source
  if (!source || !('column' in source)) return null
  return source.column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function blankInvestors(field: Field): string {
  const column = columnOf(field)
  const from = `live_investors i ${column.summary ? 'JOIN investor_summaries s ON s.investor_id = i.id' : ''}`
  return `SELECT count(*) FROM ${from} WHERE ${column.sql} IS NULL OR ${column.sql} = ''`
}

const each = (make: (entity: FieldEntity) => string): Record<FieldEntity, string> => ({
  investors: make('investors'),
  contacts: make('contacts'),
  opportunities: make('opportunities'),
})

/** An opportunity is called by its investor and fund. */
const named: Record<FieldEntity, string> = {
  investors: 'live_investors r',
  contacts: 'live_contacts r',
  opportunities: `(SELECT o.id, o.cells, i.name || ', ' || f.name AS name FROM live_opportunities o
    JOIN live_investors i ON i.id = o.investor_id JOIN live_funds f ON f.id = o.fund_id) r`,
}
const customCells = each(
  (entity) => `SELECT r.id, r.name, r.cells -> @path AS value FROM ${named[entity]}
    WHERE r.cells -> @path IS NOT NULL AND r.cells ->> @path IS NOT NULL ORDER BY r.id`,
)
const anyCell = each((entity) => `SELECT 1 FROM live_${entity} WHERE cells -> @path IS NOT NULL LIMIT 1`)
const blankCells = each((entity) => `SELECT count(*) FROM live_${entity} WHERE cells ->> @path IS NULL`)
const countAll = each((entity) => `SELECT count(*) FROM live_${entity}`)
const formulaCells = `
  SELECT r.id, r.name, s.formulas -> @path AS value FROM live_investors r
  JOIN investor_summaries s ON s.investor_id = r.id WHERE s.formulas ->> @path IS NOT NULL ORDER BY r.id`
