/** The grid's query: filtered, sorted, searched pages of live investors with all their cells, in one statement. */
import { type CheckedFilter, checkFilter, type FilterTree } from '../../shared/filter.ts'
import type { Db } from '../db/db.ts'
import { invalid } from '../errors.ts'
import { type Column, columnOf } from './columns.ts'
import { allFields } from './fields.ts'
import { compileFilter, type FundTime, type Where } from './filter-sql.ts'
import { remembered, whileColumnsStand } from './memo.ts'
import { compileOrder, type SortTerm } from './order-sql.ts'
import { compileSearch } from './search-sql.ts'
import { statement } from './statements.ts'

export type { FundTime } from './filter-sql.ts'
export type { SortTerm } from './order-sql.ts'

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

/** `filter` is checked here (422 when it is wrong); `list`, `tag` (name or id) and `owner` are short forms of filters. */
export type RowQuery = {
  filter?: unknown
  search?: string | undefined
  list?: string | undefined
  tag?: string | undefined
  owner?: string | undefined
  sort?: SortTerm[]
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
  const where = compileQuery(db, query, time, columns)
  const order = compileOrder(query.sort ?? [{ key: 'name' }], checkedSort(query.sort, columns))
  // To sort what a search found all of it is looked at anyway: counting it apart would search twice.
  const counted = query.search ? 'count(*) OVER ()' : 'NULL'
  const page = `SELECT i.id AS page_id, ${counted} AS matches FROM ${source(where.summary || order.summary)}
    WHERE ${where.sql} ORDER BY ${order.sql} LIMIT ? OFFSET ?`
  // The page of ids is found first, so that cells are read of these rows only; CROSS JOIN keeps its order.
  const sql = `SELECT ${rowJson(db, columns)}, p.matches FROM (${page}) p CROSS JOIN live_investors i ON i.id = p.page_id
    CROSS JOIN investor_summaries s ON s.investor_id = i.id ${withNewest}`

  const { limit, offset } = query
  const { rows, count, matches } = readPage(db, sql, [...where.params, ...order.params, limit, offset])
  const isLast = count < limit && (count > 0 || offset === 0)
  return { rows, total: isLast ? offset + count : (matches ?? countRows(db, where)) }
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
  return remembered(db, key(sql, params), read, (page) => page.rows.length)
}

/** One row of a live investor, or undefined. */
export function findRow(db: Db, id: string): GridRow | undefined {
  const sql = `SELECT ${rowJson(db, gridColumns(db))} FROM ${source(true)} ${withNewest} WHERE i.id = ?`
  const row = statement(db, sql).pluck().get(id) as string | undefined
  return row === undefined ? undefined : JSON.parse(row)
}

/** For the summary bar: how many rows match, and the sum of each money column over them, in minor units. */
export type RowTotals = { count: number; sums: Record<string, number> }

export function rowTotals(db: Db, query: Omit<RowQuery, 'sort' | 'limit' | 'offset'>, time: FundTime): RowTotals {
  const columns = gridColumns(db)
  const money = [...columns.values()].filter((column) => column.type === 'currency')
  const where = compileQuery(db, query, time, columns)
  const sums = money.map((column) => `'${column.key}', coalesce(sum(${column.sql}), 0)`)
  const sql = `SELECT json_object('count', count(*), 'sums', json_object(${sums.join(', ')})) FROM ${source(true)} WHERE ${where.sql}`
  return JSON.parse(
    remembered(
      db,
      key(sql, where.params),
      () =>
        statement(db, sql)
          .pluck()
          .get(...where.params) as string,
    ),
  )
}

/** The ids of all rows that match, in the order asked for. */
export function rowIds(db: Db, query: Omit<RowQuery, 'limit' | 'offset'>, time: FundTime): string[] {
  const columns = gridColumns(db)
  const where = compileQuery(db, query, time, columns)
  const order = compileOrder(query.sort ?? [{ key: 'name' }], checkedSort(query.sort, columns))
  const sql = `SELECT i.id FROM ${source(where.summary || order.summary)} WHERE ${where.sql} ORDER BY ${order.sql}`
  return statement(db, sql)
    .pluck()
    .all(...where.params, ...order.params) as string[]
}

/** Every column there is, by key, in the order of the grid. */
export function gridColumns(db: Db): Map<string, Column> {
  return whileColumnsStand(db, 'columns', () => new Map(allFields(db).map((field) => [field.key, columnOf(field)])))
}

/** Checks a filter somebody sent; throws 422 with a sentence per wrong place. */
export function checkedFilter(db: Db, given: unknown): FilterTree {
  const columns = gridColumns(db)
  const checked: CheckedFilter = checkFilter(given, (key) => columns.get(key)?.kind ?? null)
  if ('problems' in checked) throw invalid(checked.problems)

  return checked.tree
}

function compileQuery(db: Db, query: Partial<RowQuery>, time: FundTime, columns: Map<string, Column>): Where {
  const short = shortForms(query)
  const tree: FilterTree = { op: 'and', conditions: query.filter ? [checkedFilter(db, query.filter), ...short] : short }
  const filter = compileFilter(tree, { db, time, columns })
  const search = compileSearch(query.search ?? '')
  if (!search) return filter

  const params = [...filter.params, ...search.params]
  return { sql: `${filter.sql} AND ${search.sql}`, params, summary: filter.summary || search.summary }
}

function shortForms({ list, tag, owner }: Partial<RowQuery>): FilterTree[] {
  const forms: FilterTree[] = []
  if (list) forms.push({ field: 'list', op: 'is', value: list })
  if (tag) forms.push({ field: 'tags', op: 'has_any', value: [tag] })
  if (owner) forms.push({ field: 'owner', op: 'is', value: owner })
  return forms
}

function checkedSort(sort: SortTerm[] | undefined, columns: Map<string, Column>): Map<string, Column> {
  const unknown = sort?.find((term) => !columns.has(term.key))
  if (unknown) throw invalid({ sort: `There is no column “${unknown.key}” to sort by.` })

  return columns
}

/** The count is what a page costs most, so it is kept until something is written. */
function countRows(db: Db, where: Where): number {
  const sql = `SELECT count(*) FROM ${source(where.summary)} WHERE ${where.sql}`
  return remembered(db, key(sql, where.params), () =>
    Number(
      statement(db, sql)
        .pluck()
        .get(...where.params),
    ),
  )
}

const key = (sql: string, params: unknown[]) => `${sql}\n${JSON.stringify(params)}`

const source = (summary: boolean) =>
  summary ? 'live_investors i JOIN investor_summaries s ON s.investor_id = i.id' : 'live_investors i'

/** An SQL function takes at most 1,000 arguments, so many columns are put together from several objects. */
const perObject = 450

function rowJson(db: Db, columns: Map<string, Column>): string {
  return whileColumnsStand(db, 'row json', () => {
    const pairs = [...columns.values()].map((column) => `'${column.key}', ${column.json}`)
    const objects: string[] = []
    for (let n = 0; n < pairs.length; n += perObject) {
      objects.push(`json_object(${pairs.slice(n, n + perObject).join(', ')})`)
    }
    const values = objects.map((o) => `substr(${o}, 2, length(${o}) - 2)`).join(` || ',' || `)
    return `json_object('id', i.id, 'version', c.seq, 'values', ${objects.length > 1 ? `json('{' || ${values} || '}')` : objects[0]},
      'created_at', i.created_at, 'updated_at', c.at, 'updated_by', c.actor_id)`
  })
}

/** `c`: the newest change about the investor, for the row's version. */
const withNewest = 'CROSS JOIN changes c ON c.seq = (SELECT max(seq) FROM changes WHERE investor_id = i.id)'
