/** The access log of each mailbox: what was read in it, by whom and why. Its owner reads it; nothing else depends on it. */

import type { Db } from '../db/db.ts'
import { sql } from '../db/drizzle.ts'
import { newId } from '../db/ids.ts'
import { mailboxReads } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'

/** Why a mailbox was read. */
export const readPurposes = {
  capture: 'Looking for mail with known people',
  reconcile: 'Proving that nothing is missing',
  calendar: 'Looking for meetings with known people',
  sidebar: 'Headers of the message open in Gmail',
  attachment: 'Opening an attachment',
  pictures: 'Showing the pictures of a message',
} as const

export type ReadPurpose = keyof typeof readPurposes

/**
 * `actorId` null is the service itself; `looked` are messages or events that were opened, `kept` those that are stored. Work
 * that is noted step by step gives each step the same `id`, and is one entry.
 */
export type Reading = {
  id?: string
  mailbox: string
  actorId: string | null
  purpose: ReadPurpose
  looked: number
  kept: number
}

/** Notes a reading. Where nothing was opened there is nothing to note. */
export function noteRead(db: Db, { looked, ...reading }: Reading, now: Date): void {
  if (looked === 0) return
  db.insert(mailboxReads)
    .values({ id: newId(), at: now.toISOString(), looked, ...reading })
    .onConflictDoUpdate({
      target: mailboxReads.id,
      set: { looked: sql`looked + excluded.looked`, kept: sql`kept + excluded.kept` },
    })
    .run()
}

/** `reader` is a colleague's name; null is the service itself. */
export type ReadEntry = {
  id: string
  at: string
  purpose: string
  reader: string | null
  looked: number
  kept: number
}

export type ReadPage = { entries: ReadEntry[]; total: number }

export function readsOf(db: Db, mailbox: string, { limit, offset }: { limit: number; offset: number }): ReadPage {
  const count = prepared(db, 'SELECT count(*) FROM mailbox_reads WHERE mailbox = ?').pluck().get(mailbox)
  return { entries: prepared<ReadEntry>(db, page).all(mailbox, limit, offset), total: Number(count) }
}

const page = `
  SELECT r.id, r.at, r.purpose, u.full_name AS reader, r.looked, r.kept
  FROM mailbox_reads r LEFT JOIN live_users u ON u.id = r.actor_id
  WHERE r.mailbox = ? ORDER BY r.at DESC, r.id DESC LIMIT ? OFFSET ?`

/** In words; a purpose of an earlier version is shown as it stands. */
export const purposeText = (purpose: string): string => readPurposes[purpose as ReadPurpose] ?? purpose
