/** Whose mailbox it is. It may be captured before its owner has an account here. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { amend, type Tx } from '../db/write.ts'
import { relevelMeetings } from '../meetings/levels.ts'
import { relevel } from './levels.ts'

type Unowned = { id: string; userId: string }

/** The user a mailbox that is nobody's yet turns out to belong to. */
export const ownerToCome = (db: Db, address: string): Unowned | null =>
  prepared<Unowned>(db, coming).get(address) ?? null

const coming = `
  SELECT m.id, u.id AS userId FROM live_mailboxes m JOIN live_users u ON u.email_key = m.address
  WHERE m.address = ? AND m.user_id IS NULL LIMIT 1`

/** From now on, and back to the first message, its mail and meetings are those of its owner, who took part in them. */
export function giveToOwner(tx: Tx, address: string, { id, userId }: Unowned): void {
  amend(tx, 'mailboxes', id, { userId })
  for (const copies of ['mail_copies', 'meeting_copies'])
    prepared(tx.db, `UPDATE ${copies} SET user_id = ? WHERE mailbox = ? AND user_id IS NULL`).run(userId, address)
  relevel(tx, { mailbox: address })
  relevelMeetings(tx, address)
}
