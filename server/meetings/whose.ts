/** Whose calendar a meeting to come is in. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'

/**
 * Whether a meeting is in the calendars of this reader's colleagues alone. It is the reader's own too when their calendar
 * has it, or when they organise it or are asked to it; what was logged by hand is in nobody's calendar.
 */
export const isColleaguesAlone = (db: Db, meetingId: string | null, reader: { id: string; email: string }): boolean =>
  prepared(db, ofOthers).get({ meeting: meetingId, reader: reader.id, email: reader.email.toLowerCase() }) !== undefined

const ofOthers = `
  SELECT 1 FROM meetings e WHERE e.id = @meeting
    AND @reader NOT IN (SELECT value FROM json_each(e.participants))
    AND @email <> lower(coalesce(e.organizer, ''))
    AND @email NOT IN (SELECT lower(value ->> '$.address') FROM json_each(e.attendees))`
