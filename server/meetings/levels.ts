/**
 * Who sees what a meeting is about. Whoever has it in their calendar decides, as about a thread of mail; without a decision it
 * is as their mailbox says and, where they marked the event private, no word of it. The most private of these holds.
 */

import type { Db } from '../db/db.ts'
import { eq } from '../db/drizzle.ts'
import { nextEpoch } from '../db/epoch.ts'
import { meetings, type PrivacyLevel } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'
import { archive, type Tx } from '../db/write.ts'
import { notFound, UserError } from '../errors.ts'
import { mostPrivate } from '../mail/levels.ts'
import { decide, decidedLevel } from '../mail/thread-levels.ts'

export { decidedLevel } from '../mail/thread-levels.ts'

/** `effective`: a colleague who takes part may have decided for less to be seen. */
export type MeetingPrivacy = { meeting_id: string; level: PrivacyLevel | null; effective: PrivacyLevel }

/** A level of null goes back to that of the mailbox. Being an admin opens nothing: 403 for whoever does not take part. */
export function setMeetingLevel(
  tx: Tx,
  { id: userId }: { id: string },
  id: string,
  level: PrivacyLevel | null,
): MeetingPrivacy {
  if (!isThere(tx.db, id)) throw notFound('meeting')
  if (!tookPart(tx.db, userId, id)) throw new UserError('forbidden', onlyParticipants)

  decide(tx, userId, id, level)
  return { meeting_id: id, level, effective: relevelMeeting(tx.db, id) }
}

const onlyParticipants = 'Only somebody in whose calendar this meeting is can decide who reads what it is about.'

const isThere = (db: Db, id: string) => prepared(db, 'SELECT 1 FROM meetings WHERE id = ?').get(id) !== undefined

export const tookPart = (db: Db, userId: string, meetingId: string): boolean =>
  prepared(db, 'SELECT 1 FROM meeting_copies WHERE meeting_id = ? AND user_id = ?').get(meetingId, userId) !== undefined

/** Works out who took part and what the others see; answers that. */
export function relevelMeeting(db: Db, meetingId: string): PrivacyLevel {
  const copies = prepared<Copy>(db, copiesSql).all(meetingId)
  const levels = copies.map(
    ({ userId, level }) => (userId === null ? null : decidedLevel(db, userId, meetingId)) ?? level,
  )
  const level = copies.length === 0 ? 'metadata' : mostPrivate(levels)
  const participants = [...new Set(copies.flatMap(({ userId }) => userId ?? []))]
  db.update(meetings).set({ level, participants }).where(eq(meetings.id, meetingId)).run()
  nextEpoch(db)
  return level
}

type Copy = { userId: string | null; level: PrivacyLevel }

const copiesSql = `
  SELECT c.user_id AS userId, CASE WHEN c.private THEN 'metadata' ELSE coalesce(b.level, 'full') END AS level
  FROM meeting_copies c LEFT JOIN live_mailboxes b ON b.address = c.mailbox
  WHERE c.meeting_id = ? ORDER BY c.mailbox, c.event_id`

/** After a mailbox shows more or less than before. */
export function relevelMeetings({ db }: Tx, mailbox: string): void {
  const held = 'SELECT DISTINCT meeting_id FROM meeting_copies WHERE mailbox = ?'
  for (const id of prepared<string>(db, held).pluck().all(mailbox)) relevelMeeting(db, id)
}

/** What was decided about a meeting that is erased. */
export function forgetDecisions(tx: Tx, meetingId: string): void {
  const about = 'SELECT id FROM live_thread_levels WHERE thread_id = ?'
  for (const id of prepared<string>(tx.db, about).pluck().all(meetingId)) archive(tx, 'thread_levels', id)
}
