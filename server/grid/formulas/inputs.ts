/** What a formula sees of the other columns: their cells in the forms of the API, with names where those hold ids. */
import type { FieldType } from '../../../shared/fields.ts'
import type { FormulaField } from '../../../shared/formula/formula.ts'
import { colleagues, ledgerCell } from '../../db/touched.ts'
import { builtinField } from '../builtin-fields.ts'
import { type Column, columnOf } from '../columns.ts'
import { type Field, resultType } from '../fields.ts'
import { optionNames } from '../options.ts'

/** `sql` over `i` (live investors) and `s` (their summaries); `read` makes what SQLite answers the cell. */
export type Input = { sql: string; read: (stored: unknown) => unknown }

export function inputOf(field: Field): Input {
  const column = columnOf(field)
  const sql = sqlOf(column)
  if (column.type === 'checkbox') return { sql, read: (stored) => (stored === null ? null : stored === 1) }
  if (column.kind === 'multi' || column.type === 'attachments') return { sql, read: listOf }

  return { sql, read: (stored) => stored }
}

function sqlOf({ sql, at, key, type }: Column): string {
  if (at === 'contacts') return contactNames
  if (key === 'stage') return `(SELECT t.label FROM live_stages t WHERE t.key = ${sql})`

  return holdsColleague(type) ? `(SELECT u.full_name FROM live_users u WHERE u.id = ${sql})` : sql
}

const contactNames = `CASE WHEN s.contact_count > 0 THEN (
  SELECT json_group_array(name) FROM (SELECT c.name FROM live_contact_roles r JOIN live_contacts c ON c.id = r.contact_id
    WHERE r.investor_id = i.id ORDER BY r.position, r.id)) END`

const holdsColleague = (type: FieldType) => type === 'user' || type === 'created_by' || type === 'updated_by'

const listOf = (stored: unknown): unknown[] => (typeof stored === 'string' ? JSON.parse(stored) : [])

/** The column as the language knows it. */
export function formulaField(field: Field): FormulaField {
  const { key, label, options } = field
  const type = resultType(field)
  return {
    key,
    label,
    type,
    ...(type === 'currency' && { currency: options.currency ?? 'USD' }),
    ...(field.type === 'single_select' && { choices: optionNames(field) }),
  }
}

/** What has to be noted as touched (see `db/touched.ts`) for the cells of this column to have become others. */
export function sourcesOf(field: Field): string[] {
  const source = builtinField(field.key)?.source
  const { fund_id, measure } = field.options
  if (field.type === 'commitment') return [field.key, ledgerCell(fund_id, measure)]
  if (source && 'column' in source)
    return [field.key, source.column, ...(holdsColleague(field.type) ? [colleagues] : [])]

  return holdsColleague(field.type) ? [field.key, colleagues] : [field.key]
}
