/** What one participant decides for a whole thread, in the place of their mailbox's level. */
import type { Db } from '../db/db.ts'
import type { PrivacyLevel } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'
import { amend, archive, record, type Tx } from '../db/write.ts'
import { notFound, UserError } from '../errors.ts'
import { mostPrivate, relevel } from './levels.ts'
import { findThread } from './threads.ts'

/** `effective` is the most private level of its messages now: a colleague may have decided for less to be seen. */
export type ThreadPrivacy = { thread_id: string; level: PrivacyLevel | null; effective: PrivacyLevel }

/**
 * Whoever took part decides what colleagues who did not see of it; the most private decision holds. A level of null goes back
 * to that of the mailbox. Being an admin opens nothing: 403 for everybody else.
 */
export function setThreadLevel(
  tx: Tx,
  { id: userId }: { id: string },
  threadId: string,
  level: PrivacyLevel | null,
): ThreadPrivacy {
  const thread = findThread(tx.db, threadId)
  if (thread === null) throw notFound('thread')
  if (!tookPart(tx.db, userId, thread)) throw new UserError('forbidden', onlyParticipants)

  decide(tx, userId, thread, level)
  relevel(tx, { threadId: thread })
  return { thread_id: thread, level, effective: effectiveLevel(tx.db, thread) }
}

const onlyParticipants = 'Only somebody who took part in this thread can decide who reads it.'

export const tookPart = (db: Db, userId: string, threadId: string): boolean =>
  prepared(db, ownCopy).get(threadId, userId) !== undefined

const ownCopy = `
  SELECT 1 FROM mail_messages m JOIN mail_copies c ON c.mail_id = m.id
  WHERE m.thread_id = ? AND c.user_id = ? LIMIT 1`

/** What this person decided; null while their mailbox's level holds. */
export const decidedLevel = (db: Db, userId: string, threadId: string): PrivacyLevel | null =>
  findDecision(db, userId, threadId)?.level ?? null

export function effectiveLevel(db: Db, threadId: string): PrivacyLevel {
  const levels = prepared(db, 'SELECT DISTINCT level FROM mail_messages WHERE thread_id = ?').pluck().all(threadId)
  return mostPrivate(levels as PrivacyLevel[])
}

type Decision = { id: string; level: PrivacyLevel }

const findDecision = (db: Db, userId: string, threadId: string) =>
  prepared<Decision>(db, decision).get(threadId, userId)

const decision = 'SELECT id, level FROM live_thread_levels WHERE thread_id = ? AND user_id = ?'

/** Keeps, changes or takes back one person's decision about a thread; a meeting of the calendars has one by its id too. */
export function decide(tx: Tx, userId: string, threadId: string, level: PrivacyLevel | null): void {
  const known = findDecision(tx.db, userId, threadId)
  if (level === null) {
    if (known) archive(tx, 'thread_levels', known.id)
  } else if (known) amend(tx, 'thread_levels', known.id, { level })
  else record(tx, 'thread_levels', { threadId, userId, level })
}
