import type { Db } from '../../db/db.ts'
import { prepared } from '../../db/prepared.ts'
import { settle, type Tx } from '../../db/write.ts'
import { UserError } from '../../errors.ts'
import { putCells } from '../cells.ts'
import { type Conflict, conflictsSince } from '../conflicts.ts'
import { addInvestor } from '../investors.ts'
import { type FundTime, findRows, type GridRow } from '../rows.ts'
import type { PastePlan, Update } from './plan.ts'

type Versions = Record<string, number>

/** Cells of the plan that somebody else changed since the versions they were chosen on top of. */
export function pasteConflicts(tx: Tx, { updates }: PastePlan, versions: Versions): Conflict[] {
  const newest = newestVersions(tx.db, updates)
  const moved = updates.filter(({ id }) => (newest.get(id) ?? 0) > (versions[id] ?? Number.POSITIVE_INFINITY))
  return moved.flatMap(({ id, cells }) => {
    const values = Object.fromEntries(cells.map(({ field, value }) => [field.key, value]))
    return conflictsSince(tx, id, values, versions[id] ?? 0)
  })
}

/** Writes the plan as one act and answers the rows it changed or made, from the top. 409 when somebody was faster. */
export function writePaste(tx: Tx, plan: PastePlan, versions: Versions, time: FundTime): GridRow[] {
  const conflicts = pasteConflicts(tx, plan, versions)
  if (conflicts.length > 0) {
    const detail = `${conflicts[0]?.by ?? 'Somebody'} changed some of these cells in the meantime. Choose what to keep.`
    throw new UserError('conflict', detail, { conflicts })
  }
  const ids = new Map<number, string>()
  for (const { row, id, cells } of plan.updates) ids.set(row, putCells(tx, id, cells).id)
  for (const { row, values } of plan.creates) ids.set(row, addInvestor(tx, values).id)
  settle(tx)
  return rowsOf(
    tx.db,
    [...ids].toSorted(([a], [b]) => a - b).map(([, id]) => id),
    time,
  )
}

function rowsOf(db: Db, ids: string[], time: FundTime): GridRow[] {
  const { rows } = findRows(db, { ids, limit: ids.length, offset: 0 }, time)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

function newestVersions(db: Db, updates: Update[]): Map<string, number> {
  const ids = JSON.stringify(updates.map(({ id }) => id))
  return new Map(prepared(db, newest).raw().all(ids) as [string, number][])
}

const newest = `
  SELECT e.value, (SELECT max(seq) FROM changes WHERE investor_id = e.value) FROM json_each(?) e`
