/**
 * From listed ids to stored mail. Whether a message is wanted is decided once more in the transaction that stores: an address
 * may have become known, or stopped being, while Google was asked.
 */
import type { Tx } from '../db/write.ts'
import { type Copy, copiesOf, markBack } from '../mail/copies.ts'
import { noteRead } from '../mailboxes/reads.ts'
import { correspondentOn } from './correspondents.ts'
import { each } from './gate.ts'
import { keepLetters, type Outcome } from './keep.ts'
import { isAway, type Letter, readBody, readHeaders } from './letters.ts'
import { knownTo } from './listed.ts'
import { commit, type OpenMailbox, type Tally } from './open-mailbox.ts'
import { forgetUnknown } from './searches.ts'
import { verdictOn } from './verdict.ts'

/** Messages that are stored at once: some 40 ms of work, in which nobody else is answered, and what a kill has read again. */
const atATime = 100
/** Words that are stored at once, in characters of text and HTML: bounds what is in memory, and how long the search takes. */
const mostWords = 2 * 2 ** 20
const together = 3

/**
 * Takes messages in, some at a time; `advance` is committed together with the last of them. With `headers`, a body is
 * read only once the addresses say that it is wanted; with `body`, Gmail's own search has said so.
 */
export async function takeIn(
  box: OpenMailbox,
  ids: string[],
  first: 'headers' | 'body',
  advance: (tx: Tx) => void = () => undefined,
): Promise<void> {
  let start = 0
  do {
    const slice = ids.slice(start, start + atATime)
    start += atATime
    await takeSlice(box, slice, first, start < ids.length ? () => undefined : advance)
  } while (start < ids.length)
}

async function takeSlice(box: OpenMailbox, ids: string[], first: 'headers' | 'body', advance: (tx: Tx) => void) {
  const copies = copiesOf(box.db, box.address, ids)
  const back = await returned(box, ids, copies, first)
  let left = await freshLetters(box, ids, copies, first)
  do {
    // Nobody holds those that are stored: their words are let go of.
    const some = await readSome(box, left)
    left = left.slice(some.length)
    await store(box, some, (tx) => {
      if (left.length > 0) return
      for (const id of back) markBack(tx, box.address, id)
      advance(tx)
    })
  } while (left.length > 0)
}

/** Reads the bodies of the first of these letters, until that is enough to store; answers those that are done with. */
async function readSome(box: OpenMailbox, letters: Letter[]): Promise<Letter[]> {
  let words = 0
  const read = async (letter: Letter) => {
    if (isDue(box, letter)) await readBody(box, letter)
    words += wordsIn(letter)
  }
  const done = await each(letters, together, read, () => words >= mostWords)
  return letters.slice(0, done.length)
}

const wordsIn = ({ body }: Letter): number => (body?.message?.text.length ?? 0) + (body?.message?.html?.length ?? 0)

/** Who became known while bodies were read makes others due: they are read first. */
async function store(box: OpenMailbox, letters: Letter[], advance: (tx: Tx) => void): Promise<void> {
  let due: Letter[] = []
  let outcomes: Outcome[] = []
  do {
    await each(due, together, (letter) => readBody(box, letter))
    due = commit(box, (tx) => {
      const late = letters.filter((letter) => isDue(box, letter))
      if (late.length > 0) return late
      outcomes = keep(tx, box, letters)
      advance(tx)
      return []
    })
  } while (due.length > 0)
  count(box.tally, outcomes)
}

type Copies = Map<string, Copy>

/** Stored mail that was gone and is there again. */
async function returned(box: OpenMailbox, ids: string[], copies: Copies, first: 'headers' | 'body'): Promise<string[]> {
  const gone = ids.filter((id) => copies.get(id)?.goneAt)
  if (first === 'body') return gone

  const away = await each(gone, together, async (id) => isAway(await box.client.headers(id)))
  return gone.filter((_, index) => !away[index])
}

async function freshLetters(
  box: OpenMailbox,
  ids: string[],
  copies: Copies,
  first: 'headers' | 'body',
): Promise<Letter[]> {
  const fresh = ids.filter((id) => !copies.has(id))
  if (first === 'body') return fresh.map((id) => ({ id, headers: null }))

  const letters = await each(fresh, together, (id) => readLetter(box, id))
  return letters.filter((letter) => letter !== null)
}

async function readLetter(box: OpenMailbox, id: string): Promise<Letter | null> {
  const letter = await readHeaders(box, id)
  return letter?.headers ? { ...letter, correspondent: await correspondentOn(box, letter.headers) } : letter
}

const isDue = (box: OpenMailbox, { headers, body }: Letter): boolean =>
  body === undefined && (headers === null || verdictOn(box, headers) === 'known')

/** What nobody wants leaves nothing behind, but then no search may claim to have seen to its people. */
function keep(tx: Tx, box: OpenMailbox, letters: Letter[]): Outcome[] {
  const outcomes = keepLetters(tx, box, letters)
  if (outcomes.includes('unwanted')) forgetUnknown(tx.db, box.address, knownTo(box))
  const kept = outcomes.filter((outcome) => outcome === 'stored' || outcome === 'copied').length
  noteRead(tx.db, { ...readingOf(box), looked: letters.length, kept }, box.now())
  return outcomes
}

const readingOf = ({ address, readingId }: OpenMailbox) =>
  ({ id: readingId, mailbox: address, actorId: null, purpose: 'capture' }) as const

function count(tally: Tally, outcomes: Outcome[]): void {
  tally.looked += outcomes.length
  for (const outcome of outcomes) if (outcome in tally) tally[outcome as keyof Tally] += 1
}
