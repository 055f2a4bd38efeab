/** Taking back an act: its log entries are read backwards and each is undone where nobody has changed it since. */

import { isDeepStrictEqual } from 'node:util'
import { and, desc, eq, gt, isNull, ne, notExists, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { Actor } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import { type Entity, layout } from '../db/entities.ts'
import { batches, changes } from '../db/live.ts'
import { type ActOptions, act, amend, archive, find, restore, type Tx } from '../db/write.ts'
import { UserError } from '../errors.ts'
import { nameKey } from './investors.ts'

export type Batch = typeof batches.$inferSelect
export type Change = typeof changes.$inferSelect
export type Undone = { batch_id: string; skipped: { row_id: string; field: string | null }[]; what: string }

/**
 * Takes back one batch: an admin any, others their own. Without an id, the caller's last act that is not taken back
 * yet. Undoing an undo brings the act back. Cells changed since by somebody else are left alone and listed.
 */
export function undo(db: Db, actor: Actor, batchId?: string, options: ActOptions = {}): Undone {
  const batch = batchId ? findBatch(db, actor, batchId) : lastAct(db, actor)
  const skipped: Undone['skipped'] = []
  const work = (tx: Tx) => {
    for (const change of entriesOf(db, batch.id)) {
      if (!revert(tx, change)) skipped.push({ row_id: change.entityId, field: change.field })
    }
  }
  const what = batch.undoes ? `Redid: ${plainWhat(batch)}` : `Undid: ${batch.what}`
  const done = act(db, actor, what, work, { ...options, undoes: batch.id })
  return { batch_id: done.batchId, skipped, what }
}

const plainWhat = (batch: Batch) => batch.what.replace(/^(Undid|Redid): /, '')

function findBatch(db: Db, actor: Actor, id: string): Batch {
  const batch = db.select().from(batches).where(eq(batches.id, id)).get()
  if (!batch || (actor.role !== 'admin' && batch.actorId !== actor.id)) {
    throw new UserError('not_found', 'There is no such act of yours to undo.')
  }
  if (isUndone(db, id)) throw new UserError('conflict', 'This was undone already.')
  return batch
}

export function isUndone(db: Db, batchId: string): boolean {
  return db.select({ id: batches.id }).from(batches).where(eq(batches.undoes, batchId)).get() !== undefined
}

/** The caller's newest act that is neither an undo nor undone. */
function lastAct(db: Db, actor: Actor): Batch {
  const later = alias(batches, 'later')
  const undone = db.select({ one: sql`1` }).from(later).where(eq(later.undoes, batches.id))
  const own = actor.id === null ? isNull(batches.actorId) : eq(batches.actorId, actor.id)
  const where = and(own, isNull(batches.undoes), notExists(undone))
  const batch = db.select().from(batches).where(where).orderBy(desc(batches.id)).limit(1).get()
  if (!batch) throw new UserError('not_found', 'There is nothing of yours left to undo.')

  return batch
}

function entriesOf(db: Db, batchId: string): Change[] {
  return db.select().from(changes).where(eq(changes.batchId, batchId)).orderBy(desc(changes.seq)).all()
}

/** Undoes one entry; false when somebody changed the same thing since. */
function revert(tx: Tx, change: Change): boolean {
  const entity = change.entity as Entity
  const row = find(tx.db, entity, change.entityId)
  if (!row) return false
  if (change.action === 'update') return revertCell(tx, entity, row, change)
  if (change.action === 'archive') return restore(tx, entity, change.entityId) !== null
  if (row['deletedAt'] !== null) return true
  if (change.action === 'create' && changedSince(tx, change)) return false

  return archive(tx, entity, change.entityId) !== null
}

function revertCell(tx: Tx, entity: Entity, row: Record<string, unknown>, change: Change): boolean {
  const column = layout(entity).columns.find((c) => c.name === change.field)
  const cells = row['cells'] as Record<string, unknown> | undefined
  const current = column ? row[column.key] : cells?.[String(change.field)]
  if (row['deletedAt'] !== null || !isDeepStrictEqual(current ?? null, change.after ?? null)) return false

  const patch = column
    ? { [column.key]: change.before ?? null }
    : { cells: { [String(change.field)]: change.before ?? null } }
  amend(tx, entity, change.entityId, { ...patch, ...searchKey(entity, change) })
  return true
}

/** A name goes with the key it is searched by. */
function searchKey(entity: Entity, change: Change): Record<string, unknown> {
  const hasKey = layout(entity).columns.some((c) => c.key === 'nameKey')
  return change.field === 'name' && hasKey ? { nameKey: nameKey(String(change.before)) } : {}
}

/** Whether the row, or for an investor anything that hangs on it, was written by another act that still stands. */
function changedSince(tx: Tx, change: Change): boolean {
  const own =
    change.entity === 'investors' ? eq(changes.investorId, change.entityId) : eq(changes.entityId, change.entityId)
  const foreign = and(
    own,
    gt(changes.seq, change.seq),
    ne(changes.batchId, change.batchId),
    ne(changes.batchId, tx.batchId),
  )
  const later = tx.db.select({ batchId: changes.batchId }).from(changes).where(foreign).all()
  return [...new Set(later.map((c) => c.batchId))].some((id) => !isUndone(tx.db, id) && !undoesSomething(tx.db, id))
}

function undoesSomething(db: Db, id: string): boolean {
  return (db.select({ undoes: batches.undoes }).from(batches).where(eq(batches.id, id)).get()?.undoes ?? null) !== null
}
