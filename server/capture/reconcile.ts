/**
 * Proof instead of a promise: what Gmail lists for known addresses, compared with what is stored. Ids alone are compared; the
 * headers are asked for only where the two differ, to tell what is amiss from what is left out rightly.
 */
import { GoogleFailure } from '../google/retry.ts'
import { findCopy, markBack, markGone } from '../mail/copies.ts'
import { each } from './gate.ts'
import { readHeaders } from './letters.ts'
import { type Direction, listKnown, unlistedCopies } from './listed.ts'
import { commit, type OpenMailbox } from './open-mailbox.ts'
import { passThrough } from './pass.ts'
import { forgetSearches } from './searches.ts'
import { setState } from './states.ts'
import { reasonUnread, retryUnreadable } from './unreadable.ts'
import { verdictOn } from './verdict.ts'

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
  gone: number
  back: number
}

/** Beyond that many nobody reads on, and each costs a question. */
const mostLookedAt = 1000
const mostNamed = 500

/**
 * Lists first and catches up afterwards: so what arrives meanwhile is stored when the two are compared, and missing is what no
 * pass brings. A pass that fails is the reason of what is missing, and thrown at the end.
 */
export async function reconcile(box: OpenMailbox): Promise<void> {
  const at = box.now().toISOString()
  const listed = await listKnown(box)
  const failure = await catchUp(box)
  const { missing, leftOut } = await findMissing(box, listed, failure)
  const gone = await findGone(box, listed)
  const back = [...listed.keys()].filter((gmailId) => findCopy(box.db, { mailbox: box.address, gmailId })?.goneAt)

  commit(box, (tx) => {
    for (const id of gone) markGone(tx, box.address, id)
    for (const id of back) markBack(tx, box.address, id)
    const found = { at, missing: missing.length, messages: missing.slice(0, mostNamed), left_out: leftOut.length }
    const counts = {
      sent: countOf('sent', listed, missing, leftOut),
      received: countOf('received', listed, missing, leftOut),
    }
    const reconciliation: Reconciliation = { ...found, ...counts, gone: gone.length, back: back.length }
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
    if (error instanceof GoogleFailure) return error
    throw error
  }
}

type Listed = Map<string, Direction>

async function findMissing(box: OpenMailbox, listed: Listed, failure: GoogleFailure | null) {
  const absent = [...listed.keys()].filter((gmailId) => findCopy(box.db, { mailbox: box.address, gmailId }) === null)
  const looked = await each(absent.slice(0, mostLookedAt), 3, async (id) => {
    const letter = await readHeaders(box, id)
    return letter?.headers && verdictOn(box, letter.headers) === 'known' ? letter.headers.at : null
  })
  const named = (id: string, at: string | null): Missing => ({
    gmail_id: id,
    direction: listed.get(id) ?? 'received',
    reason: reasonUnread(box, id) ?? (failure ? `It was not fetched: ${failure.reason}.` : 'No pass has fetched it.'),
    at,
  })
  const wanted = absent.filter((_, index) => looked[index] !== null)
  return {
    missing: wanted.map((id) => named(id, looked[absent.indexOf(id)] ?? null)),
    leftOut: absent.filter((_, index) => looked[index] === null),
  }
}

/** Stored mail with known people that Gmail did not list, and that is indeed no longer where mail is captured from. */
async function findGone(box: OpenMailbox, listed: Listed): Promise<string[]> {
  const unlisted = unlistedCopies(box, listed, mostLookedAt)
  const letters = await each(unlisted, 3, (id) => readHeaders(box, id))
  return unlisted.filter((_, index) => letters[index] === null)
}

function countOf(direction: Direction, listed: Listed, missing: Missing[], leftOut: string[]): Count {
  const all = [...listed.values()].filter((one) => one === direction).length
  const absent = missing.filter((one) => one.direction === direction).length
  const out = leftOut.filter((id) => listed.get(id) === direction).length
  return { listed: all, stored: all - absent - out, missing: absent }
}
