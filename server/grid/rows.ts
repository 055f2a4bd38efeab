/** The grid's query: filtered, sorted, searched pages of live investors with all their cells, in one statement. */
import type { Db } from '../db/db.ts'
import type { Column } from './columns.ts'
import { remembered, whileColumnsStand } from './memo.ts'
import {
  type Columns,
  checkedColumns,
  compileChoice,
  countRows,
  gridColumns,
  jsonOf,
  memoKey,
  type RowChoice,
  source,
} from './row-source.ts'
import type { FundTime, Where } from './sql/filter.ts'
import { compileOrder, type SortTerm } from './sql/order.ts'
import { statement } from './sql/statements.ts'

export { checkedFilter, gridColumns } from './row-source.ts'
export type { FundTime } from './sql/filter.ts'
export type { SortTerm } from './sql/order.ts'

/**
 * A row as the API answers it: `values` holds every column by its key, blank as null, money in minor units. `version` is
 * the number of the newest change about the investor, of its cells as of its people, tags and money.
 */
export type GridRow = {
  id: string
  version: number
  values: Record<string, unknown>
  created_at: string
  updated_at: string
  updated_by: string | null
}

/** Rows of one group come together, groups in their order; `fields` are the columns answered, all unless given. */
export type RowQuery = RowChoice & {
  group?: SortTerm[] | undefined
  sort?: SortTerm[] | undefined
  fields?: string[] | undefined
  limit: number
  offset: number
}

export type RowPage = { rows: GridRow[]; total: number }

/** One page of rows and how many there are in all. `time` says what "today" is. */
export function findRows(db: Db, query: RowQuery, time: FundTime): RowPage {
  const { rows, total } = findRowsJson(db, query, time)
  return { rows: JSON.parse(rows), total }
}

/** The same with the rows as the text of a JSON array, made by SQLite: nothing is parsed only to be written again. */
export function findRowsJson(db: Db, query: RowQuery, time: FundTime): { rows: string; total: number } {
  const columns = gridColumns(db)
  const page = pageOfIds(db, query, time, columns)
  const json = rowJson(db, columns, query.fields)
  // The page of ids is found first, so that cells are read of these rows only; CROSS JOIN keeps its order.
  const sql = `SELECT ${json}, p.matches FROM (${page.sql}) p CROSS JOIN live_investors i ON i.id = p.page_id
    CROSS JOIN investor_summaries s ON s.investor_id = i.id ${withNewest}`

  const { rows, count, matches } = readPage(db, sql, page.params)
  return { rows, total: totalOf(db, query, page.where, count, matches) }
}

export type IdPage = { sql: string; params: unknown[]; where: Where }

/** SQL for one page of ids in order: `page_id`, and in `matches` the number of all matches where that costs nothing. */
export function pageOfIds(db: Db, query: RowQuery, time: FundTime, columns: Columns): IdPage {
  const where = compileChoice(db, query, time, columns)
  const order = compileOrder(checkedTerms(query, columns), columns, { db, time })
  // To sort what a search found all of it is looked at anyway: counting it apart would search twice.
  const counted = query.search ? 'count(*) OVER ()' : 'NULL'
  const sql = `SELECT i.id AS page_id, ${counted} AS matches FROM ${source(where.summary || order.summary)}
    WHERE ${where.sql} ORDER BY ${order.sql} LIMIT ? OFFSET ?`
  return { sql, params: [...where.params, ...order.params, query.limit, query.offset], where }
}

/** How many rows match in all, when a page of `count` of them was read. */
export function totalOf(db: Db, { limit, offset }: RowQuery, where: Where, count: number, matches: number | null) {
  const isLast = count < limit && (count > 0 || offset === 0)
  return isLast ? offset + count : (matches ?? countRows(db, where))
}

type Page = { rows: string; count: number; matches: number | null }

function readPage(db: Db, sql: string, params: unknown[]): Page {
  const read = () => {
    const found = statement(db, sql)
      .raw()
      .all(...params) as [json: string, matches: number | null][]
    return {
      rows: `[${found.map(([json]) => json).join(',')}]`,
      count: found.length,
      matches: found[0]?.[1] ?? null,
    }
  }
  return remembered(db, memoKey(sql, params), read, (page) => page.rows.length)
}

/** One row of a live investor, or undefined; `fields` are the columns answered, all unless given. */
export function findRow(db: Db, id: string, fields?: string[]): GridRow | undefined {
  const sql = fields ? oneRow(db, fields) : whileColumnsStand(db, 'one row', () => oneRow(db))
  const row = statement<string>(db, sql).pluck().get(id)
  return row === undefined ? undefined : JSON.parse(row)
}

const oneRow = (db: Db, fields?: string[]) =>
  `SELECT ${rowJson(db, gridColumns(db), fields)} FROM ${source(true)} ${withNewest} WHERE i.id = ?`

/** For the summary bar: how many rows match, and the sum of each money column over them, in minor units. */
export type RowTotals = { count: number; sums: Record<string, number> }

export function rowTotals(db: Db, choice: RowChoice, time: FundTime): RowTotals {
  const columns = gridColumns(db)
  const money = [...columns.values()].filter((column) => column.type === 'currency')
  const where = compileChoice(db, choice, time, columns)
  const sums = money.map((column) => `'${column.key}', coalesce(sum(${column.sql}), 0)`)
  const sql = `SELECT json_object('count', count(*), 'sums', ${jsonOf('object', sums)}) FROM ${source(true)} WHERE ${where.sql}`
  const read = () =>
    statement(db, sql)
      .pluck()
      .get(...where.params) as string
  return JSON.parse(remembered(db, memoKey(sql, where.params), read))
}

/** The ids of all rows that match, in the order asked for. */
export function rowIds(db: Db, query: Omit<RowQuery, 'limit' | 'offset'>, time: FundTime): string[] {
  const { sql, params } = pageOfIds(db, { ...query, limit: -1, offset: 0 }, time, gridColumns(db))
  return statement<string>(db, `SELECT page_id FROM (${sql})`)
    .pluck()
    .all(...params)
}

/** The terms to sort and group by, by name unless said otherwise; 422 for a column there is not. */
function checkedTerms({ group = [], sort = [] }: Pick<RowQuery, 'group' | 'sort'>, columns: Columns) {
  checkedColumns(columns, keysOf(group), 'group', 'group by')
  checkedColumns(columns, keysOf(sort), 'sort', 'sort by')
  return { group, sort: sort.length > 0 ? sort : [{ key: 'name' }] }
}

const keysOf = (terms: SortTerm[]) => terms.map(({ key }) => key)

function rowJson(db: Db, columns: Columns, fields?: string[]): string {
  if (fields) return objectOf(checkedColumns(columns, fields, 'fields', 'answer'))

  return whileColumnsStand(db, 'row json', () => objectOf([...columns.values()]))
}

function objectOf(columns: Column[]): string {
  const values = jsonOf(
    'object',
    columns.map((column) => `'${column.key}', ${column.json}`),
  )
  return `json_object('id', i.id, 'version', c.seq, 'values', ${values},
    'created_at', i.created_at, 'updated_at', c.at, 'updated_by', c.actor_id)`
}

/** `c`: the newest change about the investor, for the row's version. */
const withNewest = 'CROSS JOIN changes c ON c.seq = (SELECT max(seq) FROM changes WHERE investor_id = i.id)'
