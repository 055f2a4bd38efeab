/** Taking back an act: its log entries are read backwards and each is undone where nobody has changed it since. */

import { activeAdmins } from '../accounts/users.ts'
import type { Actor } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import { alias, and, desc, eq, inArray, isNull, notExists, notInArray, sql } from '../db/drizzle.ts'
import { batches, changes } from '../db/live.ts'
import { prepared } from '../db/prepared.ts'
import { type ActOptions, act, type Tx } from '../db/write.ts'
import { UserError } from '../errors.ts'
import { keptColumnChanges } from './columns.ts'
import { keptRows } from './kept.ts'
import { refusalOf } from './refused.ts'
import { revert } from './rows.ts'
import { type Batch, batchById, isUndone, originalOf } from './standing.ts'
import { type Left, type TakenBack, takenBack, whatIsLeft } from './told.ts'

export type { Batch } from './standing.ts'
export type Change = typeof changes.$inferSelect
export type Undone = {
  batch_id: string
  undid: string
  what: string
  taken_back: TakenBack[]
  skipped: { row_id: string; field: string | null }[]
  left: Left
}

/**
 * Takes back one batch: an admin any, others their own. Without an id, the caller's last act that is not taken back
 * yet. Undoing an undo brings the act back. What somebody changed or used since is left alone and listed, with what
 * came with it (`undo-kept.ts`).
 */
export function undo(db: Db, actor: Actor, batchId?: string, options: ActOptions = {}): Undone {
  const batch = batchId ? findUndoable(db, actor, batchId) : lastAct(db, actor)
  const hadAdmin = activeAdmins(db) > 0
  const what = batch.undoes ? `Redid: ${plainWhat(batch)}` : `Undid: ${batch.what}`
  const work = (tx: Tx) => {
    const skipped = takeBack(tx, batch.id)
    if (hadAdmin && activeAdmins(tx.db) === 0) throw new UserError('conflict', noAdminLeft)
    return skipped
  }

  const { result: skipped, batchId: own } = act(db, actor, what, work, { ...options, undoes: batch.id })
  return {
    batch_id: own,
    undid: batch.id,
    what,
    taken_back: takenBack(db, own),
    skipped: skipped.map(({ entityId, field }) => ({ row_id: entityId, field })),
    left: whatIsLeft(db, skipped),
  }
}

/** What `undo` would do now. It is done and rolled back, so nothing is written. */
export function previewUndo(db: Db, actor: Actor, batchId: string, options: ActOptions = {}): Undone {
  const rehearsed: Undone[] = []
  const rehearse = db.$client.transaction(() => {
    rehearsed.push(undo(db, actor, batchId, options))
    throw rolledBack
  })
  try {
    rehearse.immediate()
  } catch (error) {
    const [undone] = rehearsed
    if (error === rolledBack && undone) return undone
    throw error
  }
  throw rolledBack
}

const rolledBack = new Error('An undo was rehearsed and rolled back.')

/** Answers the entries that are left as they are. */
function takeBack(tx: Tx, batchId: string): Change[] {
  const entries = entriesOf(tx.db, batchId)
  const kept = keptRows(tx.db, batchId, entries)
  const columns = keptColumnChanges(tx.db, entries)
  const stays = (change: Change) =>
    kept.has(change.entityId) || kept.has(change.investorId ?? '') || columns.has(change)
  return entries.filter((change) => stays(change) || !revert(tx, change, entries))
}

/**
 * Newest first; columns come last, when the cells of this act are gone from them. That a rule ran stays told: what it did is
 * taken back, and it does not fire for the same occasion again. What was decided for two threads stays with the one they became.
 */
function entriesOf(db: Db, batchId: string): Change[] {
  const isColumn = sql`${changes.entity} = 'fields'`
  return db
    .select()
    .from(changes)
    .where(and(eq(changes.batchId, batchId), notInArray(changes.entity, ['automation_runs', 'thread_levels'])))
    .orderBy(isColumn, desc(changes.seq))
    .all()
}

const noAdminLeft = 'Undoing this would leave no active admin. Make somebody else an admin first.'

const plainWhat = (batch: Batch) => batch.what.replace(/^(Undid|Redid): /, '')

/** The act behind an id that this person may take back now; a redo stands for the act it brought back. */
export function findUndoable(db: Db, actor: Actor, id: string): Batch {
  const named = batchById(db, id)
  const batch = named && originalOf(db, named)
  if (!batch || (actor.role !== 'admin' && batch.actorId !== actor.id)) {
    throw new UserError('not_found', 'There is no such act of yours to undo.')
  }
  const refusal = refusalOf(db, batch.id)
  if (refusal) throw new UserError('conflict', refusal)
  if (isUndone(db, batch.id)) throw new UserError('conflict', 'This was undone already.')
  if (actor.role !== 'admin' && isAdminsAct(db, batch.id)) {
    throw new UserError('forbidden', 'Only an admin can undo this.')
  }
  return batch
}

/**
 * What an admin did stays an admin's to undo, also for whoever did it and is no admin any more. That a letter needs no answer
 * stands among the settings, and is anybody's to say.
 */
function isAdminsAct(db: Db, batchId: string): boolean {
  const admins = inArray(changes.entity, ['users', 'invitations', 'settings'])
  const touched = db
    .select({ seq: changes.seq })
    .from(changes)
    .where(and(eq(changes.batchId, batchId), admins, sql`${changes.entityId} NOT GLOB 'no_answer:*'`))
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
  const onRecord = and(notInArray(batches.surface, ['restore', 'automation']), notExists(onAccounts))
  const where = and(own, isNull(batches.undoes), notExists(undone), onRecord)
  const batch = db.select().from(batches).where(where).orderBy(desc(batches.id)).limit(1).get()
  if (!batch) throw new UserError('not_found', 'There is nothing of yours left to undo.')

  return findUndoable(db, actor, batch.id)
}

const accounts = ['users', 'invitations', 'api_tokens']

/**
 * Brings back what the caller undid last, one act at a time, as long as they have done nothing new since: from then on what
 * was undone is past.
 */
export function redo(db: Db, actor: Actor, options: ActOptions = {}): Undone {
  const own = prepared<Pick<Batch, 'id' | 'undoes'>>(db, ownNewest).all({ actor: actor.id })
  const last = own.find(({ id, undoes }) => undoes === null || (isPlainUndo(db, undoes) && !isUndone(db, id)))
  if (!last?.undoes) throw new UserError('not_found', 'There is nothing of yours left to redo.')

  return undo(db, actor, last.id, options)
}

/** An undo of an act; an undo of an undo is a redo. */
const isPlainUndo = (db: Db, undone: string) => batchById(db, undone)?.undoes === null

const ownNewest = `
  SELECT id, undoes FROM batches WHERE actor_id = @actor AND surface NOT IN ('restore', 'automation')
  ORDER BY id DESC LIMIT 1000`
