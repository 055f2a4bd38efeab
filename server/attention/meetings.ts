/** The meetings of the days to come, of the whole team, with what the reader may see of each. */
import { addDays, dayIn } from '../../shared/dates.ts'
import { userNames } from '../accounts/users.ts'
import { seenBy } from '../communications/privacy.ts'
import { toldByIds } from '../communications/told.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { proposedOf } from '../db/summary-parts.ts'
import { instantOf } from '../grid/typed-cells.ts'
import type { Matched } from '../meetings/match.ts'
import { type ShownMeeting, shownMeeting } from '../meetings/shown.ts'
import type { Moment } from './shown.ts'

/** `title` is null when it is kept from the reader or there is none; `isOwn`: the reader takes part. */
export type ComingMeeting = Pick<ShownMeeting, 'id' | 'startsAt' | 'status' | 'title' | 'colleagues' | 'investors'> & {
  people: Pick<Matched, 'contactId' | 'name'>[]
  isOwn: boolean
}

const comingDays = 7
const most = 40

/**
 * Of today and the seven days after it, the reader's own first, each by time. What is over, cancelled, or rejected for
 * everybody there is left out, and so is a meeting with nobody of the record.
 */
export function comingMeetings(db: Db, readerId: string, { now, zone }: Moment): ComingMeeting[] {
  const until = instantOf(addDays(dayIn(zone, now), comingDays + 1), zone)
  const values = { userId: readerId, now: now.toISOString(), until, most }
  const held = prepared<Held>(db, inCalendars).all(values).flatMap(shownHeld(db, readerId))
  const ids = prepared<string>(db, loggedAhead).pluck().all(values)
  return [...held, ...shownLogged(db, readerId, ids)].sort(
    (a, b) => Number(b.isOwn) - Number(a.isOwn) || (a.startsAt < b.startsAt ? -1 : 1),
  )
}

type Held = { id: string; isOwn: number }

const shownHeld =
  (db: Db, readerId: string) =>
  ({ id, isOwn }: Held) => {
    const meeting = shownMeeting(db, readerId, id)
    return meeting && meeting.people.length > 0 ? [{ ...meeting, isOwn: isOwn === 1 }] : []
  }

/** Meetings somebody logged by hand before they take place; these have no end. */
function shownLogged(db: Db, readerId: string, ids: string[]): ComingMeeting[] {
  const names = userNames(db)
  return toldByIds(db, ids).map((told) => ({
    ...{ id: told.id, startsAt: told.occurredAt, status: 'confirmed' as const },
    title: seenBy(readerId, told).subject,
    people: prepared<ComingMeeting['people'][number]>(db, peopleOf).all(told.id),
    investors: prepared<ComingMeeting['investors'][number]>(db, investorsOf).all(told.id),
    colleagues: [names.get(told.userId ?? '') ?? []].flat(),
    isOwn: told.userId === readerId,
  }))
}

const inCalendars = `
  SELECT * FROM (
    SELECT e.id, e.starts_at,
      EXISTS (SELECT 1 FROM meeting_copies c WHERE c.meeting_id = e.id AND c.user_id = @userId) AS isOwn
    FROM meetings e WHERE e.starts_at < @until AND e.ends_at > @now AND e.status <> 'cancelled'
      AND coalesce((SELECT min(p.status = 'rejected') ${proposedOf}), 0) = 0
  ) ORDER BY isOwn DESC, starts_at, id LIMIT @most`
const loggedAhead = `
  SELECT id FROM live_communications WHERE type = 'meeting' AND meeting_id IS NULL AND occurred_at > @now
    AND occurred_at < @until ORDER BY user_id IS @userId DESC, occurred_at, id LIMIT @most`
const peopleOf = `
  SELECT c.id AS contactId, c.name FROM live_communication_contacts l JOIN live_contacts c ON c.id = l.contact_id
  WHERE l.communication_id = ? ORDER BY c.id`
const investorsOf = `
  SELECT i.id, i.name, i.list FROM live_communication_investors l JOIN live_investors i ON i.id = l.investor_id
  WHERE l.communication_id = ? ORDER BY i.name_key`
