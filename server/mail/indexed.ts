/**
 * The search of the words of mail. What an act stores goes into it together, at its end and in the order of time: whatever is
 * written between two messages, and every step back in time, ends a piece of the index, and pieces are merged again and again.
 */
import { prepared } from '../db/prepared.ts'
import type { Tx } from '../db/write.ts'

/** Rows of messages whose words are to be found once the act is over, as they are then. */
const owed = new WeakMap<Tx, Set<number>>()

export function oweToSearch(tx: Tx, rowid: number): void {
  const rowids = owed.get(tx) ?? new Set()
  owed.set(tx, rowids.add(rowid))
  tx.last.add(indexOwed)
}

/** Of messages whose storing was taken back, those that were there before are indexed as they were. */
function indexOwed(tx: Tx): void {
  const rows = JSON.stringify([...(owed.get(tx) ?? [])])
  prepared(tx.db, 'DELETE FROM mail_search WHERE rowid IN (SELECT value FROM json_each(?))').run(rows)
  prepared(tx.db, insert).run(rows)
}

const insert = `
  INSERT INTO mail_search (rowid, subject, body) SELECT m.rowid, coalesce(m.subject, ''), b.text
  FROM mail_messages m JOIN mail_bodies b ON b.rowid = m.rowid
  WHERE m.rowid IN (SELECT value FROM json_each(?)) ORDER BY m.rowid`
