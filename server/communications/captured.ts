/**
 * Captured mail of people in the record that nothing proposes to log: newsletters and automatic mail, letters to a crowd, and
 * those of contacts without investors. It is stored and shown, and counts for nothing. What waits in Review, or was rejected
 * there, is none of it.
 */
import type { Db } from '../db/db.ts'
import { isNoiseSql as isNoise } from '../db/noise-sql.ts'
import { prepared } from '../db/prepared.ts'
import { remembered } from '../grid/memo.ts'
import { type CommunicationFilter, type Key, valuesOf } from './filter.ts'
import { newestFirst } from './keys.ts'
import { mayFind } from './search.ts'

/** `from` is where the reader does not look any more. */
type Page = { most: number; from?: string; begun: boolean }

/** The newest of them that the filter lets through. */
export function capturedKeys(db: Db, filter: CommunicationFilter, { most, from = '', begun }: Page): Key[] {
  const { parts, values } = wanted(filter, begun)
  const keys = parts.flatMap((where) => {
    const sql = `SELECT m.id, m.at FROM mail_messages m WHERE m.at >= @from AND ${where} ORDER BY m.at DESC LIMIT @most`
    return prepared<Key>(db, sql).all({ ...values, most, from })
  })
  return keys.sort(newestFirst).slice(0, most)
}

export function capturedTotal(db: Db, filter: CommunicationFilter, begun: boolean): number {
  const { parts, values } = wanted(filter, begun)
  const counted = (where: string) =>
    Number(prepared(db, `SELECT count(*) FROM mail_messages m WHERE ${where}`).pluck().get(values))
  return remembered(db, `captured ${begun} ${JSON.stringify(filter)}`, () =>
    parts.reduce((sum, where) => sum + counted(where), 0),
  )
}

/** The same as a part of a list in another order, with the columns such a list can be sorted by; null when none can be meant. */
export function capturedSet(filter: CommunicationFilter, begun: boolean) {
  const { parts, values } = wanted(filter, begun)
  const sql = parts.map(
    (where) => `SELECT m.id, m.at AS occurred_at, m.stored_at AS created_at, m.stored_at AS updated_at, 'email' AS type
    FROM mail_messages m WHERE ${where}`,
  )
  return { sql: sql.length > 0 ? sql.join(' UNION ALL ') : null, values }
}

/** Whether there is such a message. */
export const isCaptured = (db: Db, id: string): boolean =>
  capturedKeys(db, { id }, { most: 1, begun: false }).length > 0

/** What is no noise, and nothing proposes it for none of its people has an investor. */
const isLoose = `m.rowid IN (
  SELECT q.mail FROM live_contacts p CROSS JOIN live_contact_addresses a ON a.contact_id = p.id
  CROSS JOIN mail_parties q ON q.address_key = a.address_key
  WHERE NOT EXISTS (SELECT 1 FROM live_contact_roles r JOIN live_investors i ON i.id = r.investor_id WHERE r.contact_id = p.id))`
const isLeft = `
  NOT EXISTS (SELECT 1 FROM live_communications d WHERE d.mail_id = m.id)
  AND NOT EXISTS (SELECT 1 FROM live_proposals d WHERE d.source = 'capture'
    AND d.occasion >= 'mail:' || m.id || ':' AND d.occasion < 'mail:' || m.id || ';')
  AND EXISTS (SELECT 1 FROM mail_parties q WHERE q.mail = m.rowid AND +q.address_key IN (
    SELECT a.address_key FROM live_contacts p CROSS JOIN live_contact_addresses a ON a.contact_id = p.id))`

/** Conditions on `m` that no message meets two of; none when no mail can be meant. */
function wanted({ search, type, ...filter }: CommunicationFilter, begun: boolean) {
  const found = search === undefined ? { sql: [], values: {} } : mayFind(search, filter.readerId ?? null, begun)
  const values = { ...valuesOf(filter), ...found?.values }
  if (found === null || (type !== undefined && type !== 'email')) return { parts: [], values }

  const asked = Object.entries(conditions).filter(([name]) => filter[name as keyof typeof filter] !== undefined)
  const where = [...asked.map(([, sql]) => sql), ...found.sql, isLeft].join(' AND ')
  return { parts: [`${isNoise} AND ${where}`, `NOT ${isNoise} AND ${isLoose} AND ${where}`], values }
}

/** Asked of each message, since few are left to ask: whether somebody with one of these addresses is on it. */
const on = (keys: string, roles?: string) => `EXISTS (SELECT 1 FROM mail_parties o
  WHERE o.mail = m.rowid AND o.address_key IN (${keys})${roles ? ` AND o.role IN (${roles})` : ''})`
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
