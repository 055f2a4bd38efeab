/** Rows by group, with counts and figures: worked out by SQLite in one pass over the rows that match. */
import type { Figure } from '../../shared/views.ts'
import type { Db } from '../db/db.ts'
import { invalid } from '../errors.ts'
import type { Column } from './columns.ts'
import { remembered } from './memo.ts'
import {
  type Columns,
  checkedColumns,
  compileChoice,
  gridColumns,
  jsonOf,
  memoKey,
  type RowChoice,
  source,
} from './row-source.ts'
import { type FigureSql, figureSql, figuresOf } from './sql/figures.ts'
import type { FundTime } from './sql/filter.ts'
import { groupJson, groupValue } from './sql/group.ts'
import { groupSortValue, orderedGroup, type SortTerm } from './sql/order.ts'
import { statement } from './sql/statements.ts'

export type GroupQuery = RowChoice & { group: SortTerm[]; figures?: Record<string, Figure> | undefined }

/**
 * `{groups, total}` as JSON. `group` by up to three columns; none answers the total alone. Throws 422 for a figure the
 * column's type has not.
 */
export function groupRows(db: Db, query: GroupQuery, time: FundTime): string {
  const { sql, params } = groupsSql(db, query, time)
  const read = () =>
    statement(db, sql)
      .pluck()
      .get(...params) as string
  return remembered(db, memoKey(sql, params), read, (json) => json.length)
}

/** The rows that match are read once, into a table of what is grouped and counted; groups and total are made of that. */
function groupsSql(db: Db, query: GroupQuery, time: FundTime) {
  const columns = gridColumns(db)
  const keys = query.group.map(({ key }) => key)
  const grouped = checkedColumns(columns, keys, 'group', 'group by')
  const asked = checkedFigures(columns, query.figures ?? {})
  const params: unknown[] = []
  const bind = (given: unknown) => {
    params.push(given)
    return '?'
  }
  const values = grouped.map((column, n) => `${groupValue(column, { db, time }, bind)} AS g${n}`)
  const read = asked.map(({ sql }, n) => `${sql.of} AS v${n}`)
  const where = compileChoice(db, query, time, columns)
  params.push(...where.params)
  const summary = where.summary || [...grouped, ...asked.map((one) => one.column)].some((column) => column.summary)
  const matching = `SELECT ${[...values, ...read, '1'].join(', ')} FROM ${source(summary)} WHERE ${where.sql}`
  const groups = grouped.length > 0 ? groupsOf(grouped, asked, query.group, params) : `'[]'`
  const total = `SELECT json_object('count', count(*), 'figures', ${figuresJson(asked)}) FROM m`
  return {
    sql: `WITH m AS MATERIALIZED (${matching}) SELECT '{"groups":' || ${groups} || ',"total":' || (${total}) || '}'`,
    params,
  }
}

type Asked = { column: Column; sql: FigureSql }

function checkedFigures(columns: Columns, given: Record<string, Figure>): Asked[] {
  return Object.entries(given).map(([key, figure]) => {
    const column = columns.get(key)
    if (!column) throw invalid({ [`figures.${key}`]: `There is no column “${key}” to count.` })

    const possible = figuresOf(column)
    if (possible.includes(figure)) return { column, sql: figureSql(column, figure) }
    const sentence = `“${key}” can be counted as: ${possible.join(', ')}. Not “${figure}”.`
    throw invalid({ [`figures.${key}`]: sentence })
  })
}

/** `[{values, count, figures}…]` in the order of the groups. */
function groupsOf(grouped: Column[], asked: Asked[], terms: SortTerm[], params: unknown[]): string {
  const values = grouped.map((_, n) => `g${n}`)
  const group = `json_object('values', ${jsonOf(
    'array',
    grouped.map((column, n) => groupJson(column, `g${n}`)),
  )},
    'count', count(*), 'figures', ${figuresJson(asked)})`
  const each = `SELECT ${values.join(', ')}, ${group} AS one FROM m GROUP BY ${values.join(', ')}`
  const order = grouped.map((column, n) =>
    orderedGroup([groupSortValue(column, `g${n}`, { params }), `g${n}`], terms[n] ?? { key: column.key }),
  )
  return `(SELECT json_group_array(json(one)) FROM (SELECT one FROM (${each}) ORDER BY ${order.join(', ')} LIMIT -1))`
}

const figuresJson = (asked: Asked[]): string =>
  jsonOf(
    'object',
    asked.map(({ column, sql }, n) => `'${column.key}', ${sql.over(`v${n}`)}`),
  )
