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
}

/** The newest first. */
export function listUnreadable(db: Db, { limit, offset }: { limit: number; offset: number }) {
  const items = prepared(db, page).all(limit, offset) as Unreadable[]
  const total = Number(prepared(db, 'SELECT count(*) FROM mail_unreadable').pluck().get())
  return { items, total }
}

const page = `
  SELECT mailbox, gmail_id, reason, size, at, tries, first_seen_at FROM mail_unreadable
  ORDER BY first_seen_at DESC, mailbox, gmail_id LIMIT ? OFFSET ?`
