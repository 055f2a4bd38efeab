/**
 * Who sees the words of a message. Its effective level is the most private of what participants decided for its thread and of
 * the mailbox levels of the other owners of its copies; it stands at the message, and is worked out again whenever one changes.
 */
import type { Db } from '../db/db.ts'
import { nextEpoch } from '../db/epoch.ts'
import type { PrivacyLevel } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'

export const privacyLevels = ['metadata', 'subject', 'full'] as const satisfies PrivacyLevel[]

/** The most private of some levels; `full` of none. */
export const mostPrivate = (levels: readonly PrivacyLevel[]): PrivacyLevel =>
  privacyLevels.find((level) => levels.includes(level)) ?? 'full'

/** Which messages: those with a copy in a mailbox, those of a thread, or by id. */
export type Which = { mailbox: string } | { threadId: string } | { mailIds: readonly string[] }

/** Works out levels and participants again from mailboxes, threads and copies; answers how many were different. */
export function relevel({ db }: { db: Db }, which: Which): number {
  const { changes } = prepared(db, `${update} ${conditionOf(which)}`).run(parameterOf(which))
  if (changes > 0) nextEpoch(db)
  return changes
}

/** The same for the one message just written, which nobody has seen yet. */
export const levelOf = ({ db }: { db: Db }, rowid: number): void => void prepared(db, updateOne).run(rowid)

function conditionOf(which: Which): string {
  if ('mailbox' in which) return 'm.id IN (SELECT mail_id FROM mail_copies WHERE mailbox = ?)'
  return 'threadId' in which ? 'm.thread_id = ?' : 'm.id IN (SELECT value FROM json_each(?))'
}

function parameterOf(which: Which): string {
  if ('mailbox' in which) return which.mailbox
  return 'threadId' in which ? which.threadId : JSON.stringify(which.mailIds)
}

const rank = (level: string) => `CASE ${level} WHEN 'metadata' THEN 0 WHEN 'subject' THEN 1 ELSE 2 END`

const decided = `SELECT min(${rank('t.level')}) FROM live_thread_levels t WHERE t.thread_id = m.thread_id`
const byDefault = `
  SELECT min(${rank('b.level')}) FROM mail_copies c JOIN live_mailboxes b ON b.address = c.mailbox
  WHERE c.mail_id = m.id AND NOT EXISTS (
    SELECT 1 FROM live_thread_levels t WHERE t.thread_id = m.thread_id AND t.user_id = c.user_id)`
const level = `
  CASE min(coalesce((${decided}), 2), coalesce((${byDefault}), 2))
  WHEN 0 THEN 'metadata' WHEN 1 THEN 'subject' ELSE 'full' END`
const participants = `
  SELECT json_group_array(user_id) FROM (
    SELECT DISTINCT c.user_id FROM mail_copies c WHERE c.mail_id = m.id AND c.user_id IS NOT NULL ORDER BY c.user_id)`

/** Rows that hold the right values already are not written: a mailbox may have a hundred thousand. */
const update = `
  UPDATE mail_messages AS m SET level = ${level}, participants = (${participants})
  WHERE (m.level IS NOT (${level}) OR m.participants IS NOT (${participants})) AND`
const updateOne = `${update} m.rowid = ?`
