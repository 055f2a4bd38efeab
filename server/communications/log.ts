import { z } from 'zod'
import { communicationTypes } from '../../shared/gateway.ts'
import { findContact } from '../contacts/contacts.ts'
import type { Db } from '../db/db.ts'
import { and, eq } from '../db/drizzle.ts'
import type { Row } from '../db/entities.ts'
import { communicationContacts, communicationCopies, communicationInvestors, communications } from '../db/live.ts'
import { amend, archive, record, type Tx } from '../db/write.ts'
import { notFound } from '../errors.ts'
import { findInvestor } from '../grid/investors.ts'
import { words } from '../plain-text.ts'
import { settleMail } from '../proposals/settle.ts'
import { isLinked, linkInvestor, linkPerson } from './links.ts'
import { type CapturedMail, capturedAs, logMail, ownWords, tookPart } from './log-captured.ts'

export type Communication = Row<'communications'>

const optional = (most: number) => z.string().max(most).nullish()

/** `occurred_at` is an instant; the colleague who was in touch is whoever logs it. */
export const communicationForm = z.strictObject({
  investor_id: z.string(),
  type: z.enum(communicationTypes),
  summary: words(2000, 'Say what was discussed.'),
  subject: optional(1000),
  body: optional(1_000_000),
  occurred_at: z.iso
    .datetime({ offset: true, error: 'Give a date and time such as 2026-11-20T09:30:00Z.' })
    .transform((text) => new Date(text).toISOString()),
  contact_ids: z.array(z.string()).max(100).optional(),
})
export type CommunicationForm = z.output<typeof communicationForm>

export const communicationPatch = communicationForm.omit({ investor_id: true }).partial()
export type CommunicationPatch = z.output<typeof communicationPatch>

/** What is known of an e-mail beside what the person typed: its identity across mailboxes, and who wrote to whom. */
export type Mail = {
  messageId?: string | null
  threadId?: string | null
  subject?: string | null
  from?: string | null
  to?: string[]
  direction?: 'in' | 'out' | null
  /** The mailbox the message was seen in, with Gmail's ids there. */
  copy?: { mailbox: string; gmailId: string; gmailThreadId?: string | null }
}

export type Logged = { communication: Communication; alreadyLogged: boolean }

/**
 * Logs a communication with an investor. An e-mail that is in the record already (the same RFC 5322 Message-ID, or the
 * same copy in the same mailbox) is not logged twice: the investor is linked to the one there is.
 */
export function logCommunication(tx: Tx, form: CommunicationForm, mail: Mail = {}): Logged {
  const investor = findInvestor(tx.db, form.investor_id)
  const captured = form.type === 'email' ? capturedAs(tx.db, mail) : null
  if (captured) return logAsCaptured(tx, captured, form, mail)

  const known = findMail(tx.db, mail)
  const communication = known ?? recordCommunication(tx, form, mail)
  const alreadyLogged = known !== null && isLinked(tx.db, known.id, investor.id)

  if (!alreadyLogged) linkInvestor(tx, communication, investor.id)
  if (known) completeMail(tx, known, mail)
  if (mail.copy) keepCopy(tx, communication.id, mail.copy)
  for (const id of form.contact_ids ?? []) linkPerson(tx, communication, findContact(tx.db, id).id)
  return { communication, alreadyLogged }
}

/** The box holds the message: it is logged from there, and what waited to be decided about it is. */
function logAsCaptured(tx: Tx, captured: CapturedMail, form: CommunicationForm, { copy }: Mail): Logged {
  const alreadyLogged = captured.logged !== null && isLinked(tx.db, captured.logged, form.investor_id)
  const contactIds = (form.contact_ids ?? []).map((id) => findContact(tx.db, id).id)
  const summary = ownWords(tx.db, captured.id, form.summary)
  const userId = tookPart(tx.db, captured.id, tx.actor.id) ? tx.actor.id : captured.userId
  const id = logMail(tx, { ...captured, userId }, { investorId: form.investor_id, contactIds, summary })
  if (copy) keepCopy(tx, id, copy)
  settleMail(tx, captured.id, form.investor_id)
  return { communication: findCommunication(tx.db, id), alreadyLogged }
}

export function editCommunication(tx: Tx, id: string, form: CommunicationPatch): Communication {
  const { contact_ids, occurred_at, ...texts } = form
  const communication = findCommunication(tx.db, id)
  if (contact_ids) setPeople(tx, communication, contact_ids)
  if (occurred_at) moveInTime(tx, id, occurred_at)
  return amend(tx, 'communications', communication.id, { ...texts, ...(occurred_at && { occurredAt: occurred_at }) })
}

export function archiveCommunication(tx: Tx, id: string): Communication {
  return archive(tx, 'communications', findCommunication(tx.db, id).id)
}

export function findCommunication(db: Db, id: string): Communication {
  const communication = db.select().from(communications).where(eq(communications.id, id)).get()
  if (!communication) throw notFound('communication')

  return communication
}

/** The logged communication of an e-mail, found by Message-ID or by one mailbox's copy. */
export function findMail(db: Db, mail: Mail): Communication | null {
  const { messageId, copy } = mail
  const byMessage = messageId && db.select().from(communications).where(eq(communications.messageId, messageId)).get()
  if (byMessage) return byMessage
  if (!copy) return null

  const c = communicationCopies
  const seen = and(eq(c.mailbox, copy.mailbox), eq(c.gmailId, copy.gmailId))
  const found = db.select({ id: c.communicationId }).from(c).where(seen).get()
  return found ? (db.select().from(communications).where(eq(communications.id, found.id)).get() ?? null) : null
}

function recordCommunication(tx: Tx, form: CommunicationForm, mail: Mail): Communication {
  return record(tx, 'communications', {
    type: form.type,
    summary: form.summary,
    subject: form.subject ?? mail.subject ?? null,
    body: form.body ?? null,
    occurredAt: form.occurred_at,
    userId: tx.actor.id,
    direction: mail.direction ?? null,
    messageId: mail.messageId ?? null,
    threadId: mail.threadId ?? null,
    fromAddress: mail.from ?? null,
    toAddresses: mail.to ?? [],
  })
}

/** What an earlier log could not know: without the Message-ID, the same message in another mailbox would not be found. */
function completeMail(tx: Tx, known: Communication, mail: Mail): void {
  amend(tx, 'communications', known.id, {
    messageId: known.messageId ?? mail.messageId ?? null,
    subject: known.subject ?? mail.subject ?? null,
    direction: known.direction ?? mail.direction ?? null,
    fromAddress: known.fromAddress ?? mail.from ?? null,
    toAddresses: known.toAddresses.length > 0 ? known.toAddresses : (mail.to ?? []),
  })
}

function keepCopy(tx: Tx, communicationId: string, copy: NonNullable<Mail['copy']>): void {
  const c = communicationCopies
  const same = and(eq(c.communicationId, communicationId), eq(c.mailbox, copy.mailbox), eq(c.gmailId, copy.gmailId))
  if (tx.db.select({ id: c.id }).from(c).where(same).get()) return

  record(tx, 'communication_copies', { communicationId, ...copy })
}

function setPeople(tx: Tx, communication: Communication, contactIds: string[]): void {
  const c = communicationContacts
  const present = tx.db.select().from(c).where(eq(c.communicationId, communication.id)).all()
  for (const link of present.filter((l) => !contactIds.includes(l.contactId)))
    archive(tx, 'communication_contacts', link.id)
  for (const id of contactIds) linkPerson(tx, communication, findContact(tx.db, id).id)
}

/** The time stands at every link too: a person's and an investor's newest communications are one index range each. */
function moveInTime(tx: Tx, communicationId: string, occurredAt: string): void {
  const [i, p] = [communicationInvestors, communicationContacts]
  for (const { id } of tx.db.select({ id: i.id }).from(i).where(eq(i.communicationId, communicationId)).all())
    amend(tx, 'communication_investors', id, { occurredAt })
  for (const { id } of tx.db.select({ id: p.id }).from(p).where(eq(p.communicationId, communicationId)).all())
    amend(tx, 'communication_contacts', id, { occurredAt })
}
