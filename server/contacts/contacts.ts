import { z } from 'zod'
import { domainOf, normaliseAddress } from '../../shared/addresses.ts'
import type { Db } from '../db/db.ts'
import { and, asc, eq, inArray, sql } from '../db/drizzle.ts'
import type { Row } from '../db/entities.ts'
import { contactAddresses, contactRoles, contacts, whole } from '../db/live.ts'
import { preparedQuery } from '../db/prepared.ts'
import { fold } from '../db/summaries.ts'
import { amend, archive, record, type Tx } from '../db/write.ts'
import { invalid, notFound } from '../errors.ts'
import { findInvestor } from '../grid/investors.ts'
import { cellsForm, cellsOfNew, checkedCells } from '../grid/record-cells.ts'
import { words } from '../plain-text.ts'

export type Contact = Row<'contacts'>
export type Address = Row<'contact_addresses'>

const optionalText = (most: number) => z.string().max(most).nullish()

const emails = z.array(z.string().trim().min(1)).max(50)
const investorIds = z.array(z.string()).max(100)

export const contactForm = z.strictObject({
  name: words(300, 'Give the person a name.'),
  emails: emails.default([]),
  investor_ids: investorIds.default([]),
  title: optionalText(300),
  role: optionalText(300),
  phone: optionalText(100),
  linkedin: optionalText(1000),
  notes: optionalText(100_000),
  values: cellsForm.optional(),
})
export type ContactForm = z.input<typeof contactForm>
/** Without the form's defaults: they would empty every list that is left out. */
export const contactPatch = contactForm
  .extend({
    emails,
    investor_ids: investorIds,
    at: z
      .strictObject({ investor_id: z.string(), role: optionalText(300) })
      .describe('Puts the person at this investor, or changes their role there; nothing else of where they are.'),
  })
  .partial()
export type ContactPatch = z.input<typeof contactPatch>

/** Adds a person with their addresses, at the given investors in the given role. */
export function addContact(tx: Tx, form: ContactForm): Contact {
  const { name, emails = [], investor_ids = [], role } = form
  const cells = cellsOfNew(tx, 'contacts', form.values)
  const contact = record(tx, 'contacts', { ...facts(form), name, nameKey: fold(name.trim()), cells })
  setAddresses(tx, contact.id, emails)
  for (const investorId of investor_ids) linkContact(tx, contact.id, investorId, role ?? null)
  return contact
}

/** Changes what is given; `emails` and `investor_ids` replace the whole list, `values` only the columns they name. */
export function editContact(tx: Tx, id: string, form: ContactPatch): Contact {
  const contact = findContact(tx.db, id)
  const name = form.name === undefined ? {} : { name: form.name, nameKey: fold(form.name.trim()) }
  if (form.emails) setAddresses(tx, id, form.emails)
  if (form.investor_ids) setInvestors(tx, id, form.investor_ids, form.role)
  if (form.at) putAt(tx, id, form.at.investor_id, form.at.role)
  const cells = form.values && { cells: checkedCells(tx.db, 'contacts', form.values) }
  return amend(tx, 'contacts', contact.id, { ...facts(form), ...name, ...cells })
}

export function archiveContact(tx: Tx, id: string): Contact {
  return archive(tx, 'contacts', id)
}

export function findContact(db: Db, id: string): Contact {
  const contact = contactById(db).get({ id })
  if (!contact) throw notFound('contact')

  return contact
}

const contactById = preparedQuery((db) =>
  db
    .select()
    .from(contacts)
    .where(eq(contacts.id, sql.placeholder('id')))
    .prepare(),
)

/** Contacts reachable under any of these addresses; letter case and plus-tags do not matter. */
export function contactsByAddress(db: Db, addresses: string[]): { contact: Contact; addressKey: string }[] {
  const keys = addresses.map((a) => normaliseAddress(a)).filter((key) => key !== null)
  if (keys.length === 0) return []

  const join = db.select({ contact: whole(contacts), addressKey: contactAddresses.addressKey }).from(contactAddresses)
  return join
    .innerJoin(contacts, eq(contacts.id, contactAddresses.contactId))
    .where(inArray(contactAddresses.addressKey, [...new Set(keys)]))
    .orderBy(asc(contacts.id))
    .all()
}

/** Puts a person at an investor, or changes their role there. */
export function linkContact(tx: Tx, contactId: string, investorId: string, role: string | null): void {
  findInvestor(tx.db, investorId)
  const pair = and(eq(contactRoles.contactId, contactId), eq(contactRoles.investorId, investorId))
  const link = tx.db.select().from(contactRoles).where(pair).get()
  if (!link) record(tx, 'contact_roles', { contactId, investorId, role, position: contactCount(tx.db, investorId) })
  else if (role !== null) amend(tx, 'contact_roles', link.id, { role })
}

/** The same, and a role of null takes away the one there is. */
function putAt(tx: Tx, contactId: string, investorId: string, role: string | null | undefined): void {
  linkContact(tx, contactId, investorId, role || null)
  const pair = and(eq(contactRoles.contactId, contactId), eq(contactRoles.investorId, investorId))
  const link = tx.db.select().from(contactRoles).where(pair).get()
  if (link && role !== undefined && !role) amend(tx, 'contact_roles', link.id, { role: null })
}

export function unlinkContact(tx: Tx, contactId: string, investorId: string): void {
  const pair = and(eq(contactRoles.contactId, contactId), eq(contactRoles.investorId, investorId))
  const link = tx.db.select().from(contactRoles).where(pair).get()
  if (link) archive(tx, 'contact_roles', link.id)
}

/** Gives the investor exactly these people. */
export function setContacts(tx: Tx, investorId: string, contactIds: string[]): void {
  const present = tx.db.select().from(contactRoles).where(eq(contactRoles.investorId, investorId)).all()
  for (const link of present.filter((l) => !contactIds.includes(l.contactId))) archive(tx, 'contact_roles', link.id)
  for (const id of contactIds) linkContact(tx, findContact(tx.db, id).id, investorId, null)
}

function setInvestors(tx: Tx, contactId: string, investorIds: string[], role: string | null | undefined): void {
  const present = tx.db.select().from(contactRoles).where(eq(contactRoles.contactId, contactId)).all()
  for (const link of present.filter((l) => !investorIds.includes(l.investorId))) archive(tx, 'contact_roles', link.id)
  for (const id of investorIds) linkContact(tx, contactId, id, role ?? null)
}

/**
 * Gives the contact exactly these addresses, in this order; one that only differs in letter case keeps its row. Of two that
 * are the same mailbox, such as one with a plus-tag, the first is meant.
 */
export function setAddresses(tx: Tx, contactId: string, emails: string[]): void {
  const wanted = new Map<string, string>()
  for (const email of emails) if (!wanted.has(checkedKey(email))) wanted.set(checkedKey(email), email)
  const present = addressesOf(tx.db, contactId)
  for (const old of present.filter((a) => !wanted.has(a.addressKey))) archive(tx, 'contact_addresses', old.id)
  for (const [position, [addressKey, address]] of [...wanted].entries()) {
    keepAddress(tx, contactId, present, { address, addressKey, position })
  }
}

function keepAddress(tx: Tx, contactId: string, present: Address[], given: Given): void {
  const { address, addressKey, position } = given
  const old = present.find((a) => a.addressKey === addressKey)
  if (old) amend(tx, 'contact_addresses', old.id, { address, position })
  else record(tx, 'contact_addresses', { contactId, address, addressKey, domain: domainOf(address) ?? '', position })
}

type Given = Pick<Address, 'address' | 'addressKey' | 'position'>

function checkedKey(email: string): string {
  const key = normaliseAddress(email)
  if (key === null) throw invalid({ emails: `“${email}” is not an e-mail address.` })

  return key
}

function addressesOf(db: Db, contactId: string): Address[] {
  const a = contactAddresses
  return db.select().from(a).where(eq(a.contactId, contactId)).orderBy(asc(a.position), asc(a.id)).all()
}

function contactCount(db: Db, investorId: string): number {
  return db.select({ id: contactRoles.id }).from(contactRoles).where(eq(contactRoles.investorId, investorId)).all()
    .length
}

function facts(form: ContactPatch) {
  const { title, phone, linkedin, notes } = form
  const given = Object.entries({ title, phone, linkedin, notes }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([key, value]) => [key, value || null]))
}
