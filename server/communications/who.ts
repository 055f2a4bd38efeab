/** A person as somebody types them into a filter: a colleague, a contact or an address, and what is asked of them. */
import { normaliseAddress } from '../../shared/addresses.ts'
import { fold } from '../../shared/fold.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import type { CommunicationFilter } from './filter.ts'

export type Who = { kind: 'colleague' | 'contact' | 'address'; id: string; name: string }
/** What was said with them, what they wrote, or what was written to them. */
export const ways = ['with', 'by', 'to'] as const
export type Way = (typeof ways)[number]

const most = 8

/** Everybody whose name or address this may be; an address nobody has stands for itself. */
export function whoIs(db: Db, text: string): Who[] {
  const key = normaliseAddress(text)
  const name = `%${fold(text).replace(/[%_]/g, '')}%`
  const found = prepared<Who>(db, key ? byAddress : byName).all({ key, name, most })
  return found.length === 0 && key ? [{ kind: 'address', id: key, name: text.trim() }] : found
}

/** The one this id is of; null when there is none. */
export const findWho = (db: Db, id: string): Who | null => prepared<Who>(db, byId).get({ id }) ?? null

const colleague = `SELECT 'colleague' AS kind, id, full_name AS name FROM live_users`
const contact = `SELECT 'contact' AS kind, c.id, c.name FROM live_contacts c`
const byName = `SELECT * FROM (${colleague} WHERE lower(full_name) LIKE @name LIMIT @most)
  UNION ALL SELECT * FROM (${contact} WHERE c.name_key LIKE @name ORDER BY c.name_key LIMIT @most) LIMIT @most`
const byAddress = `${colleague} WHERE email_key = @key
  UNION ALL ${contact} JOIN live_contact_addresses a ON a.contact_id = c.id WHERE a.address_key = @key LIMIT @most`
const byId = `${colleague} WHERE id = @id UNION ALL ${contact} WHERE c.id = @id`

/** Narrows a list to a person. What a colleague or a contact wrote is told by their addresses. */
export function filterBy(db: Db, { kind, id }: Who, way: Way): CommunicationFilter {
  const on = kind === 'address' ? [id] : addressesOf(db, kind, id)
  if (way === 'to') return kind === 'contact' ? { contactId: id, recipient: on } : { recipient: on }
  if (kind === 'address') return way === 'by' ? { sender: on } : { address: on }

  const theirs = kind === 'contact' ? { contactId: id } : { userId: id }
  return way === 'by' ? { ...theirs, sender: on } : theirs
}

const addressesOf = (db: Db, kind: 'colleague' | 'contact', id: string): string[] =>
  prepared<string>(db, kind === 'contact' ? ofContact : ofColleague)
    .pluck()
    .all({ id })

const ofContact = 'SELECT address_key FROM live_contact_addresses WHERE contact_id = @id'
const ofColleague = `
  SELECT email_key FROM live_users WHERE id = @id
  UNION SELECT lower(address) FROM live_mailboxes WHERE user_id = @id
  UNION SELECT a.address_key FROM mail_aliases a JOIN live_mailboxes b ON b.address = a.mailbox WHERE b.user_id = @id`
