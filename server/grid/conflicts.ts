/** Who changed which cell since somebody last read the row. */

import type { Db } from '../db/db.ts'
import { and, eq, gt, isNull, ne, or } from '../db/drizzle.ts'
import { changes } from '../db/live.ts'
import { prepared } from '../db/prepared.ts'
import { find, settle, type Tx } from '../db/write.ts'
import { UserError } from '../errors.ts'
import type { Values } from './cells.ts'
import { allFields } from './fields.ts'
import { findRow } from './rows.ts'

export type Conflict = { row_id: string; field: string; yours: unknown; current: unknown; by: string; at: string }
type Change = typeof changes.$inferSelect

/**
 * The number of the newest change about an investor. Unlike the counter in its row it moves with tags, people and
 * commitments too, so it is the version a reader gives back to say what they saw.
 */
export function rowVersion(db: Db, investorId: string): number {
  const sql = 'SELECT max(seq) FROM changes WHERE investor_id = ?'
  return Number(prepared(db, sql).pluck().get(investorId) ?? 0)
}

/** The cells among `values` that somebody else changed since `version` into something else than what is wanted. */
export function conflictsSince(tx: Tx, investorId: string, values: Values, version: number): Conflict[] {
  const touched = changedByOthers(tx, investorId, version).filter(({ key }) => key in values)
  if (touched.length === 0) return []

  settle(tx)
  const current = findRow(tx.db, investorId)?.values ?? {}
  const latest = new Map(touched.map(({ key, change }) => [key, change]))
  return [...latest]
    .filter(([key]) => comparable(current[key]) !== comparable(values[key]))
    .map(([key, change]) => ({
      row_id: investorId,
      field: key,
      yours: values[key] ?? null,
      current: current[key] ?? null,
      by: change.actorName,
      at: change.at,
    }))
}

/** The 409 that lists them, with the version on top of which a second try counts. */
export function conflictError(db: Db, investorId: string, conflicts: Conflict[]): UserError {
  const [first] = conflicts
  const row = findRow(db, investorId)
  const { version, updated_at, updated_by } = row ?? {}
  const detail = `${first?.by ?? 'Somebody'} changed this in the meantime. Choose which value to keep.`
  return new UserError('conflict', detail, { version, updated_at, updated_by, conflicts })
}

function changedByOthers(tx: Tx, investorId: string, version: number): { key: string; change: Change }[] {
  const others = tx.actor.id === null ? undefined : or(ne(changes.actorId, tx.actor.id), isNull(changes.actorId))
  const since = and(eq(changes.investorId, investorId), gt(changes.seq, version), others)
  const rows = tx.db.select().from(changes).where(since).orderBy(changes.seq).all()
  return rows.flatMap((change) => {
    const key = cellOf(tx.db, change)
    return key === null ? [] : [{ key, change }]
  })
}

/** The key of the cell a change shows in; null when it shows in none that can be edited. */
function cellOf(db: Db, change: Change): string | null {
  if (change.entity === 'investors') return change.field
  if (change.entity === 'investor_tags') return 'tags'
  if (change.entity === 'contact_roles') return 'contacts'
  if (change.entity !== 'commitment_entries') return null

  const entry = find(db, 'commitment_entries', change.entityId)
  const own = allFields(db).find(
    (f) => f.options.fund_id === entry?.['fundId'] && f.options.measure === entry?.['measure'],
  )
  return own?.key ?? null
}

/** Lists are compared without regard to their order, blanks are all alike. */
const comparable = (value: unknown) => JSON.stringify(Array.isArray(value) ? value.toSorted() : (value ?? null))
