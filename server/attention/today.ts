import type { Db } from '../db/db.ts'
import { comingMeetings } from './meetings.ts'
import { type Moment, shownQuiet, shownUnanswered } from './shown.ts'

const few = { limit: 5, offset: 0 }

/** One colleague's own: the first few of who waits and who goes quiet; and the meetings to come, theirs before the team's. */
export const attentionOf = (db: Db, userId: string, moment: Moment) => ({
  unanswered: shownUnanswered(db, userId, moment, { userId }, few),
  quiet: shownQuiet(db, moment, { userId }, few),
  meetings: comingMeetings(db, userId, moment),
})
