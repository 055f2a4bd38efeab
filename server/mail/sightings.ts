/** Strangers on mail that is not kept: who they are, so that they can be proposed, and nothing of what was written. */
import { newId } from '../db/ids.ts'
import type { MailParty } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'
import type { Tx } from '../db/write.ts'
import { proposeFromSighting, type SightingEvidence } from '../proposals/from-sighting.ts'
import { isNoReply, isRole } from '../proposals/noise.ts'
import type { Where } from './copies.ts'
import { ownBook } from './own.ts'
import { keyOf } from './parties.ts'
import { readAddresses } from './wanted.ts'

export type Person = Pick<MailParty, 'name' | 'address'>

/**
 * Keeps that somebody nobody knows was seen, once per address, and puts them forward. Nothing comes of our own people, of
 * contacts, of those never logged, or of the addresses of machines and desks; answers the sighting's id.
 */
export function noteSighting(tx: Tx, where: Where, person: Person, evidence: SightingEvidence): string | null {
  const key = keyOf(person)
  const { strangers } = readAddresses(tx.db, ownBook(tx.db, where.domain), [key])
  if (!strangers.includes(key) || isNoReply(key) || isRole(key)) return null

  const { mailbox, gmailId, at } = where
  const values = { id: newId(), key, address: person.address, name: person.name, mailbox, gmailId, at }
  prepared(tx.db, insert).run(values)
  const id = String(prepared(tx.db, 'SELECT id FROM mail_sightings WHERE address_key = ?').pluck().get(key))
  proposeFromSighting(tx, id, evidence)
  return id
}

const insert = `
  INSERT INTO mail_sightings (id, address_key, address, name, mailbox, gmail_id, mail_id, at)
  VALUES (@id, @key, @address, @name, @mailbox, @gmailId, NULL, @at)
  ON CONFLICT (address_key) DO UPDATE SET name = coalesce(name, excluded.name)`
