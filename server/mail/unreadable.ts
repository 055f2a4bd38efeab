import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'

/** A message nobody could read. `size` is in bytes, `at` when Gmail accepted it, `tries` how often it was tried. */
export type Unreadable = {
  mailbox: string
  gmail_id: string
  reason: string
  size: number | null
  at: string | null
  tries: number
  first_seen_at: string
  /** When an admin put it aside, and their id; null while it counts as missing. */
  set_aside_at: string | null
  set_aside_by: string | null
}

/** The newest first. */
export function listUnreadable(db: Db, { limit, offset }: { limit: number; offset: number }) {
  const items = prepared<Unreadable>(db, page).all(limit, offset)
  const total = Number(prepared(db, 'SELECT count(*) FROM mail_unreadable').pluck().get())
  return { items, total }
}

export const findUnreadable = (db: Db, mailbox: string, gmailId: string): Unreadable | null =>
  prepared<Unreadable>(db, `${columns} WHERE mailbox = ? AND gmail_id = ?`).get(mailbox, gmailId) ?? null

/** Of a mailbox, the Gmail ids of those an admin put aside. */
export const setAsideIn = (db: Db, mailbox: string): Set<string> =>
  new Set(prepared<string>(db, aside).pluck().all(mailbox))

const columns = `
  SELECT mailbox, gmail_id, reason, size, at, tries, first_seen_at, set_aside_at, set_aside_by FROM mail_unreadable`
const page = `${columns} ORDER BY first_seen_at DESC, mailbox, gmail_id LIMIT ? OFFSET ?`
const aside = 'SELECT gmail_id FROM mail_unreadable WHERE mailbox = ? AND set_aside_at IS NOT NULL'
