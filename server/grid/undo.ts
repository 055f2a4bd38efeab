/** Taking back an act: its log entries are read backwards and each is undone where nobody has changed it since. */

import { isDeepStrictEqual } from 'node:util'
import { and, desc, eq, inArray, isNull, notExists, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import { activeAdmins } from '../accounts/users.ts'
import type { Actor } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import { type Entity, layout } from '../db/entities.ts'
import { batches, changes } from '../db/live.ts'
import { prepared } from '../db/prepared.ts'
import { isReferenced } from '../db/references.ts'
import { type ActOptions, act, amend, archive, find, restore, type Tx } from '../db/write.ts'
import { UserError } from '../errors.ts'
import { hasMoney } from '../funds/use.ts'
import { hasCells } from './custom-fields.ts'
import type { Field } from './fields.ts'
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
  if (actor.role !== 'admin' && isAdminsAct(db, batch.id)) {
    throw new UserError('forbidden', 'Only an admin can undo this.')
  }
  const skipped: Undone['skipped'] = []
  const hadAdmin = activeAdmins(db) > 0
  const work = (tx: Tx) => {
    const entries = entriesOf(tx.db, batch.id)
    const later = laterWrites(tx.db, batch.id, entries)
    const kept = new Set(entries.filter((change) => isKept(change, later)).map((change) => change.investorId))
    for (const change of entries) {
      if (kept.has(change.investorId) || !revert(tx, change, later)) {
        skipped.push({ row_id: change.entityId, field: change.field })
      }
    }
    if (hadAdmin && activeAdmins(tx.db) === 0) throw new UserError('conflict', noAdminLeft)
  }
  const what = batch.undoes ? `Redid: ${plainWhat(batch)}` : `Undid: ${batch.what}`
  const done = act(db, actor, what, work, { ...options, undoes: batch.id })
  return { batch_id: done.batchId, skipped, what }
}

const noAdminLeft = 'Undoing this would leave no active admin. Make somebody else an admin first.'

const plainWhat = (batch: Batch) => batch.what.replace(/^(Undid|Redid): /, '')

function findBatch(db: Db, actor: Actor, id: string): Batch {
  const batch = db.select().from(batches).where(eq(batches.id, id)).get()
  if (!batch || (actor.role !== 'admin' && batch.actorId !== actor.id)) {
    throw new UserError('not_found', 'There is no such act of yours to undo.')
  }
  if (isUndone(db, id)) throw new UserError('conflict', 'This was undone already.')
  return batch
}

/** Whether an act was taken back, and not brought back since. */
export function isUndone(db: Db, batchId: string): boolean {
  const undos = db.select({ id: batches.id }).from(batches).where(eq(batches.undoes, batchId)).all()
  return undos.some(({ id }) => !isUndone(db, id))
}

/** What an admin did stays an admin's to undo, also for whoever did it and is no admin any more. */
function isAdminsAct(db: Db, batchId: string): boolean {
  const admins = inArray(changes.entity, ['users', 'invitations', 'settings'])
  const touched = db
    .select({ seq: changes.seq })
    .from(changes)
    .where(and(eq(changes.batchId, batchId), admins))
  return touched.limit(1).get() !== undefined
}

/** The caller's newest act on the record that is not taken back. Acts on accounts are only undone by name. */
function lastAct(db: Db, actor: Actor): Batch {
  const [undo, redo, change] = [alias(batches, 'undo'), alias(batches, 'redo'), alias(changes, 'change')]
  const one = { one: sql`1` }
  const redone = db.select(one).from(redo).where(eq(redo.undoes, undo.id))
  const undone = db
    .select(one)
    .from(undo)
    .where(and(eq(undo.undoes, batches.id), notExists(redone)))
  const onAccounts = db
    .select(one)
    .from(change)
    .where(and(eq(change.batchId, batches.id), inArray(change.entity, accounts)))
  const own = actor.id === null ? isNull(batches.actorId) : eq(batches.actorId, actor.id)
  const where = and(own, isNull(batches.undoes), notExists(undone), notExists(onAccounts))
  const batch = db.select().from(batches).where(where).orderBy(desc(batches.id)).limit(1).get()
  if (!batch) throw new UserError('not_found', 'There is nothing of yours left to undo.')

  return batch
}

const accounts = ['users', 'invitations', 'api_tokens']

function entriesOf(db: Db, batchId: string): Change[] {
  return db.select().from(changes).where(eq(changes.batchId, batchId)).orderBy(desc(changes.seq)).all()
}

/** An investor this act made and somebody has worked on since: it stays, with all this act gave it. */
const isKept = (change: Change, later: LaterWrites): boolean =>
  change.entity === 'investors' && change.action === 'create' && later.has(change)

/** Undoes one entry; false when somebody changed the same thing since, or built on it. */
function revert(tx: Tx, change: Change, later: LaterWrites): boolean {
  const entity = change.entity as Entity
  const row = find(tx.db, entity, change.entityId)
  if (!row) return false
  if (change.action === 'update') {
    return !isInUse(tx.db, row, change) && unlessTaken(() => revertCell(tx, entity, row, change))
  }
  if (change.action === 'archive') return bringBack(tx, entity, change.entityId)
  if (row['deletedAt'] !== null) return true
  if (change.action === 'create' && (later.has(change) || isBuiltOn(tx, entity, row))) return false

  archive(tx, entity, change.entityId)
  return true
}

/** What this act itself hung on the row is undone before it, so whatever still does is somebody else's. */
function isBuiltOn(tx: Tx, entity: Entity, row: Record<string, unknown>): boolean {
  if (entity === 'fields') {
    const fund = fundOf(row)
    return fund ? isReferenced(tx.db, 'funds', fund) : hasCells(tx.db, String(row['key']))
  }
  return isReferenced(tx.db, entity, String(row['id']))
}

/** A fund's currency, in the fund and in its columns, once amounts are kept in it. */
function isInUse(db: Db, row: Record<string, unknown>, { entity, field, entityId }: Change): boolean {
  const fund = entity === 'fields' && field === 'options' ? fundOf(row) : undefined
  return hasMoney(db, fund ?? (entity === 'funds' && field === 'currency' ? entityId : ''))
}

const fundOf = (row: Record<string, unknown>) => (row['options'] as Field['options'] | undefined)?.fund_id

/** Restores a row. A revoked token stays revoked: whoever revoked it may have had to. */
function bringBack(tx: Tx, entity: Entity, id: string): boolean {
  return (
    entity !== 'api_tokens' &&
    unlessTaken(() => {
      restore(tx, entity, id)
      return true
    })
  )
}

/** False when another record took the place meanwhile (a tag or fund of the same name, say). */
function unlessTaken(work: () => boolean): boolean {
  try {
    return work()
  } catch (error) {
    if ((error as { code?: string }).code === 'SQLITE_CONSTRAINT_UNIQUE') return false
    throw error
  }
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

type LaterWrites = { has: (change: Change) => boolean }

/**
 * What acts that still stand wrote after this batch began. A created row counts as changed when it, or for an investor
 * anything that hangs on it, is among them; one scan answers for the tens of thousands of rows of an import.
 */
function laterWrites(db: Db, batchId: string, entries: Change[]): LaterWrites {
  const first = entries.at(-1)?.seq ?? 0
  const rows = prepared(db, writesAfter).all({ first, batchId }) as {
    row: string
    investor: string | null
    seq: number
  }[]
  const last = new Map<string | null, number>()
  for (const { row, investor, seq } of rows) {
    last.set(row, seq)
    last.set(investor, seq)
  }
  return { has: (change) => (last.get(change.entityId) ?? 0) > change.seq }
}

const writesAfter = `
  SELECT c.entity_id AS row, c.investor_id AS investor, max(c.seq) AS seq FROM changes c JOIN batches b ON b.id = c.batch_id
  WHERE c.seq > @first AND c.batch_id <> @batchId AND b.undoes IS NULL
    AND NOT EXISTS (SELECT 1 FROM batches u WHERE u.undoes = b.id
      AND NOT EXISTS (SELECT 1 FROM batches r WHERE r.undoes = u.id))
  GROUP BY c.entity_id, c.investor_id ORDER BY seq`
