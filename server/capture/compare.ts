/** Where what Gmail lists and what is stored differ, and what of that is as it should be. */
import { setImmediate as breath } from 'node:timers/promises'
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
  const absent = await among(listed, (id) => copyOf(box, id) === null)
  const looked = await each(absent.slice(0, mostLookedAt), together, async (id) => {
    const letter = await readHeaders(box, id)
    const isWanted = letter?.body || (letter?.headers && verdictOn(box, letter.headers) === 'known')
    return { id, at: isWanted ? ((letter.headers ?? letter.body)?.at ?? null) : null }
  })
  const wanted = looked.filter(({ at }) => at !== null)
  const unseen = absent.slice(mostLookedAt).map((id) => ({ id, at: null }))
  return { missing: [...wanted, ...unseen], leftOut: looked.filter(({ at }) => at === null).map(({ id }) => id) }
}

/** The ids something holds for; others work in between. */
async function among(listed: Listed, holds: (id: string) => boolean): Promise<string[]> {
  const found: string[] = []
  let count = 0
  for (const id of listed.keys()) {
    if (holds(id)) found.push(id)
    count += 1
    if (count % atOnce === 0) await breath()
  }
  return found
}

const copyOf = ({ db, address }: OpenMailbox, gmailId: string) => findCopy(db, { mailbox: address, gmailId })

/** Copies whose place is not what we thought, and how many were looked at to tell. */
export type Moved = { moved: string[]; looked: number }

/** Stored mail with known people that Gmail does not list, and that is indeed no longer where mail is captured from. */
export async function goneSince(box: OpenMailbox, listed: Listed): Promise<Moved> {
  const isWithKnown = knownOn(box)
  const unlisted: string[] = []
  let after = ''
  for (
    let page = copiesAfter(box, after);
    page.length > 0 && unlisted.length < mostLookedAt;
    page = copiesAfter(box, after)
  ) {
    unlisted.push(...page.filter(({ id, mail }) => !listed.has(id) && isWithKnown(mail)).map(({ id }) => id))
    after = page.at(-1)?.id ?? ''
    await breath()
  }
  return where(box, unlisted.slice(0, mostLookedAt), false)
}

type Copy = { id: string; mail: number }

/** Others work between the pages: a mailbox may hold a hundred thousand. */
const copiesAfter = ({ db, address }: OpenMailbox, after: string): Copy[] =>
  prepared<Copy>(db, present).all(address, after, atOnce)

const atOnce = 2000
const present = `
  SELECT c.gmail_id AS id, m.rowid AS mail FROM mail_copies c JOIN mail_messages m ON m.id = c.mail_id
  WHERE c.mailbox = ? AND c.gone_at IS NULL AND c.gmail_id > ? ORDER BY c.gmail_id LIMIT ?`

function knownOn(box: OpenMailbox): (mail: number) => boolean {
  const known = new Set(knownTo(box))
  const people = prepared(box.db, 'SELECT address_key FROM mail_parties WHERE mail = ?').pluck()
  return (mail) => (people.all(mail) as string[]).some((key) => known.has(key))
}

/** Copies marked gone that Gmail lists, and that are there still. */
export async function returnedSince(box: OpenMailbox, listed: Listed): Promise<Moved> {
  const marked = await among(listed, (id) => Boolean(copyOf(box, id)?.goneAt))
  return where(box, marked.slice(0, mostLookedAt), true)
}

async function where(box: OpenMailbox, ids: string[], isThere: boolean): Promise<Moved> {
  const letters = await each(ids, together, (id) => readHeaders(box, id))
  return { moved: ids.filter((_, index) => (letters[index] !== null) === isThere), looked: ids.length }
}
