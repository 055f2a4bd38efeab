/** What somebody did by hand is not proposed any more. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { amend, type Tx } from '../db/write.ts'

/** Somebody logged the message with the investor: what waited about that is approved with it, and waits again if that is undone. */
export function settleMail(tx: Tx, mailId: string, investorId: string): void {
  const id = waitingId(tx.db, `mail:${mailId}:${investorId}`)
  if (id === undefined) return

  const decision = { status: 'approved' as const, decidedAt: tx.at, decidedBy: tx.actor.id, batch: tx.batchId }
  amend(tx, 'proposals', id, decision)
}

const waitingId = (db: Db, occasion: string) => prepared<string>(db, waiting).pluck().get(occasion)

const waiting = `SELECT id FROM live_proposals WHERE source = 'capture' AND occasion = ? AND status = 'pending'`
