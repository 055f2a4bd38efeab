/** A message that can never be read is put aside by an admin: from then on it counts as that, and not as missing. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { notFound } from '../errors.ts'
import { findUnreadable, type Unreadable } from '../mail/unreadable.ts'
import type { Reconciliation } from './reconcile.ts'
import { setState, stateOf } from './states.ts'

/** `by` is a user's id, `now` an instant (UTC ISO 8601). Once more changes nothing; 404 for what is not on the list. */
export function setAside(
  db: Db,
  place: { mailbox: string; gmailId: string },
  by: string | null,
  now: string,
): Unreadable {
  const { mailbox, gmailId } = place
  return db.$client.transaction(() => {
    const { changes } = prepared(db, mark).run(now, by, mailbox, gmailId)
    if (changes > 0) countAside(db, mailbox, gmailId)
    const found = findUnreadable(db, mailbox, gmailId)
    if (!found) throw notFound('message')
    return found
  })()
}

const mark = `
  UPDATE mail_unreadable SET set_aside_at = ?, set_aside_by = ? WHERE mailbox = ? AND gmail_id = ? AND set_aside_at IS NULL`

/** The last comparison says so at once; the next one comes to the same. */
function countAside(db: Db, mailbox: string, gmailId: string): void {
  const last = stateOf(db, mailbox).reconciliation as Reconciliation | null
  const one = last?.messages.find(({ gmail_id }) => gmail_id === gmailId)
  if (!last || !one) return

  const { direction } = one
  const reconciliation: Reconciliation = {
    ...last,
    missing: last.missing - 1,
    messages: last.messages.filter((message) => message !== one),
    [direction]: { ...last[direction], missing: last[direction].missing - 1 },
    set_aside: (last.set_aside ?? 0) + 1,
  }
  setState(db, mailbox, { reconciliation })
}
