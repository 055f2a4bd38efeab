import { ApiProblem, mayPass, type Unreachable } from '../model/api.ts'
import type { Row } from '../model/rows.ts'
import type { Edit, Values } from '../page.ts'
import { newKey } from '../random.ts'
import type { GridState } from '../state.ts'
import { keep, takeOver } from './kept.ts'
import * as queue from './queue.ts'
import { type Entry, pendingValues, waiting } from './queue.ts'
import { refusedCells } from './refusal.ts'
import { type Answered, send } from './send.ts'

/** `away`: the server could not be reached; `signed-out`: it does not know us any more. Both keep what was typed. */
export type SaveState = 'saved' | 'saving' | 'away' | 'signed-out'
export type Saving = ReturnType<typeof createSaving>

type Told = {
  /** Cells of these rows look different now. */
  painted(ids: string[]): void
  saved(row: { id: string; version: number; values: Values }, edit: Edit): void
  created(draft: string, id: string, batchId: string | null): void
  changed(): void
  gone(id: string, sentence: string): void
}

const longestWait = 30_000
/** So often the server may break over an entry before the entry is taken for the reason: about a quarter of a minute. */
const mostTries = 5

/** Sends what is typed, in order, one request at a time, and keeps what could not be sent until it could. */
export function createSaving(state: GridState, told: Told) {
  const { me } = state.data
  let entries: Entry[] = takeOver(me.id)
  let now: SaveState = 'saved'
  let running = false
  let tries = 0
  let broken = 0
  /** Who wants to hear that an entry was written, and as which batch. */
  const onWritten = new Map<string, (batchId: string | null) => void>()
  let wake: (() => void) | null = null
  let waiters: { ids: Set<string>; settle: () => void }[] = []

  function become(next: Entry[], saveState: SaveState = now): void {
    entries = next
    now = saveState
    keep(me.id, entries)
    const busy = new Set(entries.flatMap((entry) => entry.edits.map(({ id }) => id)))
    for (const waiter of waiters.filter(({ ids }) => now !== 'saving' || isIdle(ids, busy))) waiter.settle()
    waiters = waiters.filter(({ ids }) => now === 'saving' && !isIdle(ids, busy))
    told.changed()
  }

  async function run(): Promise<void> {
    if (running) return
    running = true
    for (let head = entries[0]; head; head = entries[0]) {
      become(queue.markSent(entries, head.key), now === 'saved' ? 'saving' : now)
      const waited = await attempt(head)
      if (waited) await pause()
    }
    running = false
    become(entries, 'saved')
    state.events.emit('saved')
  }

  /** Sends one entry; answers whether to wait before the next try. */
  async function attempt(entry: Entry): Promise<boolean> {
    const answer = await send(entry).catch((problem: ApiProblem | Unreachable) => problem)
    const wait = Array.isArray(answer) ? null : reasonToWait(answer)
    if (wait) return again(wait)
    tries = 0
    broken = 0
    now = 'saving'
    try {
      if (Array.isArray(answer)) settleRows(entry, answer)
      else refuse(entry, answer as ApiProblem)
      return false
    } catch (mistake) {
      // What goes wrong in drawing must not keep the next entries from being sent.
      reportError(mistake)
      return again(now)
    }
  }

  /** Broken is not away: what the server fails at again and again must not hold up what was typed after it. */
  function reasonToWait(problem: ApiProblem | Unreachable): 'away' | 'signed-out' | null {
    const status = problem instanceof ApiProblem ? problem.status : 0
    broken = status === 500 ? broken + 1 : 0
    if (status === 401) return 'signed-out'
    if (broken > mostTries) return null
    return mayPass(problem) ? 'away' : null
  }

  function again(saveState: SaveState): true {
    tries += 1
    become(entries, saveState)
    return true
  }

  function settleRows(entry: Entry, rows: Answered[]): void {
    become(queue.done(entries, entry.key))
    const [draft] = entry.edits
    const [made] = rows
    if (entry.kind === 'create' && draft && made) {
      entries = queue.renameRow(entries, draft.id, made.id)
      keep(me.id, entries)
      told.created(draft.id, made.id, made.batch_id ?? null)
    }
    onWritten.get(entry.key)?.(made?.batch_id ?? null)
    onWritten.delete(entry.key)
    for (const row of rows) {
      const edit = entry.edits.find(({ id }) => id === row.id) ?? draft
      if (edit) told.saved(row, { ...edit, id: row.id })
    }
  }

  /** The server said no: the cells it named are marked, and keep what was typed; the others are tried again. */
  function refuse(entry: Entry, problem: ApiProblem): void {
    const cells = refusedCells(state, entry, problem, queue.done(entries, entry.key))
    const [only] = entry.edits
    if (only && cells !== 'split' && problem.status === 404) told.gone(only.id, problem.message)
    if (cells === 'split') become(queue.split(entries, entry.key, newKey))
    else if (entry.kind === 'create' && cells.some(({ field }) => field === 'name')) staysDraft(entry)
    else become(queue.withoutCells(entries, entry.key, cells, newKey()))
    told.painted(entry.edits.map(({ id }) => id))
  }

  /** Without a name there is no row to write the others into: they wait in it until the name is right. */
  function staysDraft({ edits }: Entry): void {
    for (const { id } of edits) {
      const draft = state.rows.get(id)
      if (draft) draft.values['name'] = null
      become(queue.withoutRow(entries, id))
    }
  }

  function pause(): Promise<void> {
    const wait = Math.min(longestWait, 500 * 2 ** Math.min(tries, 7))
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, wait)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  addEventListener('online', () => wake?.())
  addEventListener('beforeunload', (event) => {
    const open = state.marks.having('problem').length + state.marks.having('clash').length
    if (waiting(entries) > 0 || open > 0) event.preventDefault()
  })
  if (entries.length > 0) queueMicrotask(run)

  return {
    state: () => now,
    waiting: () => waiting(entries),
    pending: (id: string): Values | undefined => pendingValues(entries, id),
    /** Tries at once what waits. */
    hurry: () => wake?.(),
    /** One row's cells; they join what is waiting of it. */
    edit(edit: Edit, version: number | undefined) {
      become(queue.enqueue(entries, withVersion(edit, version), newKey()), now === 'saved' ? 'saving' : now)
      void run()
    },
    /** Cells of many rows as one act. */
    editMany(edits: Edit[], written?: (batchId: string | null) => void) {
      const key = newKey()
      if (written) onWritten.set(key, written)
      const versioned = edits.map((edit) => withVersion(edit, state.rows.get(edit.id)?.version))
      become(queue.enqueueMany(entries, versioned, key), now === 'saved' ? 'saving' : now)
      void run()
    },
    create(draft: Row) {
      const values = Object.fromEntries(Object.entries(draft.values).filter(([, value]) => value !== null))
      become(queue.enqueueCreate(entries, draft.id, values, newKey()), now === 'saved' ? 'saving' : now)
      void run()
    },
    /** Settles when nothing of these rows waits any more, or it is known that it has to wait. */
    settled(ids: string[]): Promise<void> {
      const wanted = new Set(ids)
      const busy = entries.some((entry) => entry.edits.some(({ id }) => wanted.has(id)))
      if (!busy) return Promise.resolve()
      return new Promise((settle) => waiters.push({ ids: wanted, settle }))
    },
  }
}

const isIdle = (ids: Set<string>, busy: Set<string>): boolean => [...ids].every((id) => !busy.has(id))

const withVersion = (edit: Edit, version: number | undefined) =>
  version === undefined ? edit : { ...edit, expected_version: version }
