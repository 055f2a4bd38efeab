import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import type { Page } from '../history/history.ts'
import { matching, wordsOf } from './matching.ts'

/**
 * A person as the list shows them. `lastContactAt` is the newest e-mail, call, meeting or text they took part in, which
 * `lastContactId` names.
 */
export type ContactListRow = {
  id: string
  name: string
  title: string | null
  phone: string | null
  linkedin: string | null
  emails: string[]
  investors: { id: string; name: string; list: string; role: string | null }[]
  lastContactAt: string | null
  lastContactBy: string | null
  lastContactType: string | null
  lastContactId: string | null
  lastInboundAt: string | null
  nextMeetingAt: string | null
  nextMeetingId: string | null
  cells: Record<string, unknown>
}

export const contactSorts = {
  name: 'c.name_key',
  investor: 'investor_key',
  last_contact: 's.last_contact_at',
  last_heard: 's.last_inbound_at',
  next_meeting: 's.next_meeting_at',
} as const
export type ContactSort = { key: keyof typeof contactSorts; descending: boolean }

/** People whose name, title, address or investor holds every word of `search`, one page of them. */
export function listContacts(db: Db, search: string, sort: ContactSort, page: Page) {
  const words = wordsOf(search)
  const order = `${contactSorts[sort.key]} ${sort.descending ? 'DESC' : 'ASC'} NULLS LAST, c.name_key, c.id`
  const rows = prepared(db, `${select} ${found} ORDER BY ${order} LIMIT @limit OFFSET @offset`).all({
    words,
    ...page,
  })
  const total = Number(prepared(db, `SELECT count(*) FROM live_contacts c ${found}`).pluck().get({ words }))
  return { contacts: (rows as RawRow[]).map(fromRaw), total }
}

type RawRow = Omit<ContactListRow, 'emails' | 'investors' | 'cells'> & {
  emails: string
  investors: string
  cells: string
}

const fromRaw = ({ emails, investors, cells, ...facts }: RawRow): ContactListRow => ({
  ...facts,
  emails: JSON.parse(emails),
  investors: JSON.parse(investors),
  cells: JSON.parse(cells),
})

const ofInvestors = `FROM live_contact_roles r JOIN live_investors i ON i.id = r.investor_id WHERE r.contact_id = c.id`

const select = `
  SELECT c.id, c.name, c.title, c.phone, c.linkedin, c.cells,
    (SELECT json_group_array(address) FROM (SELECT address FROM live_contact_addresses a WHERE a.contact_id = c.id ORDER BY position, id)) AS emails,
    (SELECT json_group_array(json_object('id', i.id, 'name', i.name, 'list', i.list, 'role', r.role)) ${ofInvestors}) AS investors,
    (SELECT min(i.name_key) ${ofInvestors}) AS investor_key,
    s.last_contact_at AS lastContactAt, s.last_contact_type AS lastContactType, s.last_contact_id AS lastContactId,
    (SELECT full_name FROM live_users u WHERE u.id = s.last_contact_by) AS lastContactBy,
    s.last_inbound_at AS lastInboundAt, s.next_meeting_at AS nextMeetingAt, s.next_meeting_id AS nextMeetingId
  FROM live_contacts c LEFT JOIN contact_summaries s ON s.contact_id = c.id`

const found = `WHERE ${matching('c', '@words')}`
