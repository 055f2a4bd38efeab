import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { quietDays } from './quiet-days.ts'

/** An investor nobody was in touch with for longer than `after` days, the days their stage or list allows. */
export type Quiet = {
  id: string
  name: string
  list: string
  stage: string | null
  ownerId: string | null
  after: number
  lastContactId: string
  lastContactAt: string
  lastContactBy: string | null
  lastContactType: string | null
}
type Asked = { userId?: string | undefined }
type Page = { limit: number; offset: number }

/**
 * Investors going quiet: the furthest in the open pipeline first, then those won, then the others, each the longest silent
 * first. Whoever has a meeting ahead is not, nor whom nobody was ever in touch with: those are yet to be won. `userId`
 * narrows it to one owner's.
 */
export function goingQuiet(db: Db, now: Date, { userId }: Asked, page: Page): { investors: Quiet[]; total: number } {
  const { lists, stages } = quietDays(db)
  const values = {
    now: now.toISOString(),
    lists: JSON.stringify(lists),
    stages: JSON.stringify(stages),
    user: userId ?? null,
  }
  const investors = prepared(
    db,
    `${quiet} ORDER BY isOpen DESC, stagePosition DESC NULLS LAST, lastContactAt, id LIMIT @limit OFFSET @offset`,
  ).all({
    ...values,
    ...page,
  })
  const total = Number(prepared(db, `SELECT count(*) FROM (${quiet})`).pluck().get(values))
  return { investors: investors as Quiet[], total }
}

const quiet = `
  SELECT * FROM (
    SELECT i.id, i.name, i.list, s.stage, s.stage_position AS stagePosition,
      EXISTS (SELECT 1 FROM live_stages WHERE key = s.stage AND kind = 'open') AS isOpen, i.owner AS ownerId,
      coalesce((SELECT value FROM json_each(@stages) WHERE key = s.stage),
        (SELECT value FROM json_each(@lists) WHERE key = i.list), 0) AS after,
      s.last_contact_id AS lastContactId, s.last_contact_at AS lastContactAt, s.last_contact_by AS lastContactBy,
      s.last_contact_type AS lastContactType
    FROM live_investors i JOIN investor_summaries s ON s.investor_id = i.id
    WHERE s.last_contact_at IS NOT NULL AND (s.next_meeting_at IS NULL OR s.next_meeting_at <= @now) AND (@user IS NULL OR i.owner = @user)
  ) WHERE after > 0 AND lastContactAt < strftime('%Y-%m-%dT%H:%M:%fZ', @now, '-' || after || ' days')`
