/** Logging what capture holds. The payload names the message or the meeting; their words stand in neither. */
import { z } from 'zod'
import {
  type Captured,
  capturedMail,
  capturedMeeting,
  logMail,
  logMeeting,
  unlog,
} from '../communications/log-captured.ts'
import { findContact } from '../contacts/contacts.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { UserError } from '../errors.ts'
import { requireInvestor, summaryOf } from '../grid/investors.ts'
import { likeField } from '../history/describe.ts'
import { type Difference, kind, type Payload } from './kind.ts'

const about = {
  investor_id: z.string(),
  contact_ids: z.array(z.string()).max(100).default([]),
  summary: z
    .string()
    .trim()
    .max(2000, 'Keep the summary under 2,000 characters.')
    .refine((text) => !text.includes('\0'), 'Text cannot hold a NUL character.')
    .optional()
    .describe('What a person writes about it, in the place of its own words.'),
}

/** What somebody writes about a private message is as private, and stands with it alone. */
const withoutSummary = ({ summary: _, ...others }: Payload): Payload => others

export const logEmail = kind({
  title: 'Log an e-mail',
  shape: z.strictObject({ mail_id: z.string(), ...about }),
  check: (db, payload) => requireThere(db, findMail(db, payload.mail_id), payload),
  differences: (db, payload) => logDifferences(db, findMail(db, payload.mail_id), 'E-mail', payload),
  apply: (tx, payload) => void logMail(tx, findMail(tx.db, payload.mail_id), aboutOf(payload)),
  takeBack: (tx, { mail_id, investor_id }) => takeOff(tx, capturedMail(tx.db, mail_id), investor_id),
  kept: withoutSummary,
})

export const logMeetingKind = kind({
  title: 'Log a meeting',
  shape: z.strictObject({ meeting_id: z.string(), ...about }),
  check: (db, payload) => requireThere(db, findMeeting(db, payload.meeting_id), payload),
  differences: (db, payload) => logDifferences(db, findMeeting(db, payload.meeting_id), 'Meeting', payload),
  apply: (tx, payload) => void logMeeting(tx, findMeeting(tx.db, payload.meeting_id), aboutOf(payload)),
  takeBack: (tx, { meeting_id, investor_id }) => takeOff(tx, capturedMeeting(tx.db, meeting_id), investor_id),
  kept: withoutSummary,
})

type About = { investor_id: string; contact_ids: string[]; summary?: string | undefined }

const aboutOf = ({ investor_id, contact_ids, summary }: About) => ({
  investorId: investor_id,
  contactIds: contact_ids,
  summary,
})

function findMail(db: Db, id: string) {
  const mail = capturedMail(db, id)
  if (!mail) throw new UserError('conflict', 'The e-mail is not held any more.')

  return mail
}

function findMeeting(db: Db, id: string) {
  const meeting = capturedMeeting(db, id)
  if (!meeting) throw new UserError('conflict', 'The meeting is not held any more.')

  return meeting
}

function requireThere(db: Db, _captured: Captured, { investor_id, contact_ids }: About): void {
  requireInvestor(db, investor_id)
  for (const id of contact_ids) findContact(db, id)
}

function takeOff(tx: Parameters<typeof unlog>[0], captured: Captured | null, investorId: string): void {
  if (captured?.logged) unlog(tx, captured.logged, investorId)
}

/** What the timeline gets, and the last contact when this is newer; what is still ahead is the next meeting at most. */
function logDifferences(db: Db, { at }: Captured, kind: string, { investor_id, contact_ids, summary }: About) {
  const { lastContactAt: last, nextMeetingAt: next } = summaryOf(db, investor_id)
  // The first of all meetings to come, logged or not, is the next one: whatever is not before it is to come too.
  const isAhead = next !== null && at >= next
  const what = !isAhead ? kind : at === next ? 'Next meeting' : 'Meeting ahead'
  const people = contact_ids.flatMap((id) => nameOf(db, id) ?? [])
  const time = likeField('', 'datetime')
  const differences: Difference[] = [
    { field: 'timeline', label: 'Timeline', current: null, proposed: what },
    ...(summary ? [{ field: 'summary', label: 'Summary', current: null, proposed: summary }] : []),
    ...(people.length > 0 ? [{ field: 'people', label: 'With', current: null, proposed: people.join(', ') }] : []),
  ]
  return !isAhead && (last === null || last < at)
    ? [...differences, { field: 'last_contact_at', label: 'Last contact', current: last, proposed: at, column: time }]
    : differences
}

const nameOf = (db: Db, id: string) =>
  prepared<string>(db, 'SELECT name FROM live_contacts WHERE id = ?').pluck().get(id)
