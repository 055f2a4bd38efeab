/** Rows by group, with counts and figures: worked out by SQLite in one pass over the rows that match. */
import type { Figure } from '../../shared/views.ts'
import type { Db } from '../db/db.ts'
import { invalid } from '../errors.ts'
import type { Column } from './columns.ts'
import { figureSql, figuresOf } from './figures-sql.ts'
import type { FundTime } from './filter-sql.ts'
import { exactValue, type Grouping, groupJson, groupValue } from './group-sql.ts'
import { remembered } from './memo.ts'
import { groupSortValue, orderedGroup, type SortTerm } from './order-sql.ts'
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
import { statement } from './statements.ts'

export type GroupQuery = RowChoice & { group: SortTerm[]; figures?: Record<string, Figure> | undefined }

/** `group` by up to three columns; none answers the total alone. Throws 422 for a figure the column's type has not. */
export function groupRows(db: Db, query: GroupQuery, time: FundTime): string {
  const columns = gridColumns(db)
  const figures = checkedFigures(columns, query.figures ?? {})
  const total = groupsJson(db, { ...query, group: [] }, figures, time, columns)
  const groups = query.group.length > 0 ? groupsJson(db, query, figures, time, columns) : '[]'
  return `{"groups":${groups},"total":${total.slice(1, -1)}}`
}

type Asked = { column: Column; figure: Figure }

function checkedFigures(columns: Columns, given: Record<string, Figure>): Asked[] {
  return Object.entries(given).map(([key, figure]) => {
    const column = columns.get(key)
    if (!column) throw invalid({ [`figures.${key}`]: `There is no column “${key}” to count.` })

    const possible = figuresOf(column)
    if (possible.includes(figure)) return { column, figure }
    const sentence = `“${key}” can be counted as: ${possible.join(', ')}. Not “${figure}”.`
    throw invalid({ [`figures.${key}`]: sentence })
  })
}

/** `[{values, count, figures}…]` in the order of the groups. */
function groupsJson(db: Db, query: GroupQuery, figures: Asked[], time: FundTime, columns: Columns): string {
  const { sql, params } = groupsSql(db, query, figures, time, columns)
  const read = () =>
    statement(db, sql)
      .pluck()
      .get(...params) as string
  return remembered(db, memoKey(sql, params), read, (json) => json.length)
}

function groupsSql(db: Db, query: GroupQuery, figures: Asked[], time: FundTime, columns: Columns) {
  const params: unknown[] = []
  const grouping: Grouping = { db, time }
  const bind = (given: unknown) => {
    params.push(given)
    return '?'
  }
  const keys = query.group.map(({ key }) => key)
  const grouped = checkedColumns(columns, keys, 'group', 'group by')
  const values = grouped.map((column, n) => `${groupValue(column, grouping, bind)} AS g${n}`)
  const counted = figures.map(({ column, figure }, n) => `${figureSql(column, figure, exactValue(column))} AS f${n}`)
  const where = compileChoice(db, query, time, columns)
  params.push(...where.params)
  const summary = where.summary || [...grouped, ...figures.map(({ column }) => column)].some((column) => column.summary)
  const by = grouped.length > 0 ? `GROUP BY ${grouped.map((_, n) => n + 1).join(', ')}` : ''
  const order = grouped.map((column, n) =>
    orderedGroup([groupSortValue(column, `g${n}`, { params }), `g${n}`], query.group[n] ?? { key: column.key }),
  )
  const each = `SELECT ${[...values, ...counted, 'count(*) AS n'].join(', ')} FROM ${source(summary)} WHERE ${where.sql} ${by}`
  const sorted = order.length > 0 ? `ORDER BY ${order.join(', ')} LIMIT -1` : ''
  return {
    sql: `SELECT json_group_array(${groupObject(grouped, figures)}) FROM (SELECT * FROM (${each}) ${sorted})`,
    params,
  }
}

function groupObject(grouped: Column[], figures: Asked[]): string {
  const values = grouped.map((column, n) => groupJson(column, `g${n}`))
  const counted = figures.map(({ column }, n) => `'${column.key}', f${n}`)
  const named = grouped.length > 0 ? `'values', ${jsonOf('array', values)}, ` : ''
  return `json_object(${named}'count', n, 'figures', ${jsonOf('object', counted)})`
}
