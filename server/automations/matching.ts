import type { FilterTree } from '../../shared/filter.ts'
import type { Db } from '../db/db.ts'
import { checkedFilter, gridColumns } from '../grid/rows.ts'
import { compileFilter, type FundTime } from '../grid/sql/filter.ts'
import { statement } from '../grid/sql/statements.ts'

/** The live investors a filter holds for, by name; only those `among` these when given. 422 when a column of it is gone. */
export function matchingIds(db: Db, filter: FilterTree | null, time: FundTime, among?: string[]): string[] {
  const tree = filter === null ? { op: 'and' as const, conditions: [] } : checkedFilter(db, filter)
  const where = compileFilter(tree, { db, time, columns: gridColumns(db) })
  const these = among ? 'i.id IN (SELECT value FROM json_each(?)) AND' : ''
  const sql = `SELECT i.id FROM live_investors i JOIN investor_summaries s ON s.investor_id = i.id
    WHERE ${these} ${where.sql} ORDER BY i.name_key, i.id`
  return statement<string>(db, sql)
    .pluck()
    .all(...(among ? [JSON.stringify(among)] : []), ...where.params)
}

export const holdsFor = (db: Db, filter: FilterTree | null, time: FundTime, id: string): boolean =>
  matchingIds(db, filter, time, [id]).length > 0

/** Both must hold. */
export const both = (one: FilterTree | null, other: FilterTree | null): FilterTree => ({
  op: 'and',
  conditions: [one, other].filter((tree) => tree !== null),
})
