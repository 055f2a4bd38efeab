/** What is typed and not saved yet: pure steps from one list of entries to the next. The first is the one being sent. */
import type { Edit, Values } from '../page.ts'

/** One request. `sent`: it was tried, so its body and key stay: the server may have carried it out without our hearing. */
export type Entry = {
  key: string
  kind: 'edit' | 'create'
  edits: (Edit & { expected_version?: number })[]
  sent: boolean
}

/** What became of an entry, as far as it is not simply done: cells to leave out of the next try. */
export type Refusal = { id: string; field: string }[]

/**
 * Adds edits of one row. They join the newest entry of that row while nothing of it was sent and both were typed on top of
 * the same version; so a row typed through is one request, and the server can tell what each cell was typed on top of.
 */
export function enqueue(entries: Entry[], edit: Entry['edits'][number], key: string): Entry[] {
  const at = entries.findLastIndex((entry) => entry.edits.some(({ id }) => id === edit.id))
  const last = entries[at]
  if (!last || !joins(last, edit)) return [...entries, { key, kind: 'edit', edits: [edit], sent: false }]

  const merged = last.edits.map((own) => ({ ...own, values: { ...own.values, ...edit.values } }))
  return entries.with(at, { ...last, key, edits: merged })
}

const joins = (entry: Entry, edit: Entry['edits'][number]): boolean =>
  !entry.sent &&
  entry.edits.length === 1 &&
  (entry.kind === 'create' || entry.edits[0]?.expected_version === edit.expected_version)

/** Adds edits of many rows that are one act. */
export const enqueueMany = (entries: Entry[], edits: Entry['edits'], key: string): Entry[] => [
  ...entries,
  { key, kind: 'edit', edits, sent: false },
]

export const enqueueCreate = (entries: Entry[], id: string, values: Values, key: string): Entry[] => [
  ...entries,
  { key, kind: 'create', edits: [{ id, values }], sent: false },
]

export const markSent = (entries: Entry[], key: string): Entry[] =>
  entries.map((entry) => (entry.key === key ? { ...entry, sent: true } : entry))

export const done = (entries: Entry[], key: string): Entry[] => entries.filter((entry) => entry.key !== key)

/** The server wrote nothing of this entry because of some cells: the others are tried again, as a request of their own. */
export function withoutCells(entries: Entry[], key: string, refused: Refusal, newKey: string): Entry[] {
  return entries.flatMap((entry) => {
    if (entry.key !== key) return [entry]
    const edits = entry.edits.map((edit) => ({ ...edit, values: leftOf(edit, refused) }))
    const rest = edits.filter(({ values }) => Object.keys(values).length > 0)
    return rest.length > 0 ? [{ ...entry, key: newKey, edits: rest, sent: false }] : []
  })
}

/** Nothing of this row is sent any more. */
export const withoutRow = (entries: Entry[], id: string): Entry[] =>
  entries.filter(({ edits }) => edits.every((edit) => edit.id !== id))

const leftOf = ({ id, values }: Edit, refused: Refusal): Values =>
  Object.fromEntries(
    Object.entries(values).filter(([field]) => !refused.some((cell) => cell.id === id && cell.field === field)),
  )

/** One request a row, where a request of many does not say which row was refused. */
export function split(entries: Entry[], key: string, newKey: () => string): Entry[] {
  return entries.flatMap((entry) =>
    entry.key === key ? entry.edits.map((edit) => ({ ...entry, key: newKey(), edits: [edit], sent: false })) : [entry],
  )
}

/** A row that was only a draft got its id. */
export const renameRow = (entries: Entry[], from: string, to: string): Entry[] =>
  entries.map((entry) => ({
    ...entry,
    edits: entry.edits.map((edit) => (edit.id === from ? { ...edit, id: to } : edit)),
  }))

/** The newest value of each cell of a row that is not saved yet. */
export function pendingValues(entries: Entry[], id: string): Values | undefined {
  const own = entries.flatMap(({ edits }) => edits.filter((edit) => edit.id === id))
  return own.length > 0 ? Object.assign({}, ...own.map(({ values }) => values)) : undefined
}

/** How many cells wait, each counted once. */
export function waiting(entries: Entry[]): number {
  const cells = entries.flatMap(({ edits }) =>
    edits.flatMap(({ id, values }) => Object.keys(values).map((field) => `${id}\n${field}`)),
  )
  return new Set(cells).size
}
