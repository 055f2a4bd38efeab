/**
 * A message that can never be read is put aside by an admin: from then on it counts as that, and not as missing. Who did it, and
 * who put it back, stands in the log at its mailbox by the message's Gmail id.
 */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { note, type Tx } from '../db/write.ts'
import { notFound } from '../errors.ts'
import { findUnreadable, type Unreadable } from '../mail/unreadable.ts'
import type { Missing, Reconciliation } from './reconcile.ts'
import { setState, stateOf } from './states.ts'

export type Place = { mailbox: string; gmailId: string }

/** Once more changes nothing; 404 for what is not on the list. */
export function setAside(tx: Tx, place: Place): Unreadable {
  const { changes } = prepared(tx.db, mark).run(tx.at, tx.actor.id, place.mailbox, place.gmailId)
  if (changes > 0) {
    count(tx.db, place, aside)
    noteAt(tx, place, 'set_aside')
  }
  return found(tx.db, place)
}

/** It counts as missing again, if it still is. */
export function putBack(tx: Tx, place: Place): Unreadable {
  const { changes } = prepared(tx.db, unmark).run(place.mailbox, place.gmailId)
  if (changes > 0) {
    count(tx.db, place, back)
    noteAt(tx, place, 'put_back')
  }
  return found(tx.db, place)
}

const mark = `
  UPDATE mail_unreadable SET set_aside_at = ?, set_aside_by = ? WHERE mailbox = ? AND gmail_id = ? AND set_aside_at IS NULL`
const unmark = `
  UPDATE mail_unreadable SET set_aside_at = NULL, set_aside_by = NULL
  WHERE mailbox = ? AND gmail_id = ? AND set_aside_at IS NOT NULL`

function noteAt(tx: Tx, { mailbox, gmailId }: Place, what: 'set_aside' | 'put_back'): void {
  const id = prepared<string>(tx.db, 'SELECT id FROM live_mailboxes WHERE address = ?').pluck().get(mailbox)
  if (id) note(tx, 'mailboxes', id, what, gmailId)
}

function found(db: Db, { mailbox, gmailId }: Place): Unreadable {
  const message = findUnreadable(db, mailbox, gmailId)
  if (!message) throw notFound('message')
  return message
}

/** The last comparison says so at once; the next one comes to the same. */
function count(db: Db, { mailbox, gmailId }: Place, move: typeof aside): void {
  const last = stateOf(db, mailbox).reconciliation as Reconciliation | null
  const reconciliation = last && move(last, gmailId)
  if (reconciliation) setState(db, mailbox, { reconciliation })
}

function aside(last: Reconciliation, gmailId: string): Reconciliation | null {
  const one = last.messages.find(({ gmail_id }) => gmail_id === gmailId)
  if (!one) return null

  const messages = last.messages.filter((message) => message !== one)
  return { ...recount(last, one, -1), messages, aside: [...(last.aside ?? []), one] }
}

/** Comparisons of earlier releases do not name what was put aside: there it waits for the next one. */
function back(last: Reconciliation, gmailId: string): Reconciliation | null {
  const one = last.aside?.find(({ gmail_id }) => gmail_id === gmailId)
  if (!one) return null

  const left = last.aside?.filter((message) => message !== one) ?? []
  return { ...recount(last, one, 1), messages: [...last.messages, one], aside: left }
}

function recount(last: Reconciliation, { direction }: Missing, by: 1 | -1): Reconciliation {
  const { missing } = last[direction]
  return {
    ...last,
    missing: last.missing + by,
    [direction]: { ...last[direction], missing: missing + by },
    set_aside: (last.set_aside ?? 0) - by,
  }
}
