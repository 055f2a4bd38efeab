import { plural } from '../../../shared/words.ts'
import { Unreachable } from './model/api.ts'
import { readFigures } from './model/figures.ts'
import { createLoading, readOrder, readRows } from './model/load.ts'
import { asksAnew, decisiveFields } from './model/query.ts'
import type { Values } from './page.ts'
import { askedOf, columnsOf, definitionOf, type GridState } from './state.ts'
import { chosenFigures } from './table/figure-text.ts'
import type { Sheet } from './table/sheet.ts'

export type Refresh = ReturnType<typeof createRefresh>

type Around = {
  sheet: Sheet
  pending(id: string): Values | undefined
  isEditing(id: string): boolean
  failed(error: unknown): void
  told(message: string): void
}

/** Keeps what is shown in step with the server: the rows of the view, their order, the figures. */
export function createRefresh(state: GridState, { sheet, pending, isEditing, failed, told }: Around) {
  const loading = createLoading(state, pending, () => void sheet.show())
  let figuresUnder = new AbortController()
  let orderIsOld = false
  let figuresTimer: ReturnType<typeof setTimeout> | undefined

  const reload = async (): Promise<void> => void (await read())

  /** Reads the view anew; answers whether that was possible. Where it was not, other rows stand there than are asked for. */
  async function read(): Promise<boolean> {
    figuresSoon(0)
    const isRead = await loading.load().then(
      (isWhole) => {
        if (isWhole) untickLost()
        return true
      },
      (error: unknown) => {
        failed(error)
        return false
      },
    )
    state.events.emit('rows')
    return isRead
  }

  /** What is ticked is acted upon: rows that another filter or search took away are not, and that is said. */
  function untickLost(): void {
    const lost = [...state.ticked].filter((id) => !state.rows.get(id))
    untick(lost)
    if (lost.length > 0) told(`Unticked ${plural(lost.length, 'investor')} not shown any more.`)
  }

  function untick(ids: Iterable<string>): void {
    const before = state.ticked.size
    for (const id of ids) state.ticked.delete(id)
    if (state.ticked.size < before) state.events.emit('selection')
  }

  async function guarded(work: Promise<unknown>): Promise<void> {
    await work.catch((error: unknown) => {
      if (!(error instanceof Unreachable)) failed(error)
    })
  }

  function figuresSoon(wait = 250): void {
    clearTimeout(figuresTimer)
    figuresTimer = setTimeout(() => void guarded(figuresNow()), wait)
  }

  async function figuresNow(): Promise<void> {
    figuresUnder.abort()
    figuresUnder = new AbortController()
    const { signal } = figuresUnder
    const wanted = chosenFigures(
      state,
      columnsOf(state).map(({ field }) => field),
    )
    const figures = await readFigures(state, wanted, signal).catch((error) => {
      if (signal.aborted) return null
      throw error
    })
    if (!figures || signal.aborted) return
    sheet.setFigures(figures)
    if (definitionOf(state).group.length > 0) await sheet.show()
    state.events.emit('rows')
  }

  /** Reads these rows again: they are put, moved or taken away in place, except where the person is at work. */
  async function rows(ids: string[]): Promise<void> {
    const real = ids.filter((id) => !id.startsWith('draft:'))
    for (let n = 0; n < real.length; n += 1000) await guarded(someRows(real.slice(n, n + 1000)))
    figuresSoon()
    state.events.emit('rows')
  }

  async function someRows(ids: string[]): Promise<void> {
    const before = new Map(ids.map((id) => [id, keyOf(id)]))
    const fresh = ids.filter((id) => !state.rows.get(id))
    const found = await readRows(state, ids, pending)
    const lost = ids.filter((id) => !found.has(id) && state.rows.get(id))
    for (const id of found) if (state.marks.row(id)?.left) state.marks.markRow(id, null)
    leave(lost)
    const came = fresh.some((id) => found.has(id))
    const moved = ids.some((id) => found.has(id) && before.get(id) !== keyOf(id))
    if (came || moved) await reorder(ids)
    else if (lost.length > 0) await sheet.show()
    sheet.repaint(ids)
  }

  /** The values that decide where the row stands. */
  const keyOf = (id: string): string => {
    const { sort, group } = definitionOf(state)
    const terms = [...group, ...sort, { key: 'name' }]
    return JSON.stringify(terms.map(({ key }) => state.rows.get(id)?.values[key] ?? null))
  }

  /** Rows that belong to the view no more stay, marked, while somebody is on them. */
  function leave(ids: string[]): void {
    const troubled = inTrouble()
    const here = new Set(ids.filter((id) => isHere(id) || troubled.has(id)))
    for (const id of here) state.marks.markRow(id, { ...state.marks.row(id), left: true })
    const away = new Set(ids.filter((id) => !here.has(id)))
    state.rows.remove(away)
    state.rows.total -= away.size
    untick(away)
    for (const id of away) state.marks.markRow(id, null)
  }

  const isHere = (id: string): boolean =>
    sheet.selection()?.focus.row === id || isEditing(id) || pending(id) !== undefined

  /** Rows that hold what was typed and refused: it would be out of reach if they went. */
  const inTrouble = (): Set<string> =>
    new Set([...state.marks.having('problem'), ...state.marks.having('clash')].map(([row]) => row))

  /** Nothing moves under the person's hands: where they stand on one of the rows, the order waits until they leave it. */
  async function reorder(ids: string[] = []): Promise<void> {
    if (ids.some(isHere)) {
      orderIsOld = true
      await sheet.show()
      return
    }
    orderIsOld = false
    const order = await readOrder(state)
    state.rows.arrange(order)
    state.rows.total = Math.max(order.length, state.rows.size())
    await sheet.show()
  }

  async function leftRow(id: string): Promise<void> {
    const mark = state.marks.row(id)
    const goes = (mark?.left || mark?.gone) && !isHere(id) && !inTrouble().has(id)
    if (goes) {
      state.marks.markRow(id, null)
      state.rows.remove(new Set([id]))
      state.rows.total -= 1
    }
    if (orderIsOld) await guarded(reorder())
    else if (goes) await sheet.show()
    if (goes) state.events.emit('rows')
  }

  /** After one's own edit was saved: whether the row still belongs, its colour and place, are the server's to say. */
  function afterSave(id: string, values: Values): void {
    const asked = askedOf(state)
    const decisive = decisiveFields(asked.definition)
    const touched = asked.search !== '' || asked.definition.colors.length > 0 || decisive.size > 0
    if (touched || 'name' in values) void rows([id])
    else figuresSoon()
  }

  return { loading, read, reload, rows, leftRow, afterSave, figuresSoon, asksAnew, take: loading.take }
}
