/** Taking meetings out without a trace: the mirror is in no log, and what was logged of them holds none of their words. */
import { eq } from '../db/drizzle.ts'
import { meetingCopies, meetingParties, meetings } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'
import { touchMeetings } from '../db/stale.ts'
import { archive, type Tx } from '../db/write.ts'
import { forgetAnswers } from '../mail/forget-answers.ts'
import { forgetProposals } from '../proposals/ledger.ts'
import { loggedOf } from './follow.ts'
import { forgetDecisions } from './levels.ts'

/** Erases every meeting with somebody `isNever` holds for (asked with addresses as matching compares them); how many. */
export function eraseMeetings(tx: Tx, isNever: (addressKey: string) => boolean): number {
  const rows = prepared<{ id: string; attendees: string }>(tx.db, 'SELECT id, attendees FROM meetings').all()
  const concerned = rows.filter(({ attendees }) =>
    (JSON.parse(attendees) as { address: string }[]).some(({ address }) => isNever(address)),
  )
  forgetAnswers(
    tx.db,
    concerned.flatMap(({ id }) => takeOut(tx, id)),
  )
  return concerned.length
}

export function eraseMeeting(tx: Tx, id: string): void {
  forgetAnswers(tx.db, takeOut(tx, id))
}

/** Answers the ids under which people were told of it. */
function takeOut(tx: Tx, id: string): string[] {
  const { db } = tx
  forgetProposals(tx, { meetingIds: [id] })
  forgetDecisions(tx, id)
  const logged = loggedOf(db, id).map((communication) => communication.id)
  for (const communication of logged) archive(tx, 'communications', communication)
  dropRows(tx, id)
  return [id, ...logged]
}

function dropRows({ db, stale }: Tx, id: string): void {
  db.delete(meetingCopies).where(eq(meetingCopies.meetingId, id)).run()
  const meeting = db.delete(meetings).where(eq(meetings.id, id)).returning().get()
  if (!meeting) return

  const parties = db.delete(meetingParties).where(eq(meetingParties.meeting, meeting.rowid)).returning().all()
  touchMeetings(
    db,
    stale,
    parties.map(({ addressKey }) => addressKey),
  )
}
