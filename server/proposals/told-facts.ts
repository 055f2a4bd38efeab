/** What proposals of a page refer to, looked up together: messages and meetings as one reader may see them, and people. */

import { normaliseAddress } from '../../shared/addresses.ts'
import { hasOpenSubject, isOpenTo } from '../communications/privacy.ts'
import type { Db } from '../db/db.ts'
import { inArray } from '../db/drizzle.ts'
import { contacts } from '../db/live.ts'
import { type MailParty, mailMessages, meetings } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'
import type { Payload } from './kinds.ts'
import type { Header } from './ledger.ts'
import { type Proposal, payloadOf } from './proposals.ts'
import { type Sighting, sightingById, sightingsById } from './sightings.ts'

/**
 * A message in one line: who, whom and when are everybody's to see; `subject` and `snippet` are null when they are kept from
 * the reader, which `isPrivate` tells from a message without any. `id` is null when it is not held itself: somebody new was
 * seen in its header, and that alone is known of it.
 */
export type MessageLine = {
  id: string | null
  at: string
  /** Null when that is not known. */
  direction: 'in' | 'out' | null
  from: Person | null
  to: Person[]
  subject: string | null
  snippet: string | null
  isPrivate: boolean
  /** Why its sender may be another than it claims. */
  doubt: string | null
  /** The mailboxes it lies in, as far as that tells nothing the reader may not know. */
  mailboxes: string[]
}
export type Person = { name: string | null; address: string }
export type MeetingLine = { id: string; at: string; title: string | null; people: Person[]; isPrivate: boolean }

export type Facts = {
  mails: Map<string, MessageLine>
  meetings: Map<string, MeetingLine>
  sightings: Map<string, Sighting>
  names: Map<string, string>
}

export function factsFor(db: Db, readerId: string | null, proposals: Proposal[]): Facts {
  const payloads = proposals.map(payloadOf)
  const sightings = sightingsById(db, idsIn(payloads, 'sighting_id'))
  const behind = [...sightings.values()].flatMap(({ mailId }) => mailId ?? [])
  const people = [...payloads.flatMap(contactsIn), ...proposals.flatMap(contactBehind)]
  return {
    mails: mailsFor(db, readerId, [...idsIn(payloads, 'mail_id'), ...behind]),
    meetings: meetingsFor(db, readerId, idsIn(payloads, 'meeting_id')),
    sightings,
    names: namesOf(db, people),
  }
}

const idsIn = (payloads: Payload[], key: string): string[] =>
  payloads.flatMap((payload) => (typeof payload[key] === 'string' ? [payload[key]] : []))

export const contactsIn = (payload: Payload): string[] => {
  const several = Array.isArray(payload['contact_ids']) ? payload['contact_ids'].map(String) : []
  return typeof payload['contact_id'] === 'string' ? [payload['contact_id'], ...several] : several
}

/** The contact a captured proposal rests on. */
export const contactBehind = ({ evidence }: Proposal): string[] =>
  evidence.flatMap((one) => ('contact_id' in one && typeof one.contact_id === 'string' ? [one.contact_id] : []))

function mailsFor(db: Db, readerId: string | null, ids: string[]): Map<string, MessageLine> {
  if (ids.length === 0) return new Map()

  const m = mailMessages
  const rows = db.select().from(m).where(inArray(m.id, ids)).all()
  const copies = prepared<Copy>(db, mailboxesOf).all(JSON.stringify(ids))
  const boxes = Map.groupBy(copies, ({ mailId }) => mailId)
  return new Map(rows.map((row) => [row.id, mailLine(readerId, row, boxes.get(row.id) ?? [])]))
}

type Copy = { mailId: string; mailbox: string }

const mailboxesOf = `
  SELECT DISTINCT mail_id AS mailId, mailbox FROM mail_copies WHERE mail_id IN (SELECT value FROM json_each(?)) ORDER BY mailbox`

function mailLine(readerId: string | null, mail: typeof mailMessages.$inferSelect, copies: Copy[]): MessageLine {
  const { id, at, direction, parties, subject, snippet, level, participants, nature, natureWhy } = mail
  const guard = { privacy: level, participants }
  const isOpen = isOpenTo(readerId, guard)
  const shown = parties.filter(({ role }) => isOpen || role !== 'bcc')
  const [from = null] = shown.filter(({ role }) => role === 'from').map(person)
  // Whoever got a blind copy is told of by their mailbox too.
  const isNamed = ({ mailbox }: Copy) => isOpen || shown.some(({ address }) => normaliseAddress(address) === mailbox)
  return {
    id,
    at,
    direction,
    from,
    to: shown.filter(({ role }) => role !== 'from').map(person),
    subject: hasOpenSubject(readerId, guard) ? subject : null,
    snippet: isOpen ? snippet : null,
    isPrivate: !isOpen,
    doubt: nature === 'personal' ? natureWhy : null,
    mailboxes: copies.filter(isNamed).map(({ mailbox }) => mailbox),
  }
}

/** All that is known of a message that is not held: where a stranger stood in its header, in whose mailbox, and when. */
export function seenOn({ address, name, mailbox, at }: Sighting, header: Header): MessageLine {
  const [stranger, wrote] = [{ name, address }, header === 'from']
  return {
    id: null,
    at,
    direction: wrote ? 'in' : null,
    from: wrote ? stranger : null,
    to: wrote ? [] : [stranger],
    subject: null,
    snippet: null,
    isPrivate: false,
    doubt: null,
    mailboxes: [mailbox],
  }
}

const person = ({ name, address }: MailParty): Person => ({ name, address })

function meetingsFor(db: Db, readerId: string | null, ids: string[]): Map<string, MeetingLine> {
  if (ids.length === 0) return new Map()

  const rows = db.select().from(meetings).where(inArray(meetings.id, ids)).all()
  return new Map(
    rows.map(({ id, startsAt, title, attendees, level, participants }) => {
      const guard = { privacy: level, participants }
      const people = attendees.map(({ name, address }) => ({ name, address }))
      const isPrivate = !isOpenTo(readerId, guard)
      return [id, { id, at: startsAt, title: hasOpenSubject(readerId, guard) ? title : null, people, isPrivate }]
    }),
  )
}

function namesOf(db: Db, ids: string[]): Map<string, string> {
  if (ids.length === 0) return new Map()

  const rows = db.select({ id: contacts.id, name: contacts.name }).from(contacts).where(inArray(contacts.id, ids)).all()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** The addresses a captured proposal rests on: those of its contacts, or that of the stranger. */
export function markedOn(db: Db, proposal: Proposal): string[] {
  const payload = payloadOf(proposal)
  const stranger = sightingById(db, String(payload['sighting_id'] ?? ''))
  const ids = JSON.stringify(contactsIn(payload))
  return stranger ? [stranger.address] : prepared<string>(db, addressesOf).pluck().all(ids)
}

const addressesOf = `
  SELECT address FROM live_contact_addresses WHERE contact_id IN (SELECT value FROM json_each(?))`
