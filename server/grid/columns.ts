/** Where each column of the grid is found in SQL: `i` is the live investor, `s` its summary. */

import type { FieldType } from '../../shared/fields.ts'
import { type FilterKind, kindOf } from '../../shared/filter.ts'
import { builtinField, type Source } from './builtin-fields.ts'
import { type Field, resultType } from './fields.ts'

export type Column = {
  field: Field
  key: string
  type: FieldType
  kind: FilterKind
  /** The value, NULL when blank; for the two relations, the JSON list of ids or names. */
  sql: string
  /** The same as JSON, for the answer. */
  json: string
  at: 'investor' | 'summary' | 'cells' | 'formulas' | 'ledger' | 'tags' | 'contacts'
  /** Whether reading it needs the summary joined. */
  summary: boolean
  /** Never blank, so an index on it gives the order. */
  filled: boolean
}

const filledColumns = new Set(['name', 'list', 'created_at', 'updated_at'])
const filledSummaries = new Set(['total_committed', 'open_opportunities', 'expected_amount'])

export function columnOf(field: Field): Column {
  const type = resultType(field)
  const base = { field, key: field.key, type, kind: kindOf(type) }
  const source = builtinField(field.key)?.source
  if (source) return { ...base, ...builtinColumn(source) }
  if (field.type === 'commitment') return { ...base, ...ledgerColumn(field) }
  if (field.type === 'formula') return { ...base, ...formulaColumn(field) }

  const path = `'${jsonPath(field.key)}'`
  return {
    ...base,
    sql: `(i.cells ->> ${path})`,
    json: `i.cells -> ${path}`,
    at: 'cells',
    summary: false,
    filled: false,
  }
}

function builtinColumn(source: Source): Omit<Column, 'field' | 'key' | 'type' | 'kind'> {
  if ('column' in source) {
    const sql = `i.${source.column}`
    return { sql, json: sql, at: 'investor', summary: false, filled: filledColumns.has(source.column) }
  }
  if ('summary' in source) {
    const sql = `s.${source.summary}`
    return { sql, json: sql, at: 'summary', summary: true, filled: filledSummaries.has(source.summary) }
  }
  const sql = source.relation === 'tags' ? tagNames : contactIds
  return { sql, json: `json(${sql})`, at: source.relation, summary: true, filled: false }
}

function ledgerColumn(field: Field): Omit<Column, 'field' | 'key' | 'type' | 'kind'> {
  const sql = `(s.commitments ->> '${jsonPath(field.options.fund_id ?? '', field.options.measure ?? '')}')`
  return { sql, json: sql, at: 'ledger', summary: true, filled: false }
}

/** A formula that failed for a row answers `{error}`, which sorts and filters as blank. */
function formulaColumn(field: Field): Omit<Column, 'field' | 'key' | 'type' | 'kind'> {
  const path = `'${jsonPath(field.key)}'`
  const sql = `(CASE json_type(s.formulas, ${path}) WHEN 'object' THEN NULL ELSE s.formulas ->> ${path} END)`
  return { sql, json: `s.formulas -> ${path}`, at: 'formulas', summary: true, filled: false }
}

/** A path of our own keys and ids; anything else in it would be SQL by other means. */
function jsonPath(...keys: string[]): string {
  if (keys.some((key) => !/^[\w-]*$/.test(key))) throw new Error(`not a column key: ${keys.join('.')}`)

  return `$${keys.map((key) => `."${key}"`).join('')}`
}

/** The summary says for nearly every row that there is nothing to look up. */
const tagNames = `CASE WHEN s.tag_ids <> '[]' THEN (
  SELECT json_group_array(t.name) FROM json_each(s.tag_ids) e CROSS JOIN live_tags t ON t.id = e.value) END`
const contactIds = `CASE WHEN s.contact_count > 0 THEN (
  SELECT json_group_array(id) FROM (SELECT c.id FROM live_contact_roles r JOIN live_contacts c ON c.id = r.contact_id
    WHERE r.investor_id = i.id ORDER BY r.position, r.id)) END`

/** Text as it sorts. ASCII, which is nearly everything, is folded by SQLite itself; the rest by our function. */
export const folded = (sql: string, by: 'fold' | 'fold_case'): string =>
  `CASE WHEN octet_length(${sql}) = length(${sql}) THEN lower(${sql}) ELSE ${by}(${sql}) END`
