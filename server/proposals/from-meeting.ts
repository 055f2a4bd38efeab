/** What a captured meeting proposes: to log it with the investors of everybody invited. */
import { type CapturedMeeting, capturedMeeting, logMeeting } from '../communications/log-captured.ts'
import { isUsers } from '../db/address-sql.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { amend, archive, type Tx } from '../db/write.ts'
import { occasions, put, standing, waitingFor, withdrawProposals } from './ledger.ts'
import { mostRecipients } from './noise.ts'
import { isApprovedBySelf } from './policies.ts'

/** Called whenever a meeting was stored or changed, and again when an address on it becomes somebody's. */
export function proposeFromMeeting(tx: Tx, meetingId: string): void {
  const meeting = capturedMeeting(tx.db, meetingId)
  if (!meeting || meeting.status === 'cancelled') return

  const people = meeting.attendees > mostRecipients ? [] : invited(tx.db, meeting.rowid)
  const byInvestor = Map.groupBy(people, (person) => person.investorId)
  leaveOut(tx, meeting, new Set(byInvestor.keys()))
  for (const [investorId, some] of byInvestor) {
    const contactIds = [...new Set(some.map((person) => person.contactId))]
    putForward(tx, meeting.id, investorId, contactIds)
  }
}

/** Takes back what waits about a meeting that was cancelled or is erased. */
export const withdrawMeeting = (tx: Tx, meetingId: string): void => withdrawProposals(tx, { meetingIds: [meetingId] })

type Invited = { contactId: string; investorId: string }

const invited = (db: Db, meeting: number): Invited[] => prepared<Invited>(db, invitedTo).all(meeting)

const invitedTo = `
  SELECT DISTINCT a.contact_id AS contactId, r.investor_id AS investorId
  FROM meeting_parties p
  JOIN live_contact_addresses a ON a.address_key = p.address_key
  JOIN live_contacts c ON c.id = a.contact_id
  JOIN live_contact_roles r ON r.contact_id = c.id
  JOIN live_investors i ON i.id = r.investor_id
  WHERE p.meeting = ?
    AND NOT ${isUsers('p.address_key')}
    AND NOT EXISTS (SELECT 1 FROM live_mailboxes b WHERE substr(b.address, instr(b.address, '@') + 1) = a.domain)
  ORDER BY r.position, r.id`

/** Investors nobody of whom is invited any more. */
function leaveOut(tx: Tx, { id }: CapturedMeeting, invited: Set<string>): void {
  const waiting = waitingFor(tx.db, occasions.meeting(id, ''))
  for (const one of waiting) if (!invited.has(one.investorId ?? '')) archive(tx, 'proposals', one.id)
}

function putForward(tx: Tx, meetingId: string, investorId: string, contactIds: string[]): void {
  const occasion = occasions.meeting(meetingId, investorId)
  const payload = { meeting_id: meetingId, investor_id: investorId, contact_ids: contactIds }
  const there = standing(tx.db, occasion)
  if (there?.status === 'pending')
    amend(tx, 'proposals', there.id, { payload: { ...there.payload, ...payload, seen: {} } })
  if (there) return

  const approved = isApprovedBySelf(tx.db, 'known_attendee')
  const meeting = approved ? capturedMeeting(tx.db, meetingId) : null
  if (meeting) logMeeting(tx, meeting, { investorId, contactIds })
  put(tx, { occasion, payload, investorId, because: { rule: 'known_attendee', header: 'attendee' }, approved })
}
