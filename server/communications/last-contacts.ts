import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import type { Communication } from './log.ts'

export type LastWord = { at: string; type: Communication['type']; by: string | null }

/** The newest communication with each of these people, by contact id; notes are not contact. */
export function lastContacts(db: Db, contactIds: string[]): Map<string, LastWord> {
  const rows = prepared<LastWord & { contact: string }>(db, newest).all(JSON.stringify(contactIds))
  return new Map(rows.map(({ contact, ...word }) => [contact, word]))
}

const newest = `
  SELECT s.contact_id AS contact, s.last_contact_at AS at, s.last_contact_type AS type, u.full_name AS by
  FROM contact_summaries s LEFT JOIN live_users u ON u.id = s.last_contact_by
  WHERE s.contact_id IN (SELECT value FROM json_each(?)) AND s.last_contact_at IS NOT NULL`
