/**
 * Logging what capture holds. The record gets no word of it: a communication names the message or the meeting, and its words
 * are read from there, so that they can be erased.
 */
import { normaliseAddress } from '../../shared/addresses.ts'
import type { Db } from '../db/db.ts'
import { isNoiseSql } from '../db/noise-sql.ts'
import { prepared } from '../db/prepared.ts'
import { amend, archive, record, type Tx } from '../db/write.ts'
import { inTouch } from './in-touch.ts'
import { isLinked, linkInvestor, linkPerson } from './links.ts'
import type { Mail } from './log.ts'

/** A captured message or meeting, without its words. `userId` is the colleague in touch, `logged` its communication. */
export type Captured = {
  id: string
  rowid: number
  at: string
  userId: string | null
  logged: string | null
}
export type CapturedMail = Captured & {
  direction: 'in' | 'out'
  natureWhy: string | null
  /** Nothing proposes to log it. */
  noise: 0 | 1
  from: string | null
  messageId: string | null
}
export type CapturedMeeting = Captured & { status: string; attendees: number }

/** Null when it was erased. */
export function capturedMail(db: Db, mailId: string): CapturedMail | null {
  const mail = prepared<Omit<CapturedMail, 'userId'>>(db, mailById).get(mailId)
  return mail ? { ...mail, userId: inTouch(db, mailId) } : null
}

const mailById = `
  SELECT m.id, m.rowid, m.at, m.direction, m.nature_why AS natureWhy, ${isNoiseSql} AS noise,
    m.from_address AS "from", m.message_id AS messageId,
    (SELECT id FROM live_communications WHERE mail_id = m.id LIMIT 1) AS logged
  FROM mail_messages m WHERE m.id = ?`

/**
 * The captured message somebody has before them: this mailbox's own copy, else the one with its Message-ID and, where that is
 * known, its sender. Of several that claim one Message-ID none is meant.
 */
export function capturedAs(db: Db, { copy, messageId, from }: Mail): CapturedMail | null {
  const own = copy && prepared<string>(db, copyOf).pluck().get(copy.mailbox, copy.gmailId)
  if (own) return capturedMail(db, own)
  if (!messageId) return null

  const claimed = prepared<string>(db, claiming)
    .pluck()
    .all(messageId)
    .flatMap((id) => capturedMail(db, id) ?? [])
  const theirs = from ? claimed.filter((mail) => isSameSender(from, mail.from)) : claimed
  return theirs.length === 1 ? (theirs[0] ?? null) : null
}

const copyOf = 'SELECT mail_id FROM mail_copies WHERE mailbox = ? AND gmail_id = ?'
const claiming = 'SELECT id FROM mail_messages WHERE message_id = ?'

/** Two messages may share a Message-ID by mistake or malice; then the one from that sender is meant. */
export const isSameSender = (logged: string | null, from: string | null): boolean =>
  logged === null || (from !== null && normaliseAddress(logged) === normaliseAddress(from))

/** Whether a user holds a copy of the message. */
export const tookPart = (db: Db, mailId: string, userId: string | null): boolean =>
  prepared(db, 'SELECT 1 FROM mail_copies WHERE mail_id = ? AND user_id = ?').get(mailId, userId) !== undefined

/** What somebody wrote about a message; nothing when it only repeats what the message says itself. */
export function ownWords(db: Db, mailId: string, summary: string): string | undefined {
  const subject = prepared(db, 'SELECT subject FROM mail_messages WHERE id = ?').pluck().get(mailId)
  return summary === subject || saysNothing.test(summary) ? undefined : summary
}

/** What the sidebar sends when nobody has typed anything. */
const saysNothing = /^E-mail( from .+)?$/

/** Null when it was erased. The colleague in touch is the organizer when they are ours, else whose calendar had it first. */
export const capturedMeeting = (db: Db, meetingId: string): CapturedMeeting | null =>
  prepared<CapturedMeeting>(db, meetingById).get(meetingId) ?? null

const meetingById = `
  SELECT m.id, m.rowid, m.starts_at AS at, m.status, json_array_length(m.attendees) AS attendees,
    (SELECT user_id FROM meeting_copies WHERE meeting_id = m.id
      ORDER BY user_id IS NULL, lower(mailbox) <> lower(coalesce(m.organizer, '')), mailbox LIMIT 1) AS userId,
    (SELECT id FROM live_communications WHERE meeting_id = m.id LIMIT 1) AS logged
  FROM meetings m WHERE m.id = ?`

/** `summary` is what a person writes about it; left out, its own words stand in its place. */
export type About = { investorId: string; contactIds: string[]; summary?: string | undefined }

/** Logs a captured message with an investor; one that is logged already is linked to the investor and the people too. */
export function logMail(tx: Tx, mail: CapturedMail, about: About): string {
  const facts = { type: 'email' as const, mailId: mail.id, direction: mail.direction }
  return mail.logged ? joinLogged(tx, mail, mail.logged, about) : recordCaptured(tx, mail, facts, about)
}

/** The same for a meeting. */
export function logMeeting(tx: Tx, meeting: CapturedMeeting, about: About): string {
  const facts = { type: 'meeting' as const, meetingId: meeting.id }
  return meeting.logged ? joinLogged(tx, meeting, meeting.logged, about) : recordCaptured(tx, meeting, facts, about)
}

type Facts = { type: 'email'; mailId: string; direction: 'in' | 'out' } | { type: 'meeting'; meetingId: string }

/** Nothing can be linked to a new row yet, so nothing is looked up. */
function recordCaptured(tx: Tx, { at, userId }: Captured, facts: Facts, about: About): string {
  const values = { ...facts, summary: about.summary ?? '', occurredAt: at, userId }
  const { id } = record(tx, 'communications', values)
  linkInvestor(tx, { id, occurredAt: at }, about.investorId)
  for (const contactId of new Set(about.contactIds))
    record(tx, 'communication_contacts', { communicationId: id, contactId, occurredAt: at })
  return id
}

function joinLogged(tx: Tx, { at }: Captured, id: string, { investorId, contactIds, summary }: About): string {
  const communication = { id, occurredAt: occurredAt(tx.db, id) ?? at }
  if (!isLinked(tx.db, id, investorId)) linkInvestor(tx, communication, investorId)
  for (const contactId of contactIds) linkPerson(tx, communication, contactId)
  if (summary && summaryOf(tx.db, id) === '') amend(tx, 'communications', id, { summary })
  return id
}

const occurredAt = (db: Db, id: string) =>
  prepared<string>(db, 'SELECT occurred_at FROM live_communications WHERE id = ?').pluck().get(id)

const summaryOf = (db: Db, id: string) =>
  prepared(db, 'SELECT summary FROM live_communications WHERE id = ?').pluck().get(id)

/** Takes an investor off a communication, and puts the communication aside when that was its last one. */
export function unlog(tx: Tx, communicationId: string, investorId: string): void {
  const links = prepared<{ id: string; investor: string }>(tx.db, linksOf).all(communicationId)
  for (const { id } of links.filter(({ investor }) => investor === investorId)) {
    archive(tx, 'communication_investors', id)
  }
  if (links.every(({ investor }) => investor === investorId)) archive(tx, 'communications', communicationId)
}

const linksOf = `
  SELECT id, investor_id AS investor FROM live_communication_investors WHERE communication_id = ?`
