/**
 * What follows from somebody nobody knows yet. The payload names the sighting; the name and the address come from it unless
 * a person gives others, so that neither is in the record before somebody said yes.
 */
import { z } from 'zod'
import { normaliseAddress } from '../../shared/addresses.ts'
import { contactCard } from '../contacts/cards.ts'
import { contactsByAddress, findContact } from '../contacts/contacts.ts'
import { giveAddresses, putPersonAt } from '../contacts/person-at.ts'
import type { Db } from '../db/db.ts'
import { invalid, UserError } from '../errors.ts'
import { addInvestor, findInvestor, investorsNamed } from '../grid/investors.ts'
import { plainText } from '../plain-text.ts'
import { type Difference, kind } from './kind.ts'
import { organizationName, personName, sightingById } from './sightings.ts'

const text = (most: number) => plainText(most).min(1, 'Fill this in, or leave it as it was proposed.').optional()
const seen = { sighting_id: z.string(), address: text(320) }

export const addAddress = kind({
  title: 'Add an address to a contact',
  shape: z.strictObject({ ...seen, contact_id: z.string(), investor_id: z.string().optional() }),
  check: (db, payload) => {
    findContact(db, payload.contact_id)
    requireFree(db, addressOf(db, payload), payload.contact_id)
  },
  differences: (db, payload) => {
    const { addresses } = contactCard(db, findContact(db, payload.contact_id))
    const current = addresses.map(({ address }) => address).join(', ') || null
    const address = addressOf(db, payload)
    return [{ field: 'address', label: 'Addresses', current, proposed: current ? `${current}, ${address}` : address }]
  },
  apply: (tx, payload) => void giveAddresses(tx, findContact(tx.db, payload.contact_id), [addressOf(tx.db, payload)]),
})

export const newContact = kind({
  title: 'Add a contact',
  shape: z.strictObject({ ...seen, investor_id: z.string(), name: text(300), title: text(300) }),
  check: (db, payload) => {
    findInvestor(db, payload.investor_id)
    requireFree(db, addressOf(db, payload))
  },
  differences: (db, payload) => added({ ...personOf(db, payload), title: payload.title }),
  apply: (tx, payload) => {
    const { name, address } = personOf(tx.db, payload)
    putPersonAt(tx, payload.investor_id, { name, emails: [address], title: payload.title })
  },
})

export const newProspect = kind({
  title: 'Add a prospect',
  shape: z.strictObject({ ...seen, name: text(300), contact_name: text(300) }),
  check: (db, payload) => {
    requireFree(db, addressOf(db, payload))
    refuseNamesake(db, prospectOf(db, payload).investor)
  },
  differences: (db, payload) => added(prospectOf(db, payload)),
  apply: (tx, payload) => {
    const { investor, name, address } = prospectOf(tx.db, payload)
    const { id } = addInvestor(tx, { name: investor, source: 'Gmail' })
    putPersonAt(tx, id, { name, emails: [address] })
  },
})

type Given = { sighting_id: string; address?: string | undefined; name?: string | undefined }

function addressOf(db: Db, { sighting_id, address: given }: Given): string {
  const address = given ?? sightingById(db, sighting_id)?.address
  if (!address) throw new UserError('conflict', 'The message this rests on is not held any more.')
  if (normaliseAddress(address) === null) throw invalid({ address: `“${address}” is not an e-mail address.` })

  return address
}

function personOf(db: Db, payload: Given): { name: string; address: string } {
  const address = addressOf(db, payload)
  const name = sightingById(db, payload.sighting_id)?.name ?? null
  return { name: payload.name ?? personName({ name, address }), address }
}

function prospectOf(db: Db, { name, contact_name, ...given }: Given & { contact_name?: string | undefined }) {
  const person = personOf(db, { ...given, name: contact_name })
  return { investor: name ?? organizationName(person.address), ...person }
}

const labels = { investor: 'Investor', name: 'Name', title: 'Title', address: 'Address' }

const added = (values: Partial<Record<keyof typeof labels, string | undefined>>): Difference[] =>
  Object.entries(labels).flatMap(([field, label]) => {
    const proposed = values[field as keyof typeof labels]
    return proposed ? [{ field, label, current: null, proposed }] : []
  })

/** Somebody may have added the person by hand meanwhile. */
function requireFree(db: Db, address: string, contactId?: string): void {
  const [holder] = contactsByAddress(db, [address]).filter(({ contact }) => contact.id !== contactId)
  if (!holder) return

  throw new UserError('conflict', `The address belongs to ${holder.contact.name} already.`)
}

function refuseNamesake(db: Db, name: string): void {
  const [namesake] = investorsNamed(db, name)
  if (!namesake) return

  const detail = `There is already an investor called ${namesake.name}. Give the prospect another name, or reject this.`
  throw new UserError('conflict', detail, { investor_id: namesake.id })
}
