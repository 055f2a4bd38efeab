import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'

/** Somebody we know at a meeting, with the investors they belong to. */
export type Matched = { contactId: string; name: string; investorIds: string[] }

/** Who of the record is at a meeting: by any of their addresses, and never who declined. */
export function matchOfMeeting(db: Db, meetingId: string): Matched[] {
  const rows = prepared<{ contactId: string; name: string; investorIds: string }>(db, matchSql).all(meetingId)
  return rows.map(({ investorIds, ...contact }) => ({ ...contact, investorIds: JSON.parse(investorIds) }))
}

const matchSql = `
  SELECT c.id AS contactId, c.name, (
    SELECT json_group_array(investor_id) FROM (
      SELECT r.investor_id FROM live_contact_roles r JOIN live_investors i ON i.id = r.investor_id
      WHERE r.contact_id = c.id ORDER BY r.id
    )) AS investorIds
  FROM live_contacts c WHERE c.id IN (
    SELECT a.contact_id FROM meetings m CROSS JOIN meeting_parties p ON p.meeting = m.rowid
    CROSS JOIN live_contact_addresses a ON a.address_key = p.address_key WHERE m.id = ?
  ) ORDER BY c.id`
