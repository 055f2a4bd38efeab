/** Who is offered to take an act back, and whether they are asked before it is done. */
import { investorsIn } from '../activity/activity.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { refusedActs } from './refused.ts'
import type { Batch } from './standing.ts'

/** The button of one act; one that `asks` opens the dialog with the preview instead of acting. */
export type Offer = { batchId: string; what: string; label: 'Undo' | 'Redo'; asks: boolean; investorId: string | null }

/** `investorId` is whose page the button stands on. */
export type Reader = { user: { id: string; role: string } | null; now: Date; investorId?: string | null }

/** An admin is offered to undo any colleague's act, others their own; nobody what the system set up. */
export function offerOf(db: Db, batch: Batch, isUndone: boolean, reader: Reader): Offer | null {
  const { user, investorId = null } = reader
  const may = user !== null && user.role !== 'viewer' && (user.role === 'admin' || batch.actorId === user.id)
  if (!may || isUndone || batch.actorId === null || refusedActs(db).has(batch.id)) return null

  const label = batch.what.startsWith('Undid: ') && batch.undoes ? 'Redo' : 'Undo'
  return { batchId: batch.id, what: batch.what, label, asks: isWeighty(db, batch, reader), investorId }
}

const soon = 15 * 60 * 1000
const handful = 5

export const isOld = (batch: Batch, now: Date): boolean => now.getTime() - Date.parse(batch.at) > soon

/** Whether more hangs on the act than somebody may have in mind who presses its Undo. */
function isWeighty(db: Db, batch: Batch, { now, investorId = null }: Reader): boolean {
  if (isOld(batch, now)) return true
  const entries = Number(
    prepared(db, entriesUpTo)
      .pluck()
      .get({ batch: batch.id, most: handful + 1 }),
  )
  return entries > handful || (investorId !== null && investorsIn(db, batch.id).some(({ id }) => id !== investorId))
}

const entriesUpTo = 'SELECT count(*) FROM (SELECT 1 FROM changes WHERE batch_id = @batch LIMIT @most)'

export const entriesIn = (db: Db, batchId: string): number =>
  Number(prepared(db, 'SELECT count(*) FROM changes WHERE batch_id = ?').pluck().get(batchId))
