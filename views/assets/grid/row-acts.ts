import { showToast } from '../behaviours/toast.ts'
import { columnItems, moveColumn, patchColumn } from './column-menu.ts'
import type { Desk } from './desk.ts'
import { isDraft } from './edits.ts'
import type { makePage } from './make-page.ts'
import { openMenuAt } from './menu-at.ts'
import { rowItems } from './row-menu.ts'
import { fieldOf, type GridState } from './state.ts'
import type { KeyActs } from './table/keys.ts'
import { headings, only, type Spot } from './table/selection.ts'
import type { Sheet } from './table/sheet.ts'

type Page = ReturnType<typeof makePage>

/** What the keys and the mouse do. */
export function createActs(desk: Desk, page: Page): KeyActs {
  const { state, sheet, edits, clash } = desk
  const open = (id: string) => {
    if (!isDraft(id)) location.assign(`/investors/${id}`)
  }
  return {
    edit: (spot, how) => edit(desk, spot, how),
    clear: page.clear,
    toggle: (spot) => edits.write(spot, state.rows.get(spot.row)?.values[spot.field] !== true),
    tick: (id, on, through) => tick(desk, id, on, through),
    tickAll: (on) => page.selectRows(on ? page.rowIds() : []),
    peek: () => state.events.emit('peek'),
    open,
    fold: (id) => fold(desk, id),
    addRow: () => void addRow(desk),
    columnMenu: (field) => columnMenu(desk, page, field),
    rowMenu: (spot, at) => rowMenu(desk, page, spot, at),
    escape: (spot) => giveUp(desk, spot),
    settleClash: clash.focus,
    moveColumn: (field, by) => moveColumn(state, desk.change, field, by),
    widen: (field, by) => {
      const column = sheet.columns().find((shown) => shown.field.key === field)
      if (column) patchColumn(state, desk.change, field, { width: Math.max(44, column.width + by) })
    },
    refused: (field) => showToast({ message: whyNot(state, field) }),
  }
}

function edit(desk: Desk, spot: Spot, how?: { typed?: string; atEnd?: boolean }): boolean {
  desk.seen = { row: spot.row, version: desk.state.rows.get(spot.row)?.version }
  return desk.editing.start(spot, how)
}

export async function addRow(desk: Desk): Promise<void> {
  const spot = await desk.edits.addRow()
  if (spot) edit(desk, spot)
}

function tick({ state, sheet }: Desk, id: string, on = !state.ticked.has(id), through = false): void {
  const ids = through ? between(sheet, [...state.ticked].at(-1), id) : [id]
  for (const each of ids) {
    if (on) state.ticked.add(each)
    else state.ticked.delete(each)
  }
  sheet.repaint(ids)
  state.events.emit('selection')
}

/** The rows from one to the other as they stand, both included. */
function between(sheet: Sheet, from: string | undefined, to: string): string[] {
  const [a, b] = [sheet.walkable.rowAt(from ?? to), sheet.walkable.rowAt(to)].toSorted((x, y) => x - y)
  const ids = sheet.walkable.rows.slice(Math.max(0, a ?? 0), (b ?? 0) + 1)
  return ids.filter((id) => sheet.line(id)?.kind === 'row')
}

function fold({ state, sheet }: Desk, id: string): void {
  if (!state.folded.delete(id)) state.folded.add(id)
  void sheet.show().then(() => sheet.repaintSelection())
}

function columnMenu({ state, sheet, change }: Desk, page: Page, field: string): void {
  const at = sheet.element({ row: headings, field })?.getBoundingClientRect()
  const items = [...columnItems(state, change), null, ...page.columnActs]
  if (at) openMenuAt(`Column ${fieldOf(state, field)?.label}`, items, field, at)
}

function rowMenu(desk: Desk, page: Page, spot: Spot, at?: { x: number; y: number }): void {
  const { state, sheet } = desk
  const place = at ?? sheet.element(spot)?.getBoundingClientRect()
  if (sheet.selection()?.focus.row !== spot.row) sheet.select(only(spot))
  const items = [...rowItems(state, page, { edit: (on) => edit(desk, on) }), null, ...page.rowActs]
  if (place) openMenuAt('Row', items, spot.row, place)
}

/** Gives up text that does not fit; else one cell instead of the range, then none: then Tab leaves the table. */
function giveUp({ state, sheet, edits, refresh, say }: Desk, spot: Spot): true {
  const problem = state.marks.cell(spot.row, spot.field)?.problem
  edits.giveUp(spot)
  say()
  if (problem) void refresh.rows([spot.row])
  else sheet.select(sheet.selection()?.anchor === spot ? null : only(spot))
  return true
}

function whyNot(state: GridState, key: string): string {
  const field = fieldOf(state, key)
  if (state.asOf) return 'This is how it was. Go back to today to change it.'
  if (state.data.me.role === 'viewer') return 'Your account can read everything but change nothing.'
  return field?.type === 'checkbox' ? 'Space ticks it.' : `“${field?.label ?? key}” is worked out by the system.`
}
