/**
 * The colleague a captured message is put down to: of what we sent whoever wrote it, of what we got the first of us it was
 * written to, and only where nobody of us is named whoever has it. It rests on everything known of the message, so that it does
 * not depend on whose copy came first.
 */
import type { Db } from '../db/db.ts'
import type { MailParty } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'
import { amend, type Tx } from '../db/write.ts'
import { keyOf } from '../mail/parties.ts'

/** A user's id; null when no user sent it, is named on it or has it. */
export function inTouch(db: Db, mailId: string): string | null {
  const mail = prepared<{ direction: 'in' | 'out'; parties: string }>(db, partiesOf).get(mailId)
  if (!mail) return null

  const parties = JSON.parse(mail.parties) as MailParty[]
  const keys = (role: MailParty['role']) => parties.filter((party) => party.role === role).map(keyOf)
  const named =
    mail.direction === 'out' ? senderAmongUs(db, mailId, keys('from')) : firstOf(db, [...keys('to'), ...keys('cc')])
  return named ?? ownerOf(db, mailId, false)
}

const partiesOf = 'SELECT direction, parties FROM mail_messages WHERE id = ?'

/** Several write from one alias, so of those the one in whose mailbox it was sent. */
const senderAmongUs = (db: Db, mailId: string, from: string[]): string | null =>
  personAt(db, from, false) ?? ownerOf(db, mailId, true) ?? personAt(db, from, true)

const firstOf = (db: Db, keys: string[]): string | null => personAt(db, keys, true)

/** Whose the first of these addresses is that is one of ours; `aliases` are what people also write from. */
function personAt(db: Db, keys: string[], aliases: boolean): string | null {
  const person = prepared(db, people)
    .pluck()
    .get({ keys: JSON.stringify(keys), aliases: aliases ? 1 : 0 })
  return (person as string | undefined) ?? null
}

const people = `
  SELECT user_id FROM (
    SELECT j.key AS place, 0 AS how, u.id AS user_id FROM json_each(@keys) j JOIN live_users u ON u.email_key = j.value
    UNION ALL
    SELECT j.key, 1, b.user_id FROM json_each(@keys) j JOIN live_mailboxes b ON b.address = j.value
    UNION ALL
    SELECT j.key, 2, b.user_id FROM json_each(@keys) j JOIN mail_aliases a ON a.address_key = j.value
    JOIN live_mailboxes b ON b.address = a.mailbox WHERE @aliases = 1
  ) WHERE user_id IS NOT NULL ORDER BY place, how LIMIT 1`

function ownerOf(db: Db, mailId: string, sentOnly: boolean): string | null {
  const owner = prepared(db, owners)
    .pluck()
    .get(mailId, sentOnly ? 1 : 0)
  return (owner as string | undefined) ?? null
}

const owners = `
  SELECT user_id FROM mail_copies WHERE mail_id = ? AND user_id IS NOT NULL AND sent >= ?
  ORDER BY sent DESC, at, mailbox LIMIT 1`

/**
 * Does what may make clearer who was in touch, and puts what is logged right. What somebody logged by hand, or gave to another
 * colleague, stays with whom they said.
 */
export function recrediting<T>(tx: Tx, mailId: string, work: () => T): T {
  const before = inTouch(tx.db, mailId)
  const result = work()
  const after = inTouch(tx.db, mailId)
  if (after === before || after === null) return result

  const logged = prepared<string>(tx.db, creditedTo).pluck().all(mailId, before)
  for (const id of logged) amend(tx, 'communications', id, { userId: after })
  return result
}

const creditedTo = `
  SELECT id FROM live_communications WHERE mail_id = ? AND user_id IS ? AND message_id IS NULL`
