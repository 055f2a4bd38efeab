/** Which acts stand: an undo takes an act back, and undoing that undo (a redo) makes the act itself stand again. */

import type { Db } from '../db/db.ts'
import { eq, inArray } from '../db/drizzle.ts'
import { batches } from '../db/live.ts'
import { prepared } from '../db/prepared.ts'

export type Batch = typeof batches.$inferSelect

export const batchById = (db: Db, id: string): Batch | undefined =>
  db.select().from(batches).where(eq(batches.id, id)).get()

export const batchesById = (db: Db, ids: string[]): Map<string, Batch> =>
  new Map(
    db
      .select()
      .from(batches)
      .where(inArray(batches.id, ids))
      .all()
      .map((batch) => [batch.id, batch]),
  )

/** Whether an act was taken back, and not brought back since. */
export function isUndone(db: Db, batchId: string): boolean {
  return standingUndoOf(db, batchId) !== undefined
}

/** The undo that took an act back and was not itself taken back. */
export function standingUndoOf(db: Db, batchId: string): Batch | undefined {
  const undos = db.select().from(batches).where(eq(batches.undoes, batchId)).all()
  return undos.find(({ id }) => !isUndone(db, id))
}

/** A redo is the act it brought back once more: undoing the one is undoing the other. */
export function originalOf(db: Db, batch: Batch): Batch {
  const undo = batch.undoes ? batchById(db, batch.undoes) : undefined
  const brought = undo?.undoes ? batchById(db, undo.undoes) : undefined
  return brought ? originalOf(db, brought) : batch
}

/** Which of these acts were taken back and not brought back since. */
export function undoneAmong(db: Db, batchIds: string[]): Set<string> {
  const ids = prepared<string>(db, maybeUndone)
    .pluck()
    .all({ batches: JSON.stringify(batchIds) })
  const undone = ids.filter((id) => {
    const batch = batchById(db, id)
    return batch && isUndone(db, originalOf(db, batch).id)
  })
  return new Set(undone)
}

const maybeUndone = `
  SELECT id FROM batches b WHERE id IN (SELECT value FROM json_each(@batches))
  AND (undoes IS NOT NULL OR EXISTS (SELECT 1 FROM batches u WHERE u.undoes = b.id))`
