import { canEdit, fieldOf, type GridState } from '../state.ts'
import { isEditable } from './editable.ts'
import { moved, tabbed, walked } from './key-moves.ts'
import { type Direction, headings, neighbour, only, type Spot } from './selection.ts'
import type { Sheet } from './sheet.ts'

/** What the keys of the table, and the mouse on it, do beside moving about in it. */
export type KeyActs = {
  edit(spot: Spot, how?: { typed?: string; atEnd?: boolean }): boolean
  clear(): void
  toggle(spot: Spot): void
  tick(id: string, on?: boolean, through?: boolean): void
  tickAll(on: boolean): void
  peek(): void
  open(id: string): void
  fold(id: string, open?: boolean): void
  addRow(): void
  columnMenu(field: string): void
  rowMenu(spot: Spot, at?: { x: number; y: number }): void
  escape(spot: Spot): boolean
  settleClash(spot: Spot): boolean
  moveColumn(field: string, by: 1 | -1): void
  widen(field: string, by: number): void
  refused(field: string): void
}

const arrows: Record<string, Direction> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' }

/** The keyboard of the table. A key it takes is nobody else's; what it does not know goes on to the page. */
export function listenToKeys(state: GridState, sheet: Sheet, place: HTMLElement, acts: KeyActs): void {
  place.addEventListener('keydown', (event) => {
    const selection = sheet.selection()
    const isHere = event.target === place || event.target === sheet.table.holder()
    if (!isHere || event.isComposing || (event.key === 'Tab' && !selection)) return
    const spot = selection?.focus ?? firstSpot(sheet)
    if (!spot || !take(state, sheet, acts, event, spot)) return
    event.preventDefault()
    event.stopPropagation()
  })
  place.addEventListener('focus', () => {
    const spot = firstSpot(sheet)
    if (!sheet.selection() && spot) sheet.select(only(spot))
  })
}

function firstSpot(sheet: Sheet): Spot | null {
  const [row] = sheet.walkable.rows
  const [field] = sheet.walkable.fields
  return row && field ? { row, field } : null
}

function take(state: GridState, sheet: Sheet, acts: KeyActs, event: KeyboardEvent, spot: Spot): boolean {
  if (arrows[event.key]) return moved(sheet, acts, event, spot, arrows[event.key] as Direction)
  if (spot.row === headings) return onHeading(sheet, acts, event, spot)
  const line = sheet.line(spot.row)
  if (line?.kind === 'group') return onGroup(sheet, acts, event, spot)
  if (line?.kind === 'new') return onNew(sheet, acts, event, spot)

  return walked(sheet, event, spot) || acted(state, sheet, acts, event, spot) || typed(state, acts, event, spot)
}

function onHeading(sheet: Sheet, acts: KeyActs, event: KeyboardEvent, spot: Spot): boolean {
  if (event.key === 'Enter' || event.key === ' ') acts.columnMenu(spot.field)
  else if (event.key === 'Escape') sheet.go(neighbour(spot, 'down', sheet.walkable))
  else return walked(sheet, event, spot)
  return true
}

function onGroup(sheet: Sheet, acts: KeyActs, event: KeyboardEvent, spot: Spot): boolean {
  if (event.key !== 'Enter' && event.key !== ' ') return walked(sheet, event, spot)
  acts.fold(spot.row)
  return true
}

function onNew(sheet: Sheet, acts: KeyActs, event: KeyboardEvent, spot: Spot): boolean {
  if (event.key !== 'Enter' && event.key !== ' ') return walked(sheet, event, spot)
  acts.addRow()
  return true
}

function acted(state: GridState, sheet: Sheet, acts: KeyActs, event: KeyboardEvent, spot: Spot): boolean {
  const held = event.ctrlKey || event.metaKey
  const { key, shiftKey } = event
  if (key === 'Enter' && held) acts.open(spot.row)
  else if (key === 'Enter' || key === 'F2') return acts.settleClash(spot) || enter(state, sheet, acts, event, spot)
  else if (key === 'Escape') return acts.escape(spot)
  else if (key === 'F10' && shiftKey) acts.rowMenu(spot)
  else if (key === 'ContextMenu') acts.rowMenu(spot)
  else if (key === ' ' && shiftKey) acts.tick(spot.row)
  else if (key === ' ' && !held) return space(state, acts, spot)
  else if ((key === 'Delete' || key === 'Backspace') && !held && canEdit(state)) acts.clear()
  else if (key === 'Tab') return tabbed(sheet, event, spot)
  else return false
  return true
}

function enter(state: GridState, sheet: Sheet, acts: KeyActs, event: KeyboardEvent, spot: Spot): boolean {
  const isBox = fieldOf(state, spot.field)?.result_type === 'checkbox'
  if (event.shiftKey || isBox) sheet.go(neighbour(spot, event.shiftKey ? 'up' : 'down', sheet.walkable))
  else if (!acts.edit(spot, { atEnd: event.key === 'F2' })) acts.refused(spot.field)
  return true
}

/** Space looks at the row beside the table; in a box it ticks. */
function space(state: GridState, acts: KeyActs, spot: Spot): true {
  const field = fieldOf(state, spot.field)
  if (field?.type === 'checkbox' && canEdit(state)) acts.toggle(spot)
  else acts.peek()
  return true
}

/** A key that writes a character replaces what stands in the cell. `/` searches and `?` lists the keys, as everywhere. */
function typed(state: GridState, acts: KeyActs, event: KeyboardEvent, spot: Spot): boolean {
  // AltGr, which writes `@` and `€` on many keyboards, is told as Ctrl and Alt together.
  const isHeld = event.ctrlKey || event.metaKey || event.altKey
  if (event.key.length !== 1 || (isHeld && !event.getModifierState('AltGraph'))) return false
  if (event.key === '/' || event.key === '?' || !canEdit(state)) return false
  const field = fieldOf(state, spot.field)
  if (field && (!isEditable(field) || field.type === 'checkbox')) acts.refused(spot.field)
  else acts.edit(spot, { typed: event.key })
  return true
}
