/** How columns sort: blanks last in both directions, text without letter case, options in their own order, id last. */
import { type Column, folded } from '../columns.ts'
import { type Grouping, groupValue } from './group.ts'

export type SortTerm = { key: string; descending?: boolean }

export type Order = { sql: string; params: unknown[]; summary: boolean }

/** Rows by their groups first, so that those of one group come together, then by the sort. Terms are checked ones. */
export function compileOrder(
  terms: { group?: SortTerm[] | undefined; sort: SortTerm[] },
  columns: Map<string, Column>,
  grouping: Grouping,
): Order {
  const order: Order = { sql: '', params: [], summary: false }
  const column = ({ key }: SortTerm) => {
    const found = columns.get(key)
    if (!found) throw new Error(`a sort by ${key} was not checked`)
    if (found.summary) order.summary = true
    return found
  }
  const groups = (terms.group ?? []).map((term) => groupOrder(column(term), term, order, grouping))
  const sorts = terms.sort.map((term) => sortOrder(column(term), term, order))
  order.sql = [...groups, ...sorts, 'i.id'].join(', ')
  return order
}

function sortOrder(column: Column, { descending }: SortTerm, order: Order): string {
  return `${sortValue(column, order)} ${descending ? 'DESC' : 'ASC'}${column.filled ? '' : ' NULLS LAST'}`
}

/** Values that sort alike, such as “Boston” and “boston”, are groups apart. */
function groupOrder(column: Column, term: SortTerm, order: Order, grouping: Grouping): string {
  const bind = (given: unknown) => {
    order.params.push(given)
    return '?'
  }
  const by = groupSortValue(column, groupValue(column, grouping, bind), order)
  return orderedGroup([by, groupValue(column, grouping, bind)], term)
}

export const orderedGroup = (values: string[], { descending }: SortTerm): string =>
  values.map((sql) => `${sql} ${descending ? 'DESC' : 'ASC'} NULLS LAST`).join(', ')

/** How a group sorts whose value is found at `sql`. */
export function groupSortValue(column: Column, sql: string, order: Pick<Order, 'params'>): string {
  if (column.key === 'stage') return `(SELECT position FROM live_stages WHERE key = ${sql})`
  if (column.kind === 'text') return `fold(${sql})`

  return column.kind === 'datetime' ? sql : typedSortValue({ ...column, sql }, order)
}

function sortValue(column: Column, order: Order): string {
  if (column.key === 'name') return 'i.name_key'
  if (column.key === 'stage') return 's.stage_position'

  return typedSortValue(column, order)
}

function typedSortValue(column: Column, order: Pick<Order, 'params'>): string {
  if (column.type === 'user' || column.type === 'created_by' || column.type === 'updated_by') {
    return `(SELECT fold(full_name) FROM live_users u WHERE u.id = ${column.sql})`
  }
  if (column.type === 'single_select') return choicePlace(column, order)

  if (column.kind === 'multi' || (column.kind === 'text' && column.at === 'cells')) return `fold(${column.sql})`

  return column.kind === 'text' ? folded(column.sql, 'fold') : column.sql
}

/** The place of the option in its list; a value that is no option any more comes after all of them. */
function choicePlace({ field, sql }: Column, order: Pick<Order, 'params'>): string {
  const names = (field.options.choices ?? []).map((choice) => choice.name)
  const isLong = names.length > 100
  order.params.push(...(isLong ? [JSON.stringify(names), names.length] : names))
  const place = isLong
    ? `coalesce((SELECT key FROM json_each(?) WHERE value = ${sql}), ?)`
    : `CASE ${sql} ${names.map((_, n) => `WHEN ? THEN ${n}`).join(' ')} ELSE ${names.length} END`
  return `CASE WHEN ${sql} IS NOT NULL THEN ${names.length > 0 ? place : 0} END`
}
