/** Strangers who were seen on messages that are erased. */
import type { MailParty } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'
import type { Tx } from '../db/write.ts'
import { forgetProposals } from '../proposals/ledger.ts'
import { mostRecipients } from '../proposals/noise.ts'
import { keyOf } from './parties.ts'

/**
 * Who is on a message that stays was seen there from now on, and what was decided about them holds; who is on no other is
 * forgotten. Called when the messages are gone, with their ids as JSON.
 */
export function moveStrangers(tx: Tx, mailIds: string): void {
  const strangers = prepared<{ id: string; key: string }>(tx.db, seenOn).all(mailIds)
  const left = strangers.filter(({ id, key }) => !isMoved(tx, id, key))
  forgetStrangers(
    tx,
    left.map(({ id }) => id),
  )
}

const seenOn = `
  SELECT id, address_key AS key FROM mail_sightings WHERE mail_id IN (SELECT value FROM json_each(?))`

export function forgetStrangers(tx: Tx, ids: string[]): void {
  forgetProposals(tx, { sightingIds: ids })
  prepared(tx.db, 'DELETE FROM mail_sightings WHERE id IN (SELECT value FROM json_each(?))').run(JSON.stringify(ids))
}

function isMoved({ db }: Tx, id: string, key: string): boolean {
  const other = prepared<Other>(db, firstOther).get({ key, most: mostRecipients })
  if (!other) return false

  const { parties, ...place } = other
  const person = (JSON.parse(parties) as MailParty[]).find((party) => keyOf(party) === key)
  const named = { address: person?.address ?? key, name: person?.name ?? null }
  prepared(db, move).run({ id, ...named, ...place })
  return true
}

type Other = { mailId: string; at: string; mailbox: string; gmailId: string; parties: string }

const firstOther = `
  SELECT m.id AS mailId, m.at, m.parties, c.mailbox, c.gmail_id AS gmailId
  FROM mail_parties p JOIN mail_messages m ON m.rowid = p.mail JOIN mail_copies c ON c.mail_id = m.id
  WHERE p.address_key = @key AND m.nature = 'personal' AND m.recipients <= @most
  ORDER BY m.rowid, c.at, c.mailbox LIMIT 1`

const move = `
  UPDATE mail_sightings SET address = @address, name = @name, mail_id = @mailId, mailbox = @mailbox, gmail_id = @gmailId, at = @at
  WHERE id = @id`
