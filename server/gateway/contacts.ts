import type { FastifyInstance } from 'fastify'
import { contactRequest } from '../../shared/gateway.ts'
import { contactCard } from '../contacts/cards.ts'
import { addContact, type Contact, contactsByAddress, editContact, linkContact } from '../contacts/contacts.ts'
import type { Tx } from '../db/write.ts'
import { invalid } from '../errors.ts'
import { findInvestor } from '../grid/investors.ts'
import { asked } from './request.ts'

/** `POST /contacts`: a person, by their addresses, becomes a contact of an investor the fund has. */
export async function contactRoutes(app: FastifyInstance): Promise<void> {
  app.post('/contacts', async (request, reply) => {
    const { investor_id, name, emails } = asked(contactRequest, request.body)
    return reply.acted('Added a contact', (tx) => {
      const investor = findInvestor(tx.db, investor_id)
      const { id } = putPersonAt(tx, investor.id, { name, emails })
      return { id, investor_id: investor.id }
    })
  })
}

export type Person = { name: string; emails: string[] }

/** Somebody the fund knows by one of the addresses stays one person, gets the others, and is put at the investor too. */
export function putPersonAt(tx: Tx, investorId: string, { name, emails }: Person): Contact {
  const known = knownPerson(tx, emails)
  if (!known) return addContact(tx, { name, emails, investor_ids: [investorId] })

  linkContact(tx, known.id, investorId, null)
  const present = contactCard(tx.db, known).addresses.map((address) => address.address)
  return editContact(tx, known.id, { emails: [...emails, ...present] })
}

function knownPerson(tx: Tx, emails: string[]): Contact | null {
  const people = new Map(contactsByAddress(tx.db, emails).map(({ contact }) => [contact.id, contact]))
  if (people.size > 1) {
    const names = [...people.values()].map((person) => person.name).join(' and ')
    throw invalid({ emails: `These addresses belong to different people: ${names}.` })
  }
  return [...people.values()][0] ?? null
}
