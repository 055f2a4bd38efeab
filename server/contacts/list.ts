import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import type { Page } from '../grid/history.ts'
import { matching, wordsOf } from './matching.ts'

/** A person as the list shows them. `lastContactAt` is the newest e-mail, call, meeting or text they took part in. */
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
  cells: Record<string, unknown>
}

export const contactSorts = { name: 'c.name_key', investor: 'investor_key', last_contact: 'last_contact_at' } as const
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

function fromRaw({ id, name, title, phone, linkedin, lastContactAt, lastContactBy, ...lists }: RawRow): ContactListRow {
  const { emails, investors, cells } = {
    emails: JSON.parse(lists.emails),
    investors: JSON.parse(lists.investors),
    cells: JSON.parse(lists.cells),
  }
  return { id, name, title, phone, linkedin, emails, investors, lastContactAt, lastContactBy, cells }
}

const ofInvestors = `FROM live_contact_roles r JOIN live_investors i ON i.id = r.investor_id WHERE r.contact_id = c.id`
const ofCalls = `FROM live_communication_contacts l JOIN live_communications m ON m.id = l.communication_id
  WHERE l.contact_id = c.id AND m.type <> 'note'`

const select = `
  SELECT c.id, c.name, c.title, c.phone, c.linkedin, c.cells,
    (SELECT json_group_array(address) FROM (SELECT address FROM live_contact_addresses a WHERE a.contact_id = c.id ORDER BY position, id)) AS emails,
    (SELECT json_group_array(json_object('id', i.id, 'name', i.name, 'list', i.list, 'role', r.role)) ${ofInvestors}) AS investors,
    (SELECT min(i.name_key) ${ofInvestors}) AS investor_key,
    (SELECT max(m.occurred_at) ${ofCalls}) AS last_contact_at,
    (SELECT max(m.occurred_at) ${ofCalls}) AS lastContactAt,
    (SELECT u.full_name ${ofCalls.replace('WHERE', 'JOIN live_users u ON u.id = m.user_id WHERE')} ORDER BY m.occurred_at DESC LIMIT 1) AS lastContactBy
  FROM live_contacts c`

const found = `WHERE ${matching('c', '@words')}`
