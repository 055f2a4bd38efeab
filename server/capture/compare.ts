/** Where what Gmail lists and what is stored differ, and what of that is as it should be. */
import { prepared } from '../db/prepared.ts'
import { findCopy } from '../mail/copies.ts'
import { each } from './gate.ts'
import { readHeaders } from './letters.ts'
import { knownTo, type Listed } from './listed.ts'
import type { OpenMailbox } from './open-mailbox.ts'
import { verdictOn } from './verdict.ts'

/** Each costs a question; beyond that many there is something larger to look into. */
const mostLookedAt = 1000
const together = 3

/** `at` is when Gmail accepted it (UTC ISO 8601), null for one that was not looked at any more. */
export type Absent = { missing: { id: string; at: string | null }[]; leftOut: string[] }

/** What is listed and not stored. A message that is gone by now, or that nobody wants, is left out rightly. */
export async function absentAmong(box: OpenMailbox, listed: Listed): Promise<Absent> {
  const absent = [...listed.keys()].filter((id) => copyOf(box, id) === null)
  const looked = await each(absent.slice(0, mostLookedAt), together, async (id) => {
    const headers = (await readHeaders(box, id))?.headers
    return { id, at: headers && verdictOn(box, headers) === 'known' ? headers.at : null }
  })
  const wanted = looked.filter(({ at }) => at !== null)
  const unseen = absent.slice(mostLookedAt).map((id) => ({ id, at: null }))
  return { missing: [...wanted, ...unseen], leftOut: looked.filter(({ at }) => at === null).map(({ id }) => id) }
}

const copyOf = ({ db, address }: OpenMailbox, gmailId: string) => findCopy(db, { mailbox: address, gmailId })

/** Copies whose place is not what we thought, and how many were looked at to tell. */
export type Moved = { moved: string[]; looked: number }

/** Stored mail with known people that Gmail does not list, and that is indeed no longer where mail is captured from. */
export async function goneSince(box: OpenMailbox, listed: Listed): Promise<Moved> {
  const unlisted: string[] = []
  const copies = prepared(box.db, present)
    .pluck()
    .iterate(box.address, JSON.stringify(knownTo(box)))
  for (const id of copies as Iterable<string>) if (!listed.has(id) && unlisted.push(id) === mostLookedAt) break
  return where(box, unlisted, false)
}

const present = `
  SELECT c.gmail_id FROM mail_copies c JOIN mail_messages m ON m.id = c.mail_id
  WHERE c.mailbox = ? AND c.gone_at IS NULL
    AND EXISTS (SELECT 1 FROM mail_parties p JOIN json_each(?) k ON p.address_key = k.value WHERE p.mail = m.rowid)
  ORDER BY c.at DESC`

/** Copies marked gone that Gmail lists, and that are there still. */
export async function returnedSince(box: OpenMailbox, listed: Listed): Promise<Moved> {
  const marked = [...listed.keys()].filter((id) => copyOf(box, id)?.goneAt)
  return where(box, marked.slice(0, mostLookedAt), true)
}

async function where(box: OpenMailbox, ids: string[], isThere: boolean): Promise<Moved> {
  const letters = await each(ids, together, (id) => readHeaders(box, id))
  return { moved: ids.filter((_, index) => (letters[index] !== null) === isThere), looked: ids.length }
}
