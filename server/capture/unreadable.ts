/** Messages that could not be read or stored: listed for people, and tried again by `retry.ts`. */
import { prepared } from '../db/prepared.ts'
import type { Tx } from '../db/write.ts'
import type { Body } from './letters.ts'
import type { OpenMailbox } from './open-mailbox.ts'

/** `reason` is in words, and never in those of the message. What Google withheld was not tried yet. */
export function noteUnreadable(tx: Tx, mailbox: string, gmailId: string, body: Body, reason: string): void {
  const { size, at, withheld = false } = body
  prepared(tx.db, note).run({ mailbox, gmailId, reason, size, at, tries: withheld ? 0 : 1, now: tx.at })
}

const note = `
  INSERT INTO mail_unreadable (mailbox, gmail_id, reason, size, at, tries, first_seen_at)
  VALUES (@mailbox, @gmailId, @reason, @size, @at, @tries, @now)
  ON CONFLICT DO UPDATE SET reason = excluded.reason, tries = tries + excluded.tries`

/** It was read after all, or is gone. */
export function forgetUnreadable(tx: Tx, mailbox: string, gmailId: string): void {
  prepared(tx.db, 'DELETE FROM mail_unreadable WHERE mailbox = ? AND gmail_id = ?').run(mailbox, gmailId)
}

/** Why a message could not be read; null when that was never tried, or is not so. */
export function reasonUnread({ db, address }: OpenMailbox, gmailId: string): string | null {
  const sql = 'SELECT reason FROM mail_unreadable WHERE mailbox = ? AND gmail_id = ?'
  return prepared<string>(db, sql).pluck().get(address, gmailId) ?? null
}
