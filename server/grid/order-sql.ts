/** How columns sort: blanks last in both directions, text without letter case, options in their own order, id last. */
import { type Column, folded } from './columns.ts'

export type SortTerm = { key: string; descending?: boolean }

export type Order = { sql: string; params: unknown[]; summary: boolean }

export function compileOrder(terms: SortTerm[], columns: Map<string, Column>): Order {
  const order: Order = { sql: '', params: [], summary: false }
  const parts = terms.map(({ key, descending }) => {
    const column = columns.get(key)
    if (!column) throw new Error(`a sort by ${key} was not checked`)
    if (column.summary) order.summary = true
    return `${sortValue(column, order)} ${descending ? 'DESC' : 'ASC'}${column.filled ? '' : ' NULLS LAST'}`
  })
  order.sql = [...parts, 'i.id'].join(', ')
  return order
}

function sortValue(column: Column, order: Order): string {
  if (column.key === 'name') return 'i.name_key'
  if (column.key === 'stage') return 's.stage_position'
  if (column.type === 'user' || column.type === 'created_by' || column.type === 'updated_by') {
    return `(SELECT fold(full_name) FROM live_users u WHERE u.id = ${column.sql})`
  }
  if (column.type === 'single_select') return choicePlace(column, order)

  if (column.kind === 'multi' || (column.kind === 'text' && column.at === 'cells')) return `fold(${column.sql})`

  return column.kind === 'text' ? folded(column.sql, 'fold') : column.sql
}

/** The place of the option in its list; a value that is no option any more comes after all of them. */
function choicePlace({ field, sql }: Column, order: Order): string {
  const names = (field.options.choices ?? []).map((choice) => choice.name)
  order.params.push(JSON.stringify(names), names.length)
  return `CASE WHEN ${sql} IS NULL THEN NULL ELSE coalesce((SELECT key FROM json_each(?) WHERE value = ${sql}), ?) END`
}
