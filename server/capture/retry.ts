/** What could not be read or stored is tried a few more times, and by every repair. */
import { prepared } from '../db/prepared.ts'
import type { OpenMailbox } from './open-mailbox.ts'
import { takeIn } from './take-in.ts'

export const fewTries = 3

/** Tries again what was tried less than `tries` times; each of them once. */
export async function retryUnreadable(box: OpenMailbox, tries: number): Promise<void> {
  const sql = 'SELECT gmail_id FROM mail_unreadable WHERE mailbox = ? AND tries < ? ORDER BY gmail_id'
  const ids = prepared<string>(box.db, sql).pluck().all(box.address, tries)
  if (ids.length > 0) await takeIn(box, ids, 'body')
}
