/** Whether somebody saved a view in between. */
import type { Db } from '../../db/db.ts'
import { prepared } from '../../db/prepared.ts'
import { UserError } from '../../errors.ts'
import type { View, ViewPatch } from './saved-views.ts'

type Newer = { at: string; by: string; by_id: string | null }

/** 409 with what is needed to choose: the definition as it is, by whom and since when. */
export function refuseStale(db: Db, view: View, patch: ViewPatch): void {
  if (patch.expected_version === undefined || patch.expected_version >= view.version) return

  const asked = (['name', 'definition', 'locked'] as const).filter((field) => patch[field] !== undefined)
  const newer = prepared<Newer>(db, newestChange).get({
    view: view.id,
    version: patch.expected_version,
    fields: JSON.stringify(asked),
  })
  if (!newer) return

  throw new UserError('version_conflict', `${newer.by} saved “${view.name}” in the meantime.`, {
    version: view.version,
    updated_at: newer.at,
    updated_by: newer.by_id,
    name: view.name,
    definition: view.definition,
    by: newer.by,
    at: newer.at,
  })
}

const newestChange = `
  SELECT at, actor_name AS by, actor_id AS by_id FROM changes
  WHERE entity = 'views' AND entity_id = @view AND version > @version AND field IN (SELECT value FROM json_each(@fields))
  ORDER BY seq DESC LIMIT 1`
