import type { Db } from '../../db/db.ts'
import { prepared } from '../../db/prepared.ts'
import { find } from '../../db/write.ts'
import type { Field } from '../fields.ts'

/** Columns of investors that were deleted, newest first; of several that had one name, only the newest. */
export function archivedFields(db: Db): Field[] {
  const once = prepared<string>(db, archivedOnce).pluck().all()
  const fields = once.map((id) => find(db, 'fields', id) as Field | null)
  const archived = fields.filter((field) => field !== null && field.deletedAt !== null && field.entity === 'investors')
  return [
    ...new Map((archived as Field[]).toReversed().map((field) => [field.label.trim().toLowerCase(), field])).values(),
  ]
}

const archivedOnce = `
  SELECT entity_id FROM changes WHERE entity = 'fields' AND action = 'archive' GROUP BY entity_id ORDER BY max(seq) DESC`
