/** Which communications no list shows: those with archived investors alone, which are as absent as they are. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { remembered } from '../grid/memo.ts'

/** Their ids as JSON; null when there are none. Few investors are archived, so it is theirs that are looked through. */
export const absentOf = (db: Db): string | null =>
  remembered(db, 'absent communications', () => {
    const ids = prepared<string>(db, absent).pluck().all()
    return ids.length === 0 ? null : JSON.stringify(ids)
  })

const absent = `
  SELECT DISTINCT s.communication_id FROM archived_investors a
  CROSS JOIN live_communication_investors s ON s.investor_id = a.id
  WHERE NOT EXISTS (SELECT 1 FROM live_communication_investors l JOIN live_investors i ON i.id = l.investor_id
    WHERE l.communication_id = s.communication_id)`
