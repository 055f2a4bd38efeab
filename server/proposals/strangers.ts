/** Who of the people on a stored message is nobody's contact yet. */
import { domainOf, normaliseAddress } from '../../shared/addresses.ts'
import type { CapturedMail } from '../communications/log-captured.ts'
import { isUsers } from '../db/address-sql.ts'
import type { Db } from '../db/db.ts'
import { newId } from '../db/ids.ts'
import type { MailParty } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'
import type { Tx } from '../db/write.ts'
import type { Header } from './ledger.ts'
import { isNoReply, isRole } from './noise.ts'
import { isOwnDomain } from './own.ts'

export type Stranger = { id: string; header: Header }

/** Keeps who was never seen before, once per address whatever message they are on, and answers all that are strangers still. */
export function noteStrangers(tx: Tx, mail: CapturedMail): Stranger[] {
  const unknown = prepared<Unknown>(tx.db, unknownOn).all(mail.rowid)
  if (unknown.length === 0) return []

  return unknown.filter(({ key }) => isSomebody(tx.db, key)).map((one) => noted(tx, mail, one))
}

type Unknown = { key: string; header: Header; sighting: string | null }

const unknownOn = `
  SELECT p.address_key AS key, s.id AS sighting,
    CASE WHEN max(p.role = 'from') THEN 'from' WHEN max(p.role = 'to') THEN 'to' ELSE max(p.role) END AS header
  FROM mail_parties p LEFT JOIN mail_sightings s ON s.address_key = p.address_key
  WHERE p.mail = ?
    AND NOT EXISTS (SELECT 1 FROM live_contact_addresses a WHERE a.address_key = p.address_key)
    AND NOT ${isUsers('p.address_key')}
    AND NOT EXISTS (SELECT 1 FROM mail_aliases o WHERE o.address_key = p.address_key)
  GROUP BY p.address_key`

function isSomebody(db: Db, address: string): boolean {
  return !isNoReply(address) && !isRole(address) && !isOwnDomain(db, domainOf(address) ?? '')
}

function noted(tx: Tx, mail: CapturedMail, { key, header, sighting }: Unknown): Stranger {
  if (sighting) return { id: sighting, header }

  const party = partiesOf(tx.db, mail.rowid).find(({ address }) => normaliseAddress(address) === key)
  const copy = prepared(tx.db, firstCopy).get(mail.id) as { mailbox: string; gmailId: string }
  const id = newId()
  const values = { id, key, address: party?.address ?? key, name: party?.name ?? null, mailId: mail.id, at: mail.at }
  prepared(tx.db, insert).run({ ...values, ...copy })
  return { id, header }
}

const partiesOf = (db: Db, rowid: number): MailParty[] =>
  JSON.parse(String(prepared(db, 'SELECT parties FROM mail_messages WHERE rowid = ?').pluck().get(rowid)))

const firstCopy = `
  SELECT mailbox, gmail_id AS gmailId FROM mail_copies WHERE mail_id = ? ORDER BY at, mailbox LIMIT 1`

const insert = `
  INSERT INTO mail_sightings (id, address_key, address, name, mailbox, gmail_id, mail_id, at)
  VALUES (@id, @key, @address, @name, @mailbox, @gmailId, @mailId, @at)`
