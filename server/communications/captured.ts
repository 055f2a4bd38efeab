/**
 * Captured mail of people in the record that nothing proposes to log: newsletters and automatic mail, letters to a crowd, and
 * those of contacts without investors. It is stored and shown, and counts for nothing. What waits in Review, or was rejected
 * there, is none of it.
 */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { remembered } from '../grid/memo.ts'
import { type CommunicationFilter, type Key, valuesOf } from './filter.ts'
import { mayFind } from './search.ts'

/** `since` in `page` is where the reader does not look any more. */
type Page = { most: number; from?: string; begun: boolean }

/** The newest of them that the filter lets through. */
export function capturedKeys(db: Db, filter: CommunicationFilter, { most, from = '', begun }: Page): Key[] {
  const { where, values } = wanted(filter, begun)
  if (where === null) return []

  const sql = `SELECT m.id, m.at FROM mail_messages m WHERE m.at >= @from AND ${where} ORDER BY m.at DESC, m.id DESC LIMIT @most`
  return prepared<Key>(db, sql).all({ ...values, most, from })
}

/** Storing one stands in no log: the newest of all messages tells that there are others. */
export function capturedTotal(db: Db, filter: CommunicationFilter, begun: boolean): number {
  const { where, values } = wanted(filter, begun)
  if (where === null) return 0

  const newest = prepared(db, 'SELECT max(rowid) FROM mail_messages').pluck().get()
  const count = () => Number(prepared(db, `SELECT count(*) FROM mail_messages m WHERE ${where}`).pluck().get(values))
  return remembered(db, `captured ${newest} ${begun} ${JSON.stringify(filter)}`, count)
}

/** The same as a part of a list in another order: `captured` has the columns such a list can be sorted by. */
export function capturedSet(filter: CommunicationFilter, begun: boolean) {
  const { where, values } = wanted(filter, begun)
  const sql = `SELECT m.id, m.at AS occurred_at, m.stored_at AS created_at, m.stored_at AS updated_at, 'email' AS type
    FROM mail_messages m WHERE ${where ?? 'false'}`
  return { sql, values }
}

/** Whether there is such a message. */
export const isCaptured = (db: Db, id: string): boolean =>
  capturedKeys(db, { id }, { most: 1, begun: false }).length > 0

const isLeft = `
  NOT EXISTS (SELECT 1 FROM live_communications d WHERE d.mail_id = m.id)
  AND NOT EXISTS (SELECT 1 FROM live_proposals d WHERE d.source = 'capture'
    AND d.occasion >= 'mail:' || m.id || ':' AND d.occasion < 'mail:' || m.id || ';')
  AND EXISTS (SELECT 1 FROM mail_parties q CROSS JOIN live_contact_addresses a ON a.address_key = q.address_key
    CROSS JOIN live_contacts p ON p.id = a.contact_id WHERE q.mail = m.rowid)`

/** Null when no mail can be meant. */
function wanted({ search, type, ...filter }: CommunicationFilter, begun: boolean) {
  const found = search === undefined ? { sql: [], values: {} } : mayFind(search, filter.readerId ?? null, begun)
  const values = { ...valuesOf(filter), ...found?.values }
  if (found === null || (type !== undefined && type !== 'email')) return { where: null, values }

  const asked = Object.entries(conditions).filter(([name]) => filter[name as keyof typeof filter] !== undefined)
  return { where: [...asked.map(([, sql]) => sql), ...found.sql, isLeft].join(' AND '), values }
}

const on = (keys: string, roles?: string) =>
  `m.rowid IN (SELECT mail FROM mail_parties WHERE address_key IN (${keys})${roles ? ` AND role IN (${roles})` : ''})`
const among = (name: string) => `SELECT value FROM json_each(@${name})`

const conditions: Partial<Record<keyof CommunicationFilter, string>> = {
  id: 'm.id = @id',
  threadId: 'm.thread_id = @threadId',
  userId: 'EXISTS (SELECT 1 FROM mail_copies k WHERE k.mail_id = m.id AND k.user_id = @userId)',
  investorId: on(`SELECT a.address_key FROM live_contact_roles r CROSS JOIN live_investors i ON i.id = r.investor_id
    CROSS JOIN live_contacts p ON p.id = r.contact_id CROSS JOIN live_contact_addresses a ON a.contact_id = p.id
    WHERE r.investor_id = @investorId`),
  contactId: on('SELECT address_key FROM live_contact_addresses WHERE contact_id = @contactId'),
  address: on(among('address')),
  sender: on(among('sender'), "'from'"),
  recipient: on(among('recipient'), "'to', 'cc', 'bcc'"),
  direction: 'm.direction = @direction',
  since: 'm.at >= @since',
  until: 'm.at < @until',
}
