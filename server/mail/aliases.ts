/** Addresses our own people also write from, learnt from what they sent (Gmail lets them send as another address). */
import { recrediting } from '../communications/in-touch.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { amend, type Tx } from '../db/write.ts'
import { strangersAt } from '../proposals/from-sighting.ts'
import { withdrawProposals } from '../proposals/ledger.ts'

export const isAlias = (db: Db, key: string): boolean =>
  prepared(db, 'SELECT 1 FROM mail_aliases WHERE address_key = ?').get(key) !== undefined

/** From now on, and back to the first message, what this address wrote is what we wrote, and nobody there is a stranger. */
export function learnAlias(tx: Tx, key: string, mailbox: string): void {
  const isNew = !isAlias(tx.db, key)
  prepared(tx.db, insert).run(key, mailbox)
  if (!isNew) return

  withdrawStranger(tx, key)
  turn(tx, key, 'out')
}

const insert = `
  INSERT INTO mail_aliases (address_key, mailbox) VALUES (?, ?)
  ON CONFLICT (address_key) DO UPDATE SET mailbox = min(mailbox, excluded.mailbox)`

/** Somebody gave the address to a contact, and people know better than a machine. */
export function unlearnAlias(tx: Tx, key: string): void {
  const { changes } = prepared(tx.db, 'DELETE FROM mail_aliases WHERE address_key = ?').run(key)
  if (changes > 0) turn(tx, key, 'in')
}

/** They are somebody now: what waits about them as a stranger is done. */
export function withdrawStranger(tx: Tx, key: string): void {
  withdrawProposals(tx, { sightingIds: strangersAt(tx.db, [key]) })
}

/** Changes which way the messages of a sender went, and the communications they are logged as; what was sent stays so. */
export function turn(tx: Tx, from: string, direction: 'in' | 'out'): void {
  const mails = prepared<{ rowid: number; id: string }>(tx.db, turned).all({ from, direction })
  for (const { rowid, id } of mails) {
    recrediting(tx, id, () => prepared(tx.db, redirect).run(direction, rowid))
    for (const logged of prepared<string>(tx.db, loggedAs).pluck().all(id))
      amend(tx, 'communications', logged, { direction })
  }
}

const redirect = 'UPDATE mail_messages SET direction = ? WHERE rowid = ?'
const turned = `
  SELECT m.rowid, m.id FROM mail_parties p JOIN mail_messages m ON m.rowid = p.mail
  WHERE p.address_key = @from AND p.role = 'from' AND m.direction <> @direction
    AND NOT EXISTS (SELECT 1 FROM mail_copies c WHERE c.mail_id = m.id AND c.sent = 1)`
const loggedAs = 'SELECT id FROM live_communications WHERE mail_id = ?'
