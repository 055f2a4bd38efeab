import type { Tx } from '../db/write.ts'
import { invalid } from '../errors.ts'
import { contactCard } from './cards.ts'
import { addContact, type Contact, contactsByAddress, editContact, linkContact } from './contacts.ts'

export type Person = { name: string; emails: string[]; title?: string | null | undefined }

/** Somebody the fund knows by one of the addresses stays one person, gets the others, and is put at the investor too. */
export function putPersonAt(tx: Tx, investorId: string, { name, emails, title }: Person): Contact {
  const known = knownPerson(tx, emails)
  if (!known) return addContact(tx, { name, emails, investor_ids: [investorId], ...(title && { title }) })

  linkContact(tx, known.id, investorId, null)
  return giveAddresses(tx, known, emails)
}

/** Adds addresses behind those the person has, which stay as they are written. */
export function giveAddresses(tx: Tx, contact: Contact, emails: string[]): Contact {
  const present = contactCard(tx.db, contact).addresses.map(({ address }) => address)
  return editContact(tx, contact.id, { emails: [...present, ...emails] })
}

function knownPerson(tx: Tx, emails: string[]): Contact | null {
  const people = new Map(contactsByAddress(tx.db, emails).map(({ contact }) => [contact.id, contact]))
  if (people.size > 1) {
    const names = [...people.values()].map((person) => person.name).join(' and ')
    throw invalid({ emails: `These addresses belong to different people: ${names}.` })
  }
  return [...people.values()][0] ?? null
}
