/** The change log as the messages of an event stream, written by SQLite: who changed what, and never what it said. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { toldEntries } from '../history/never-logged.ts'

/** One entry as `text/event-stream` has it; `admins` says that only they hear of it. */
export type Message = { seq: number; text: string; admins: boolean }

/** A place in the log: an entry's number and its hash, which another history would not have there. */
export type Place = { seq: number; hash: string }

/** `again` when the log is not the one that was read so far, or when more has happened than is worth telling singly. */
export type News = { head: Place; messages: Message[]; again: boolean }

/** Who is further behind is told to read everything again. */
const mostEntries = 2000

const start: Place = { seq: 0, hash: '' }

export const headOf = (db: Db): Place =>
  prepared<Place>(db, 'SELECT seq, hash FROM changes ORDER BY seq DESC LIMIT 1').get() ?? start

/**
 * What was written after this place. A restore brings back another log, or leaves its entry in this one; and what listing
 * somebody as never logged put aside is not told singly, since it would say whose it was.
 */
export function newsSince(db: Db, since: Place): News {
  const rows = prepared<Message & Noted>(db, entriesFrom).all({ seq: since.seq, most: mostEntries + 2 })
  const known = since.seq === 0 ? start : rows.shift()
  const head = rows.at(-1) ?? known
  if (!head || known?.hash !== since.hash || rows.length > mostEntries || rows.some(({ anew }) => anew)) {
    return { head: headOf(db), messages: [], again: true }
  }
  const messages = rows.map(({ seq, text, admins }) => ({ seq, text, admins: Boolean(admins) }))
  return { head: { seq: head.seq, hash: head.hash }, messages, again: false }
}

type Noted = { hash: string; anew: number }

/** The place of this number, if the log has come that far. */
export const placeOf = (db: Db, seq: number): Place | undefined =>
  seq === 0 ? start : prepared<Place>(db, 'SELECT seq, hash FROM changes WHERE seq = ?').get(seq)

const accounts = `'users', 'invitations', 'api_tokens', 'settings', 'never_log'`

const entriesFrom = `
  SELECT seq, hash, entity IN (${accounts}) AS admins, surface = 'restore' OR NOT ${toldEntries()} AS anew,
    'id: ' || seq || char(10) || 'data: ' || json_object('seq', seq, 'at', at,
      'actor', json_object('id', actor_id, 'name', actor_name), 'surface', surface, 'entity', entity,
      'entity_id', entity_id, 'investor_id', investor_id, 'action', action, 'field', field, 'batch_id', batch_id)
    || char(10, 10) AS text
  FROM changes WHERE seq >= @seq ORDER BY seq LIMIT @most`
