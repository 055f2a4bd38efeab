/** The copies of a message in the team's mailboxes. What is trashed or deleted there stays with us, its copy marked gone. */
import type { Db } from '../db/db.ts'
import { nextEpoch } from '../db/epoch.ts'
import { prepared } from '../db/prepared.ts'
import type { Tx } from '../db/write.ts'

/**
 * Where a message was seen. `at` is when Gmail accepted it there (UTC ISO 8601), `labels` are Gmail's, `domain` is the
 * workspace's.
 */
export type Where = {
  mailbox: string
  userId: string | null
  gmailId: string
  gmailThreadId: string
  labels: readonly string[]
  at: string
  domain?: string | null
}

export const isSent = ({ labels }: Pick<Where, 'labels'>): boolean => labels.includes('SENT')

export type Copy = { mailId: string; goneAt: string | null }

export const findCopy = (db: Db, { mailbox, gmailId }: Pick<Where, 'mailbox' | 'gmailId'>): Copy | null =>
  prepared<Copy>(db, copyOf).get(mailbox, gmailId) ?? null

const copyOf = 'SELECT mail_id AS mailId, gone_at AS goneAt FROM mail_copies WHERE mailbox = ? AND gmail_id = ?'

/** Of these messages those this mailbox has a copy of, by their Gmail ids. */
export function copiesOf(db: Db, mailbox: string, gmailIds: readonly string[]): Map<string, Copy> {
  const rows = prepared<Copy & { gmailId: string }>(db, copiesAmong).all(mailbox, JSON.stringify(gmailIds))
  return new Map(rows.map((copy) => [copy.gmailId, copy]))
}

const copiesAmong = `
  SELECT gmail_id AS gmailId, mail_id AS mailId, gone_at AS goneAt FROM mail_copies
  WHERE mailbox = ? AND gmail_id IN (SELECT value FROM json_each(?))`

/** What is stored, and who took part, stands in no log: answers that were remembered are asked anew. */
export function addCopy(tx: Tx, where: Where, mailId: string): void {
  const { mailbox, gmailId, gmailThreadId, userId, at } = where
  nextEpoch(tx.db)
  prepared(tx.db, insert).run(mailbox, gmailId, gmailThreadId, mailId, userId, isSent(where) ? 1 : 0, at)
}

const insert = `
  INSERT INTO mail_copies (mailbox, gmail_id, gmail_thread_id, mail_id, user_id, sent, at) VALUES (?, ?, ?, ?, ?, ?, ?)`

/** Trashed, put into spam or deleted in this mailbox; nothing happens without such a copy. */
export function markGone(tx: Tx, mailbox: string, gmailId: string): void {
  prepared(tx.db, gone).run(tx.at, mailbox, gmailId)
}

const gone = 'UPDATE mail_copies SET gone_at = ? WHERE mailbox = ? AND gmail_id = ? AND gone_at IS NULL'

export function markBack(tx: Tx, mailbox: string, gmailId: string): void {
  prepared(tx.db, 'UPDATE mail_copies SET gone_at = NULL WHERE mailbox = ? AND gmail_id = ?').run(mailbox, gmailId)
}
