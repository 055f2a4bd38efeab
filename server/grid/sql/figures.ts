/** What the summary bar can say of a column, as SQL; which figures fit depends on the column's type. */
import type { Figure } from '../../../shared/views.ts'
import type { Column } from '../columns.ts'
import { isBlank } from './filter.ts'
import { exactValue } from './group.ts'

const always: Figure[] = ['none', 'filled', 'empty', 'unique']
const amounts: Figure[] = ['sum', 'average', 'median', 'min', 'max']
const moments: Figure[] = ['min', 'max']

export function figuresOf(column: Column): Figure[] {
  if (column.kind === 'number') return [...always, ...amounts]
  if (column.kind === 'date' || column.kind === 'datetime') return [...always, ...moments]

  return column.kind === 'checkbox' ? [...always, 'checked'] : always
}

/** What to read of each row, and what to make of it over many. */
export type FigureSql = { of: string; over: (value: string) => string }

/**
 * Sums and counts of nothing are 0, the others NULL. Sums are floating, which is exact for integers up to 2^53 and never
 * overflows.
 */
export function figureSql(column: Column, figure: Figure): FigureSql {
  const { sql } = column
  if (figure === 'sum') return { of: sql, over: column.type === 'currency' ? wholeSum : (value) => `total(${value})` }
  if (figure === 'average') return { of: sql, over: (value) => `avg(${value})` }
  if (figure === 'median' || figure === 'min' || figure === 'max') {
    return { of: sql, over: (value) => `${figure}(${value})` }
  }
  if (figure === 'filled') return { of: isBlank(column, false), over: howMany }
  if (figure === 'empty') return { of: isBlank(column, true), over: howMany }
  if (figure === 'unique') return { of: exactValue(column), over: (value) => `count(DISTINCT ${value})` }

  return figure === 'checked' ? { of: `${sql} = 1`, over: howMany } : { of: 'NULL', over: () => 'NULL' }
}

const howMany = (value: string) => `count(*) FILTER (WHERE ${value})`

/** Minor units are whole: written without a decimal point while a float holds them exactly. */
const wholeSum = (value: string) =>
  `CASE WHEN abs(total(${value})) < 9007199254740992 THEN CAST(total(${value}) AS INTEGER) ELSE total(${value}) END`
