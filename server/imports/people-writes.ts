import { domainOf, normaliseAddress } from '../../shared/addresses.ts'
import type { Db } from '../db/db.ts'
import { eq, inArray } from '../db/drizzle.ts'
import { contactAddresses, contacts } from '../db/live.ts'
import { fold } from '../db/summaries.ts'
import { amend, archive, record, type Tx } from '../db/write.ts'
import { cellDefaults } from '../grid/defaults.ts'
import type { Person } from './people.ts'
import { type AddressStep, addressesOf, type PersonStep } from './people-rows.ts'

/** Contacts by address, so that a person named at two investors becomes one contact at both. */
export type AddressBook = Map<string, { contactId: string; name: string }[]>

/** The stored contacts under any address of these people. */
export function openAddressBook(db: Db, people: Person[], book: AddressBook): void {
  const keys = new Set(people.flatMap(({ emails = [] }) => emails.flatMap((email) => normaliseAddress(email) ?? [])))
  const unknown = [...keys].filter((key) => !book.has(key))
  if (unknown.length === 0) return

  for (const key of unknown) book.set(key, [])
  const found = db
    .select({ key: contactAddresses.addressKey, contactId: contacts.id, name: contacts.name })
    .from(contactAddresses)
    .innerJoin(contacts, eq(contacts.id, contactAddresses.contactId))
    .where(inArray(contactAddresses.addressKey, unknown))
    .all()
  for (const { key, contactId, name } of found) book.get(key)?.push({ contactId, name: fold(name.trim()) })
}

/** An investor, and the contacts there so far. */
export type Investor = { id: string; here: Set<string> }

export function takePersonStep(tx: Tx, step: PersonStep, investor: Investor, book: AddressBook): void {
  if (step.step === 'add') addPerson(tx, step.person, investor, book)
  else if (step.step === 'amend') amend(tx, 'contacts', step.contactId, withKey(step.patch))
  else if (step.step === 'role') amend(tx, 'contact_roles', step.linkId, { role: step.role })
  else if (step.step === 'unlink') archive(tx, 'contact_roles', step.linkId)
  else takeAddressStep(tx, step)
}

export function takeAddressStep(tx: Tx, step: AddressStep): void {
  if (step.step === 'address') addAddress(tx, step.contactId, step.address, step.position)
  else archive(tx, 'contact_addresses', step.id)
}

function withKey<T extends { name?: string }>(patch: T): T & { nameKey?: string } {
  return patch.name === undefined ? patch : { ...patch, nameKey: fold(patch.name) }
}

/** Links the contact who has this name and address already, with what the row adds to them; everybody else is new. */
function addPerson(tx: Tx, person: Person, { id: investorId, here }: Investor, book: AddressBook): void {
  const booked = bookedContact(person, book)
  if (booked) complete(tx, booked, person, book)
  const contactId = booked ?? newContact(tx, person, book)
  if (here.has(contactId)) return

  record(tx, 'contact_roles', { contactId, investorId, role: person.role ?? null, position: here.size })
  here.add(contactId)
}

function complete(tx: Tx, contactId: string, { name, title, phone, emails = [] }: Person, book: AddressBook): void {
  amend(tx, 'contacts', contactId, { ...(title ? { title } : {}), ...(phone ? { phone } : {}) })

  const known = addressesOf(tx.db, [contactId]).get(contactId) ?? []
  const present = new Set(known.map(({ key }) => key))
  const missing = emails.filter((email) => !present.has(normaliseAddress(email) ?? email))
  for (const [nth, address] of missing.entries())
    enterInBook(book, addAddress(tx, contactId, address, known.length + nth), contactId, name)
}

function bookedContact({ name, emails = [] }: Person, book: AddressBook): string | null {
  const key = fold(name.trim())
  const under = emails.flatMap((email) => book.get(normaliseAddress(email) ?? '') ?? [])

  return under.find((one) => one.name === key)?.contactId ?? null
}

function newContact(tx: Tx, { name, title, phone, emails = [] }: Person, book: AddressBook): string {
  const { id } = record(tx, 'contacts', {
    name,
    nameKey: fold(name),
    title: title ?? null,
    phone: phone ?? null,
    cells: cellDefaults(tx.db, 'contacts'),
  })

  for (const [position, address] of emails.entries()) enterInBook(book, addAddress(tx, id, address, position), id, name)
  return id
}

function enterInBook(book: AddressBook, key: string, contactId: string, name: string): void {
  book.set(key, [...(book.get(key) ?? []), { contactId, name: fold(name.trim()) }])
}

export function addAddress(tx: Tx, contactId: string, address: string, position: number): string {
  const addressKey = normaliseAddress(address) ?? address
  record(tx, 'contact_addresses', { contactId, address, addressKey, domain: domainOf(address) ?? '', position })
  return addressKey
}
