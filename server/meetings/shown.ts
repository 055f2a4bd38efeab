/** One meeting as a colleague may see it. */

import { userNames } from '../accounts/users.ts'
import { hasOpenSubject, isOpenTo } from '../communications/privacy.ts'
import type { Db } from '../db/db.ts'
import { eq } from '../db/drizzle.ts'
import { meetings, type PrivacyLevel } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'
import { loggedOf } from './follow.ts'
import { decidedLevel, tookPart } from './levels.ts'
import { type Matched, matchOfMeeting } from './match.ts'

/**
 * When, and who is there of us and of those we know, is told to everybody; `title`, `location` and `guests` (the addresses of
 * others) are null for whom they are kept from. `proposalId` is what waits about it.
 */
export type ShownMeeting = {
  id: string
  startsAt: string
  endsAt: string
  allDay: boolean
  status: 'confirmed' | 'tentative' | 'cancelled'
  title: string | null
  location: string | null
  guests: { name: string | null; address: string; response: string }[] | null
  people: Matched[]
  colleagues: string[]
  state: 'logged' | 'proposed' | 'captured'
  communicationId: string | null
  investors: { id: string; name: string; list: string }[]
  /** Who else reads it, and whether the reader decides about that. */
  privacy: { decides: boolean; decided: PrivacyLevel | null; effective: PrivacyLevel }
}

export function shownMeeting(db: Db, readerId: string | null, id: string): ShownMeeting | null {
  const meeting = db.select().from(meetings).where(eq(meetings.id, id)).get()
  if (!meeting) return null

  const { startsAt, endsAt, allDay, status, level, participants } = meeting
  const guard = { privacy: level, participants }
  const isOpen = isOpenTo(readerId, guard)
  const people = matchOfMeeting(db, id)
  const [logged] = loggedOf(db, id)
  const names = userNames(db)
  return {
    ...{ id, startsAt, endsAt, allDay, status },
    title: hasOpenSubject(readerId, guard) ? meeting.title : null,
    location: isOpen ? meeting.location : null,
    guests: isOpen ? meeting.attendees : null,
    people,
    colleagues: participants.flatMap((userId) => names.get(userId) ?? []),
    state: logged ? 'logged' : isProposed(db, id) ? 'proposed' : 'captured',
    communicationId: logged?.id ?? null,
    investors: investorsAmong(db, people),
    privacy: {
      decides: readerId !== null && tookPart(db, readerId, id),
      decided: readerId === null ? null : decidedLevel(db, readerId, id),
      effective: level,
    },
  }
}

const isProposed = (db: Db, id: string) => prepared(db, waitingSql).get(id) !== undefined

const waitingSql = `
  SELECT 1 FROM live_proposals WHERE status = 'pending' AND kind = 'log_meeting' AND payload ->> '$.meeting_id' = ? LIMIT 1`

const investorsAmong = (db: Db, people: Matched[]) =>
  prepared(
    db,
    'SELECT id, name, list FROM live_investors WHERE id IN (SELECT value FROM json_each(?)) ORDER BY name_key',
  ).all(JSON.stringify(people.flatMap((one) => one.investorIds))) as ShownMeeting['investors']
