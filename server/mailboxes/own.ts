/** What the owner of a mailbox sees beside its capture: their own decisions, and those others made about it. */
import type { Db } from '../db/db.ts'
import type { PrivacyLevel } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'

/**
 * A thread or a meeting this person decided about; `subject` is that of its first message they hold, which a forged answer
 * cannot change, or the meeting's title.
 */
export type KeptThread = {
  threadId: string
  meeting: boolean
  level: PrivacyLevel
  subject: string | null
  at: string | null
  decidedAt: string
}

export const keptThreads = (db: Db, userId: string): KeptThread[] =>
  prepared<KeptThread>(db, kept)
    .all({ userId })
    .map((one) => ({ ...one, meeting: Boolean(one.meeting) }))

const kept = `
  SELECT t.thread_id AS threadId, t.level, t.updated_at AS decidedAt, e.id IS NOT NULL AS meeting,
    coalesce(e.title, m.subject) AS subject, coalesce(e.starts_at, m.at) AS at
  FROM live_thread_levels t LEFT JOIN mail_messages m ON m.id = (
    SELECT n.id FROM mail_messages n JOIN mail_copies c ON c.mail_id = n.id AND c.user_id = t.user_id
    WHERE n.thread_id = t.thread_id ORDER BY n.at, n.id LIMIT 1)
  LEFT JOIN meetings e ON e.id = t.thread_id
  WHERE t.user_id = @userId ORDER BY t.updated_at DESC, t.id LIMIT 200`

/** Who switched it, or changed its level, and when; the newest first. */
export type MailboxChange = { at: string; by: string | null; enabled: boolean | null; level: PrivacyLevel | null }

export function mailboxChanges(db: Db, mailboxId: string | null): MailboxChange[] {
  if (!mailboxId) return []
  const rows = prepared<Change>(db, changesOf).all(mailboxId)
  return rows.map(({ at, by, field, after }) => {
    const value: unknown = JSON.parse(after)
    const all = field === null ? (value as Created) : { [field]: value }
    return { at, by, enabled: 'enabled' in all ? Boolean(all.enabled) : null, level: all.level ?? null }
  })
}

type Change = { at: string; by: string | null; field: string | null; after: string }
type Created = { enabled?: unknown; level?: PrivacyLevel }

const changesOf = `
  SELECT at, actor_id AS by, field, after FROM changes
  WHERE entity = 'mailboxes' AND entity_id = ? AND (field IS NULL OR field IN ('enabled', 'level')) AND after IS NOT NULL
  ORDER BY seq DESC LIMIT 20`
