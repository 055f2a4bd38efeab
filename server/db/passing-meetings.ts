/** A next meeting passes though nobody writes anything: by schedule it becomes the last contact, and the one after it the next. */
import type { Db } from './db.ts'
import { nextEpoch } from './epoch.ts'
import { prepared } from './prepared.ts'
import { nothingStale, touchNextMeeting } from './stale.ts'
import { refreshSummaries } from './summaries.ts'
import { touchCells } from './touched.ts'
import { derive } from './write.ts'

/** Works out anew whose next meeting has begun by now; of how many investors and people that is. */
export function refreshPassedMeetings(db: Db, now: Date): number {
  const at = now.toISOString()
  const investors = prepared(db, 'SELECT investor_id FROM investor_summaries WHERE next_meeting_at <= ?')
    .pluck()
    .all(at)
  const people = prepared(db, 'SELECT contact_id FROM contact_summaries WHERE next_meeting_at <= ?').pluck().all(at)
  if (investors.length + people.length === 0) return 0

  const stale = nothingStale()
  for (const id of investors) touchPassed(stale, String(id))
  for (const id of people) for (const part of ['personContact', 'personMeeting'] as const) stale[part].add(String(id))
  derive(db, () => refreshSummaries(db, stale, now))
  nextEpoch(db)
  return investors.length + people.length
}

function touchPassed(stale: ReturnType<typeof nothingStale>, investorId: string): void {
  touchNextMeeting(stale, investorId)
  stale.lastContact.add(investorId)
  touchCells(stale.touched, investorId, ['last_contact_at', 'last_contact_by', 'last_contact_type'])
}
