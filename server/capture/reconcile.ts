/**
 * Proof instead of a promise: what Gmail lists for known addresses, compared with what is stored. Ids alone are compared; the
 * headers are asked for only where the two differ, to tell what is amiss from what is left out rightly.
 */

import { reasonText } from '../google/reasons.ts'
import { GoogleFailure } from '../google/retry.ts'
import { markBack, markGone } from '../mail/copies.ts'
import { setAsideIn } from '../mail/unreadable.ts'
import { noteRead } from '../mailboxes/reads.ts'
import { type Absent, absentAmong, goneSince, returnedSince } from './compare.ts'
import { type Direction, type Listed, listKnown } from './listed.ts'
import { commit, type OpenMailbox } from './open-mailbox.ts'
import { passThrough } from './pass.ts'
import { retryUnreadable } from './retry.ts'
import { forgetSearches } from './searches.ts'
import { setState } from './states.ts'
import { reasonUnread } from './unreadable.ts'

/** A message Gmail has and we have not; `at` is when Gmail accepted it, null when it was not looked at. */
export type Missing = { gmail_id: string; direction: Direction; reason: string; at: string | null }
export type Count = { listed: number; stored: number; missing: number }
/**
 * `missing` counts them all, `messages` are the first of them. `left_out` are listed and rightly not stored, for instance for a
 * name that is never logged. `gone` and `back` are copies whose place in the mailbox was another than we thought: put right.
 */
export type Reconciliation = {
  at: string
  missing: number
  messages: Missing[]
  sent: Count
  received: Count
  left_out: number
  /** Listed, impossible to read, and put aside by an admin. Not in what earlier releases kept. */
  set_aside?: number
  /** The first of these, in case they are put back. */
  aside?: Missing[]
  gone: number
  back: number
}

const mostNamed = 500

/**
 * Lists first and catches up afterwards: so what arrives meanwhile is stored when the two are compared, and missing is what no
 * pass brings. A pass that fails is the reason of what is missing, and thrown at the end.
 */
export async function reconcile(box: OpenMailbox): Promise<void> {
  const at = box.now().toISOString()
  const listed = await listKnown(box)
  const failure = await catchUp(box)
  const absent = await absentAmong(box, listed)
  const [gone, back] = [await goneSince(box, listed), await returnedSince(box, listed)]
  const moved = { gone: gone.moved.length, back: back.moved.length }
  const reconciliation: Reconciliation = { at, ...told(box, listed, absent, failure), ...moved }
  const looked = absent.missing.length + absent.leftOut.length + gone.looked + back.looked

  commit(box, (tx) => {
    for (const id of gone.moved) markGone(tx, box.address, id)
    for (const id of back.moved) markBack(tx, box.address, id)
    noteRead(tx.db, { mailbox: box.address, actorId: null, purpose: 'reconcile', looked, kept: 0 }, box.now())
    setState(tx.db, box.address, { reconciledAt: at, reconciliation })
  })
  if (failure) throw failure
}

/** Searches for everything once more, which costs ids alone where nothing is missing, and compares again. */
export async function repair(box: OpenMailbox): Promise<void> {
  commit(box, (tx) => forgetSearches(tx.db, box.address))
  await retryUnreadable(box, Number.MAX_SAFE_INTEGER)
  await reconcile(box)
}

async function catchUp(box: OpenMailbox): Promise<GoogleFailure | null> {
  try {
    await passThrough(box)
    return null
  } catch (error) {
    if (error instanceof GoogleFailure && error.reason !== 'google_stopped') return error
    throw error
  }
}

function told(box: OpenMailbox, listed: Listed, { missing: absent, leftOut }: Absent, failure: GoogleFailure | null) {
  const put = setAsideIn(box.db, box.address)
  const missing = absent.filter(({ id }) => !put.has(id))
  const aside = absent.filter(({ id }) => put.has(id))
  const otherwise = failure ? `It was not fetched. ${reasonText(failure)}` : 'No pass has fetched it.'
  const named = (some: Absent['missing']): Missing[] =>
    some.slice(0, mostNamed).map(({ id, at }) => {
      return { gmail_id: id, direction: directionOf(listed, id), reason: reasonUnread(box, id) ?? otherwise, at }
    })
  const without = [...leftOut, ...aside.map(({ id }) => id)]
  const counts = {
    sent: countOf('sent', listed, missing, without),
    received: countOf('received', listed, missing, without),
  }
  const figures = { missing: missing.length, ...counts, left_out: leftOut.length, set_aside: aside.length }
  return { ...figures, messages: named(missing), aside: named(aside) }
}

const directionOf = (listed: Listed, id: string): Direction => listed.get(id) ?? 'received'

function countOf(direction: Direction, listed: Listed, missing: Absent['missing'], without: string[]): Count {
  const goes = (id: string) => directionOf(listed, id) === direction
  const all = [...listed.keys()].filter(goes).length
  const absent = missing.filter(({ id }) => goes(id)).length
  return { listed: all, stored: all - absent - without.filter(goes).length, missing: absent }
}
