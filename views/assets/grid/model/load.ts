import type { CompactRows } from '../../../../shared/grid-page.ts'
import type { Values } from '../page.ts'
import { askedOf, type GridState } from '../state.ts'
import { callApi } from './api.ts'
import { colorsOf, orderOf } from './query.ts'
import { unpack } from './rows.ts'

/** What is typed and not saved yet, of a row: it stays painted over what the server says. */
export type Over = (id: string) => Values | undefined

/** Beyond so many rows the grid says that it shows the first ones only. */
export const mostRows = 20_000
const firstPage = 200
const chunk = 2500
const showEvery = 1500

/**
 * Brings the view's rows in: the first ones at once, the rest behind them. A later `load` gives up what an earlier one
 * still waits for. `shown` is called when there is something new to show.
 */
export function createLoading(state: GridState, over: Over, shown: (first: boolean) => void) {
  let under = new AbortController()
  let standing = questionOf(state)

  /** Answers whether all of it came: a later load gives up what an earlier one waits for. */
  async function load(): Promise<boolean> {
    under.abort()
    under = new AbortController()
    const { signal } = under
    const question = questionOf(state)
    if (question === standing && state.rows.size() > firstPage) return again(signal)
    const first = await askPage(state, 0, firstPage, signal)
    standing = question
    replace([first])
    shown(true)
    await rest(first.rows.length, signal)
    return !signal.aborted
  }

  /** The same once more, as after an import: what stands there stays until all of it has come, so that nobody loses their place. */
  async function again(signal: AbortSignal): Promise<boolean> {
    const answers = [await askPage(state, 0, chunk, signal)]
    for (let from = chunk; from < Math.min(answers[0]?.total ?? 0, mostRows); from += chunk)
      answers.push(await askPage(state, from, chunk, signal))
    replace(answers)
    if (new Set(answers.map(({ version }) => version)).size > 1) await straighten(state, over, signal)
    shown(false)
    return !signal.aborted
  }

  /** New rows that are only typed yet are nobody's to read: they stay. */
  function replace(answers: CompactRows[]): void {
    const drafts = state.rows.all().filter(({ id }) => id.startsWith('draft:'))
    state.rows.clear()
    for (const answer of answers) take(answer)
    for (const draft of drafts) state.rows.put(draft)
  }

  /** The rows after the first so many. They are shown now and then and at the end: each time draws what is in view anew. */
  async function rest(offset: number, signal: AbortSignal): Promise<void> {
    const versions = new Set<number>()
    let shownAt = performance.now()
    let unseen = false
    for (let from = offset; from < Math.min(state.rows.total, mostRows); ) {
      const answer = await askPage(state, from, chunk, signal)
      if (signal.aborted) return
      versions.add(answer.version)
      take(answer)
      from += answer.rows.length
      unseen = performance.now() - shownAt < showEvery
      if (!unseen) shown(false)
      if (!unseen) shownAt = performance.now()
      if (answer.rows.length === 0) break
    }
    if (versions.size > 1) await straighten(state, over, signal)
    if (unseen || versions.size > 1) shown(false)
  }

  function take({ columns, rows, total }: CompactRows): void {
    for (const row of rows) state.rows.put(unpack(columns, row), over(row[0]))
    state.rows.total = total
  }

  return {
    load: () =>
      load().catch((error) => {
        ignoreAborted(error)
        return false
      }),
    /** After the rows that came with the page. */
    finish: () => rest(state.rows.size(), under.signal).catch((error) => ignoreAborted(error)),
    take,
  }
}

const questionOf = (state: GridState): string => JSON.stringify(askedOf(state))

function ignoreAborted(error: unknown): void {
  if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
}

const askPage = (state: GridState, offset: number, limit: number, signal: AbortSignal): Promise<CompactRows> => {
  const asked = askedOf(state)
  return callApi(
    'POST',
    '/fundraising/rows/query',
    { ...orderOf(asked), ...colorsOf(asked), limit, offset },
    { signal },
  )
}

/** Somebody wrote while the pages came in, so one may be missing: the order says which, and they are asked for. */
async function straighten(state: GridState, over: Over, signal: AbortSignal): Promise<void> {
  const order = await readOrder(state, signal)
  const missing = order.filter((id) => !state.rows.get(id)).slice(0, mostRows)
  for (let n = 0; n < missing.length; n += 1000) await readRows(state, missing.slice(n, n + 1000), over, signal)
  state.rows.arrange(order)
}

/** The ids of the view in its order. */
export async function readOrder(state: GridState, signal?: AbortSignal): Promise<string[]> {
  const asked = orderOf(askedOf(state))
  const { ids } = await callApi<{ ids: string[] }>('POST', '/fundraising/rows/order', asked, signal ? { signal } : {})
  return ids
}

/** Reads these rows again, puts in those of the view, and answers which of them belong to it. */
export async function readRows(
  state: GridState,
  ids: string[],
  over: Over,
  signal?: AbortSignal,
): Promise<Set<string>> {
  const asked = askedOf(state)
  const body = { ...orderOf(asked), ...colorsOf(asked), ids, limit: ids.length, offset: 0 }
  const { columns, rows } = await callApi<CompactRows>(
    'POST',
    '/fundraising/rows/query',
    body,
    signal ? { signal } : {},
  )
  // Another view was chosen meanwhile: what this one holds is nothing to it.
  if (questionOf(state) !== JSON.stringify(asked)) return new Set(ids)
  for (const row of rows) state.rows.put(unpack(columns, row), over(row[0]))
  return new Set(rows.map(([id]) => id))
}
