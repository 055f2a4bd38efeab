/** What happened with one investor or one person, newest first: what was said, thread by thread, and what was changed. */
import type { Db } from '../db/db.ts'
import { type Captured, capturedKeys, heads, messagesOf } from '../mail/shown/threads.ts'
import type { Key } from './filter.ts'
import { cursorOf, newestFirst, readCursor } from './keys.ts'
import { type CommunicationItem, communicationItems } from './list.ts'
import { actItems, actKeysOf, type Changed } from './timeline-acts.ts'

export const timelineKinds = ['all', 'communications', 'changes'] as const
export type TimelineKind = (typeof timelineKinds)[number]

/** Whose story it is. */
export type Whose = { investorId: string } | { contactId: string }

/** Something that was said; of an e-mail that was captured, with the messages of its thread. */
export type Said = { kind: 'communication'; at: string; id: string; thread: Captured[] } & CommunicationItem
/** A thread that is stored and logged with nobody here. */
export type Stored = { kind: 'captured'; at: string; id: string; thread: Captured[] }
export type TimelineItem = Said | Stored | Changed
export type TimelinePage = { items: TimelineItem[]; older: string | null }

export type TimelineQuestion = {
  kind?: TimelineKind
  before?: string | null
  limit?: number
  /** Mail that is stored but not logged, too. */
  captured?: boolean
}

/** One page of the stream. `older` is the cursor of the next page: pass it as `before`. */
export function timeline(db: Db, whose: Whose, question: TimelineQuestion = {}): TimelinePage {
  const { kind = 'all', before = null, limit = 30, captured = false } = question
  const from = readCursor(before) ?? { at: '9999', id: '' }
  const said = kind === 'changes' ? [] : heads(db, whose, from, limit + 1)
  const stored = captured && kind !== 'changes' ? capturedKeys(db, whose, from, limit + 1) : []
  const acts =
    kind !== 'communications' && 'investorId' in whose ? actKeysOf(db, whose.investorId, from, limit + 1) : []
  const keys = [...said, ...stored, ...acts].sort(newestFirst)
  const page = keys.slice(0, limit)

  const shown = new Set<Key>(page)
  const on = <K extends Key>(of: K[]) => of.filter((key) => shown.has(key))
  const mail = [...on(said), ...on(stored)].flatMap(({ thread }) => thread ?? [])
  const threads = messagesOf(db, whose, mail, captured)
  const items = [
    ...communicationItems(db, on(said)).map((item) => saidItem(item, said, threads)),
    ...on(stored).map(
      ({ at, id, thread }): Stored => ({ kind: 'captured', at, id, thread: threads.get(thread) ?? [] }),
    ),
    ...actItems(db, on(acts)),
  ]
  const last = page.at(-1)
  return { items: items.sort(newestFirst), older: keys.length > limit && last ? cursorOf(last) : null }
}

export const investorTimeline = (db: Db, investorId: string, question: TimelineQuestion = {}): TimelinePage =>
  timeline(db, { investorId }, question)

function saidItem(
  item: CommunicationItem,
  keys: (Key & { thread: string | null })[],
  threads: Map<string, Captured[]>,
) {
  const { id, occurredAt: at } = item.communication
  const thread = keys.find((key) => key.id === id)?.thread ?? ''
  return { kind: 'communication' as const, at, id, thread: threads.get(thread) ?? [], ...item }
}
