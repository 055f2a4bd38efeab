/** Which known addresses were searched for in a mailbox to the end. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'

/** Of the known addresses those whose mail in this mailbox nobody has searched for, or not since it may be kept again. */
export function unsearched(db: Db, mailbox: string, known: readonly string[]): string[] {
  const sql = 'SELECT address_key FROM mail_searched WHERE mailbox = ? AND at >= ?'
  const done = new Set(prepared<string>(db, sql).pluck().all(mailbox, lastReleased(db)))
  return known.filter((address) => !done.has(address))
}

/** When a search that begins now has begun: never before a release it knows of, whatever was done to the clock meanwhile. */
export const begunAt = (db: Db, now: Date): string => [now.toISOString(), lastReleased(db)].toSorted()[1] ?? ''

/** When a name was last taken off the never-log list: mail left out for its sake may have other, known people on it. */
function lastReleased(db: Db): string {
  const sql = `SELECT max(at) FROM changes WHERE entity = 'never_log' AND action = 'archive'`
  return (prepared(db, sql).pluck().get() as string | null) ?? ''
}

export function noteSearched(db: Db, mailbox: string, addresses: string[], at: string): void {
  const note = prepared(db, 'INSERT OR REPLACE INTO mail_searched (mailbox, address_key, at) VALUES (?, ?, ?)')
  for (const address of addresses) note.run(mailbox, address, at)
}

/** Forgets addresses that are known no more: should they come back, their mail of the meantime has to be searched for. */
export function forgetUnknown(db: Db, mailbox: string, known: readonly string[]): void {
  const sql = 'DELETE FROM mail_searched WHERE mailbox = ? AND address_key NOT IN (SELECT value FROM json_each(?))'
  prepared(db, sql).run(mailbox, JSON.stringify(known))
}

export function forgetSearches(db: Db, mailbox: string): void {
  prepared(db, 'DELETE FROM mail_searched WHERE mailbox = ?').run(mailbox)
}
