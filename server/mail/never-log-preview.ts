import type { Db } from '../db/db.ts'
import type { MailParty } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'
import type { Wanted } from './never-log.ts'
import { holdsFor } from './own.ts'

/** What listing somebody would erase: stored messages and meetings, and who of the record has such an address (they stay). */
export type NeverLogPreview = { messages: number; meetings: number; people: string[] }

/** Looks, and writes nothing. */
export function previewNeverLog(db: Db, wanted: Wanted): NeverLogPreview {
  const isTheirs = holdsFor(wanted)
  const column = (sql: string, ...values: unknown[]) =>
    prepared<string>(db, sql)
      .pluck()
      .all(...values)
  const mailKeys = column('SELECT DISTINCT address_key FROM mail_parties').filter(isTheirs)
  const meetings = column('SELECT attendees FROM meetings').filter((json) =>
    (JSON.parse(json) as Pick<MailParty, 'address'>[]).some(({ address }) => isTheirs(address)),
  )
  const ownKeys = column('SELECT DISTINCT address_key FROM live_contact_addresses').filter(isTheirs)
  return {
    messages: Number(column(messagesOf, JSON.stringify(mailKeys))[0]),
    meetings: meetings.length,
    people: column(peopleOf, JSON.stringify(ownKeys)),
  }
}

const messagesOf = `
  SELECT count(DISTINCT mail) FROM mail_parties WHERE address_key IN (SELECT value FROM json_each(?))`

const peopleOf = `
  SELECT name FROM live_contacts WHERE id IN (
    SELECT contact_id FROM live_contact_addresses WHERE address_key IN (SELECT value FROM json_each(?)))
  ORDER BY name, id`
