/** The whole grid at once, as older scripts read and write it. */
import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../db/db.ts'
import { desc } from '../db/drizzle.ts'
import { changes } from '../db/live.ts'
import { prepared } from '../db/prepared.ts'
import { settle, type Tx } from '../db/write.ts'
import { notFound, UserError } from '../errors.ts'
import { type Values, writeCells } from './cells.ts'
import { addInvestor, archiveInvestor } from './investors.ts'
import { findRow, type GridRow } from './rows.ts'

/** The number of the newest change, and when and by whom it was made: the version of everything. */
export function stateVersion(db: Db): { version: number; updated_at: string | null; updated_by: string | null } {
  const newest = db.select().from(changes).orderBy(desc(changes.seq)).limit(1).get()
  return { version: newest?.seq ?? 0, updated_at: newest?.at ?? null, updated_by: newest?.actorId ?? null }
}

export type SentRow = { id?: string | undefined; values: Values }
export type Replaced = { created: number; updated: number; archived: number; unchanged: number }

/**
 * Makes the grid hold exactly these rows: those without an id are added, those with one brought to the given cells, those
 * left out archived. 409 when anything was written since `expectedVersion`.
 */
export function replaceState(tx: Tx, expectedVersion: number, rows: SentRow[]): Replaced {
  const state = stateVersion(tx.db)
  if (state.version !== expectedVersion) {
    throw new UserError('version_conflict', 'The grid was changed in the meantime. Read it again first.', state)
  }
  const done: Replaced = { created: 0, updated: 0, archived: 0, unchanged: 0 }
  const before = new Set(prepared<string>(tx.db, 'SELECT id FROM live_investors').pluck().all())
  for (const row of rows) {
    done[row.id === undefined ? 'created' : bringTo(tx, row.id, row.values)] += 1
    if (row.id === undefined) addInvestor(tx, row.values)
    else before.delete(row.id)
  }
  for (const id of before) archiveInvestor(tx, id)
  settle(tx)
  return { ...done, archived: before.size }
}

function bringTo(tx: Tx, id: string, values: Values): 'updated' | 'unchanged' {
  const row = findRow(tx.db, id)
  if (!row) throw notFound('investor')

  const different = differences(row, values)
  if (Object.keys(different).length === 0) return 'unchanged'
  writeCells(tx, id, different)
  return 'updated'
}

/** What was read is sent back with it: worked-out columns are no edits as long as they are what they were. */
function differences(row: GridRow, values: Values): Values {
  const changed = Object.entries(values).filter(
    ([key, value]) => !isDeepStrictEqual(row.values[key] ?? null, value ?? null),
  )
  return Object.fromEntries(changed)
}
