/** What follows in the record when a calendar changes: proposals, and the meetings that were logged. */

import { editCommunication } from '../communications/log.ts'
import type { Db } from '../db/db.ts'
import { eq } from '../db/drizzle.ts'
import { communications } from '../db/live.ts'
import { prepared } from '../db/prepared.ts'
import { archive, restore, type Tx } from '../db/write.ts'
import { proposeFromMeeting, withdrawMeeting } from '../proposals/from-meeting.ts'
import { isInstance } from './event.ts'
import type { Meeting } from './store.ts'

const day = 86_400_000
/** A series runs for years: its meetings are proposed one by one, when they are this near. */
const ahead = 14 * day

/** Proposes a meeting, and moves what was logged of it along. */
export function followMeeting(tx: Tx, before: Meeting | null, meeting: Meeting): void {
  if (before && before.startsAt !== meeting.startsAt) moveLogged(tx, before, meeting)
  if (before?.status === 'cancelled') bringBackLogged(tx, meeting.id)
  if (isNear(meeting, tx.at)) proposeFromMeeting(tx, meeting.id)
}

const isNear = ({ key, startsAt }: Meeting, now: string) =>
  !isInstance(key) || Date.parse(startsAt) <= Date.parse(now) + ahead

/** Meetings of series that have come near since `since`, which is null when nobody looked before. */
export function proposeComing(tx: Tx, mailbox: string, since: string | null): void {
  const until = new Date(Date.parse(tx.at) + ahead).toISOString()
  const from = since ? new Date(Date.parse(since) + ahead).toISOString() : ''
  for (const id of prepared(tx.db, comingSql).pluck().all({ mailbox, from, until })) proposeFromMeeting(tx, String(id))
}

const comingSql = `
  SELECT DISTINCT m.id FROM meetings m CROSS JOIN meeting_copies c ON c.meeting_id = m.id
  WHERE m.starts_at > @from AND m.starts_at <= @until AND m.status <> 'cancelled' AND instr(m.key, char(10)) > 0
    AND c.mailbox = @mailbox`

/** A time that somebody corrected by hand stays. */
function moveLogged(tx: Tx, before: Meeting, { startsAt }: Meeting): void {
  for (const { id, occurredAt } of loggedOf(tx.db, before.id))
    if (occurredAt === before.startsAt) editCommunication(tx, id, { occurred_at: startsAt })
}

/** What did not take place is put aside; clearing a calendar of what did is no reason to. */
export function followCancelled(tx: Tx, meeting: Meeting): void {
  withdrawMeeting(tx, meeting.id)
  if (Date.parse(meeting.startsAt) < Date.parse(tx.at) - day) return
  for (const { id } of loggedOf(tx.db, meeting.id)) archive(tx, 'communications', id)
}

/** Meetings logged with this one; those a person put aside are left out. */
export const loggedOf = (db: Db, meetingId: string) =>
  db.select().from(communications).where(eq(communications.meetingId, meetingId)).all()

/** It takes place after all: what was put aside when it was cancelled comes back, and what a person put aside does not. */
function bringBackLogged(tx: Tx, meetingId: string): void {
  for (const id of prepared(tx.db, putAsideSql).pluck().all(meetingId)) restore(tx, 'communications', String(id))
}

const putAsideSql = `
  SELECT c.entity_id FROM live_proposals p CROSS JOIN changes c ON c.batch_id = p.batch
  WHERE p.kind = 'log_meeting' AND p.payload ->> '$.meeting_id' = ? AND c.entity = 'communications' AND c.action = 'create'
    AND c.after ->> '$.meeting_id' = p.payload ->> '$.meeting_id'
    AND (SELECT action || surface FROM changes l WHERE l.entity = 'communications' AND l.entity_id = c.entity_id
      ORDER BY l.seq DESC LIMIT 1) = 'archivecapture'`
