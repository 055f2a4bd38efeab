/**
 * Meetings mirrored from the calendars, once for the whole team. What follows from them in the record (proposals, logged
 * meetings) is in `follow.ts`.
 */

import type { Db } from '../db/db.ts'
import { and, eq, gte, lt, or } from '../db/drizzle.ts'
import { newId } from '../db/ids.ts'
import { meetingCopies, meetingParties, meetings } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'
import { touchMeetings } from '../db/stale.ts'
import type { Tx } from '../db/write.ts'
import { eraseMeeting } from './erase.ts'
import { type CalendarEvent, type EventFacts, factsOf } from './event.ts'
import { followCancelled, followMeeting } from './follow.ts'
import { relevelMeeting } from './levels.ts'
import type { People } from './wanted.ts'

export type Meeting = typeof meetings.$inferSelect
/** Whose calendar it is: `mailbox` is its owner's address; `zone` the fund's. */
export type Calendar = { mailbox: string; userId: string | null; zone: string; people: People }

/** Keeps one event as a calendar has it now, or lets go of it; whether it is kept. */
export function storeEvent(tx: Tx, calendar: Calendar, event: CalendarEvent): boolean {
  const id = event.id
  if (!id) return false

  const facts = event.status === 'cancelled' ? null : factsOf(event, calendar.zone)
  if (!facts || !calendar.people.isWanted(event, facts)) {
    dropEvent(tx, calendar.mailbox, id, facts !== null && calendar.people.isNever(facts))
    return false
  }
  const before = meetingByKey(tx.db, facts.key)
  const meeting = before ? changed(tx, before, facts) : added(tx, facts)
  keepCopy(tx, calendar, id, meeting.id, event)
  keepParties(tx, meeting, calendar.people.outside({ ...facts, attendees: meeting.attendees }), before)
  relevelMeeting(tx.db, meeting.id)
  followMeeting(tx, before ?? null, meeting)
  return true
}

const meetingByKey = (db: Db, key: string): Meeting | undefined =>
  db.select().from(meetings).where(eq(meetings.key, key)).get()

function added({ db }: Tx, facts: EventFacts): Meeting {
  return db
    .insert(meetings)
    .values({ id: newId(), ...facts, level: 'full', participants: [] })
    .returning()
    .get()
}

/** The calendars hand on what was changed one after the other: the newest word counts. */
function changed({ db }: Tx, before: Meeting, facts: EventFacts): Meeting {
  if (before.status !== 'cancelled' && facts.updatedAt < before.updatedAt) return before

  return db.update(meetings).set(facts).where(eq(meetings.id, before.id)).returning().get()
}

/** An event that became another meeting leaves the one it was. */
function keepCopy(tx: Tx, { mailbox, userId }: Calendar, eventId: string, meetingId: string, event: CalendarEvent) {
  const known = tx.db.select().from(meetingCopies).where(copyIs(mailbox, eventId)).get()
  if (known && known.meetingId !== meetingId) dropCopy(tx, known)
  const isPrivate = event.visibility === 'private' || event.visibility === 'confidential'
  const values = { mailbox, eventId, meetingId, userId, private: isPrivate }
  tx.db
    .insert(meetingCopies)
    .values(values)
    .onConflictDoUpdate({ target: [meetingCopies.mailbox, meetingCopies.eventId], set: values })
    .run()
}

const copyIs = (mailbox: string, eventId: string) =>
  and(eq(meetingCopies.mailbox, mailbox), eq(meetingCopies.eventId, eventId))

function keepParties(tx: Tx, meeting: Meeting, keys: string[], before: Meeting | undefined): void {
  const known = partiesOf(tx.db, meeting)
  const same = known.length === keys.length && keys.every((key) => known.includes(key))
  if (!same) {
    tx.db.delete(meetingParties).where(eq(meetingParties.meeting, meeting.rowid)).run()
    for (const addressKey of keys) tx.db.insert(meetingParties).values({ addressKey, meeting: meeting.rowid }).run()
  }
  const stands = before?.startsAt === meeting.startsAt && before.status === meeting.status
  if (!same || !stands) touchMeetings(tx.db, tx.stale, [...known, ...keys])
}

const partiesOf = (db: Db, { rowid }: Meeting) =>
  prepared<string>(db, 'SELECT address_key FROM meeting_parties WHERE meeting = ?').pluck().all(rowid)

/**
 * Lets go of an event of one calendar, and of the instances of a series when it is one. `isNever`: somebody is there whose
 * meetings leave no trace.
 */
export function dropEvent(tx: Tx, mailbox: string, eventId: string, isNever = false): void {
  const c = meetingCopies
  // Instances are called after their series: `<series>_20261120T090000Z`.
  const instances = and(gte(c.eventId, `${eventId}_`), lt(c.eventId, `${eventId}\``))
  const own = and(eq(c.mailbox, mailbox), or(eq(c.eventId, eventId), instances))
  for (const copy of tx.db.select().from(c).where(own).all()) {
    if (isNever) eraseMeeting(tx, copy.meetingId)
    else dropCopy(tx, copy)
  }
}

/** A meeting that stands in no calendar any more is cancelled. */
function dropCopy(tx: Tx, { mailbox, eventId, meetingId }: typeof meetingCopies.$inferSelect): void {
  const { db } = tx
  db.delete(meetingCopies).where(copyIs(mailbox, eventId)).run()
  const left = db.select().from(meetingCopies).where(eq(meetingCopies.meetingId, meetingId)).get()
  if (left) relevelMeeting(db, meetingId)
  else cancel(tx, meetingId)
}

function cancel(tx: Tx, meetingId: string): void {
  const known = eq(meetings.id, meetingId)
  const meeting = tx.db.update(meetings).set({ status: 'cancelled' }).where(known).returning().get()
  if (!meeting) return

  touchMeetings(tx.db, tx.stale, partiesOf(tx.db, meeting))
  followCancelled(tx, meeting)
}

/** Lets go of everything a calendar no longer lists among what ends after `since`. */
export function dropUnlisted(tx: Tx, mailbox: string, since: string, listed: ReadonlySet<string>): void {
  const held = prepared<string>(tx.db, heldSql).pluck().all({ mailbox, since })
  for (const eventId of held) if (!listed.has(eventId)) dropEvent(tx, mailbox, eventId)
}

const heldSql = `
  SELECT c.event_id FROM meeting_copies c CROSS JOIN meetings m ON m.id = c.meeting_id
  WHERE c.mailbox = @mailbox AND m.ends_at > @since`
