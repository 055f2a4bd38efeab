/** What every query over the grid shares: its columns, which rows are meant, and where they are read from. */
import { type CheckedFilter, checkFilter, type FilterTree } from '../../shared/filter.ts'
import type { Db } from '../db/db.ts'
import { invalid } from '../errors.ts'
import { type Column, columnOf } from './columns.ts'
import { allFields } from './fields.ts'
import { remembered, whileColumnsStand } from './memo.ts'
import { compileFilter, type FundTime, type Where } from './sql/filter.ts'
import { compileSearch } from './sql/search.ts'
import { statement } from './sql/statements.ts'

/**
 * Which rows: `filter` is checked here (422 when it is wrong); `list`, `tag` (name or id) and `owner` are short forms of
 * filters, `ids` names rows one by one.
 */
export type RowChoice = {
  filter?: unknown
  search?: string | undefined
  list?: string | undefined
  tag?: string | undefined
  owner?: string | undefined
  ids?: string[] | undefined
}

export type Columns = Map<string, Column>

/** Every column there is, by key, in the order of the grid. */
export function gridColumns(db: Db): Columns {
  return whileColumnsStand(db, 'columns', () => new Map(allFields(db).map((field) => [field.key, columnOf(field)])))
}

/** Checks a filter somebody sent; throws 422 with a sentence per wrong place, under `place`. */
export function checkedFilter(db: Db, given: unknown, place = 'filter'): FilterTree {
  const columns = gridColumns(db)
  const checked: CheckedFilter = checkFilter(given, (key) => columns.get(key)?.kind ?? null, place)
  if ('problems' in checked) throw invalid(checked.problems)

  return checked.tree
}

/** The columns of these keys; 422 under `place` for one there is not. */
export function checkedColumns(columns: Columns, keys: string[], place: string, purpose: string): Column[] {
  return keys.map((key, n) => {
    const column = columns.get(key)
    if (column) return column
    throw invalid({ [place === 'sort' ? place : `${place}.${n}`]: `There is no column “${key}” to ${purpose}.` })
  })
}

export function compileChoice(db: Db, choice: RowChoice, time: FundTime, columns: Columns): Where {
  const short = shortForms(choice)
  const tree: FilterTree = {
    op: 'and',
    conditions: choice.filter ? [checkedFilter(db, choice.filter), ...short] : short,
  }
  const where = compileFilter(tree, { db, time, columns })
  if (choice.ids) narrow(where, 'i.id IN (SELECT value FROM json_each(?))', [JSON.stringify(choice.ids)])
  const search = compileSearch(db, choice.search ?? '', columns)
  if (search) narrow(where, search.sql, search.params)
  where.summary ||= search?.summary ?? false
  return where
}

function narrow(where: Where, sql: string, params: unknown[]): void {
  where.sql += ` AND ${sql}`
  where.params.push(...params)
}

function shortForms({ list, tag, owner }: RowChoice): FilterTree[] {
  const forms: FilterTree[] = []
  if (list) forms.push({ field: 'list', op: 'is', value: list })
  if (tag) forms.push({ field: 'tags', op: 'has_any', value: [tag] })
  if (owner) forms.push({ field: 'owner', op: 'is', value: owner })
  return forms
}

/** The count is what a page costs most, so it is kept until something is written. */
export function countRows(db: Db, where: Where): number {
  const sql = `SELECT count(*) FROM ${source(where.summary)} WHERE ${where.sql}`
  return remembered(db, memoKey(sql, where.params), () =>
    Number(
      statement(db, sql)
        .pluck()
        .get(...where.params),
    ),
  )
}

export const memoKey = (sql: string, params: unknown[]) => `${sql}\n${JSON.stringify(params)}`

export const source = (summary: boolean) =>
  summary ? 'live_investors i JOIN investor_summaries s ON s.investor_id = i.id' : 'live_investors i'

/** An SQL function takes at most 1,000 arguments, so much JSON is put together from several pieces. */
const perPiece = 900

/** `json_array` or `json_object` of arguments without number; those of an object come as `'key', value`. */
export function jsonOf(kind: 'array' | 'object', args: string[]): string {
  const most = kind === 'array' ? perPiece : perPiece / 2
  const pieces: string[] = []
  for (let n = 0; n < Math.max(1, args.length); n += most) {
    pieces.push(`json_${kind}(${args.slice(n, n + most).join(', ')})`)
  }
  if (pieces.length === 1) return String(pieces[0])

  const inside = pieces.map((piece) => `substr(${piece}, 2, length(${piece}) - 2)`).join(` || ',' || `)
  return kind === 'array' ? `json('[' || ${inside} || ']')` : `json('{' || ${inside} || '}')`
}
