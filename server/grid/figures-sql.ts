/** What the summary bar can say of a column, as SQL; which figures fit depends on the column's type. */
import type { Figure } from '../../shared/views.ts'
import type { Column } from './columns.ts'
import { isBlank } from './filter-sql.ts'

const always: Figure[] = ['none', 'filled', 'empty', 'unique']
const amounts: Figure[] = ['sum', 'average', 'median', 'min', 'max']
const moments: Figure[] = ['min', 'max']

export function figuresOf(column: Column): Figure[] {
  if (column.kind === 'number') return [...always, ...amounts]
  if (column.kind === 'date' || column.kind === 'datetime') return [...always, ...moments]

  return column.kind === 'checkbox' ? [...always, 'checked'] : always
}

/**
 * The figure over the rows of a group. `unique` counts the different values, `exact` being what tells them apart; sums and
 * counts of nothing are 0, the others NULL. Sums are floating, which is exact for integers up to 2^53 and never overflows.
 */
export function figureSql(column: Column, figure: Figure, exact: string): string {
  const { sql } = column
  if (figure === 'sum') return column.type === 'currency' ? wholeSum(sql) : `total(${sql})`
  if (figure === 'average') return `avg(${sql})`
  if (figure === 'median' || figure === 'min' || figure === 'max') return `${figure}(${sql})`
  if (figure === 'filled') return `count(*) FILTER (WHERE ${isBlank(column, false)})`
  if (figure === 'empty') return `count(*) FILTER (WHERE ${isBlank(column, true)})`
  if (figure === 'unique') return `count(DISTINCT ${exact})`

  return figure === 'checked' ? `count(*) FILTER (WHERE ${sql} = 1)` : 'NULL'
}

/** Minor units are whole: written without a decimal point while a float holds them exactly. */
const wholeSum = (sql: string) =>
  `CASE WHEN abs(total(${sql})) < 9007199254740992 THEN CAST(total(${sql}) AS INTEGER) ELSE total(${sql}) END`
