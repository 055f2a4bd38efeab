import { addDays, dayIn } from '../../shared/dates.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { proposedOf } from '../db/summary-parts.ts'
import { instantOf } from '../grid/typed-cells.ts'
import { type ShownMeeting, shownMeeting } from '../meetings/shown.ts'
import { type Moment, shownQuiet, shownUnanswered } from './shown.ts'

const few = { limit: 5, offset: 0 }

/** One colleague's own: the first few of who waits and who goes quiet, and the meetings of today and tomorrow. */
export const attentionOf = (db: Db, userId: string, moment: Moment) => ({
  unanswered: shownUnanswered(db, userId, moment, { userId }, few),
  quiet: shownQuiet(db, moment, { userId }, few),
  meetings: meetingsOf(db, userId, moment),
})

/** Until the end of tomorrow, without what is over and what was rejected for everybody there. */
function meetingsOf(db: Db, userId: string, { now, zone }: Moment): ShownMeeting[] {
  const until = instantOf(addDays(dayIn(zone, now), 2), zone)
  const ids = prepared(db, ownMeetings).pluck().all({ userId, now: now.toISOString(), until })
  return (ids as string[]).flatMap((id) => shownMeeting(db, userId, id) ?? [])
}

const ownMeetings = `
  SELECT e.id FROM meetings e WHERE e.starts_at < @until AND e.ends_at > @now AND e.status <> 'cancelled'
    AND EXISTS (SELECT 1 FROM meeting_copies c WHERE c.meeting_id = e.id AND c.user_id = @userId)
    AND coalesce((SELECT min(p.status = 'rejected') ${proposedOf}), 0) = 0
  ORDER BY e.starts_at, e.id LIMIT 10`
