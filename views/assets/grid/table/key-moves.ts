/** The keys that move about in the table. */
import type { KeyActs } from './keys.ts'
import { type Direction, headings, jump, neighbour, type Spot } from './selection.ts'
import type { Sheet } from './sheet.ts'

export function moved(sheet: Sheet, acts: KeyActs, event: KeyboardEvent, spot: Spot, direction: Direction): boolean {
  const held = event.ctrlKey || event.metaKey
  if (event.altKey && !held) return altArrow(acts, event, spot, direction)
  if (spot.row === headings && event.shiftKey && (direction === 'left' || direction === 'right')) {
    acts.widen(spot.field, direction === 'left' ? -20 : 20)
    return true
  }
  const next =
    held && spot.row !== headings ? jump(spot, direction, sheet.walkable) : neighbour(spot, direction, sheet.walkable)
  if (event.shiftKey && next.row === headings) return true
  sheet.go(next, event.shiftKey && spot.row !== headings)
  return true
}

function altArrow(acts: KeyActs, event: KeyboardEvent, spot: Spot, direction: Direction): boolean {
  if (direction === 'down') acts.columnMenu(spot.field)
  else if (event.shiftKey && direction !== 'up') acts.moveColumn(spot.field, direction === 'left' ? -1 : 1)
  else return false
  return true
}

/** Home, End, a page up or down, everything; with Ctrl to the corners of the table. */
export function walked(sheet: Sheet, event: KeyboardEvent, spot: Spot): boolean {
  const { rows, fields } = sheet.walkable
  const held = event.ctrlKey || event.metaKey
  const page = Math.max(1, Math.floor(sheet.table.holder().clientHeight / rowHeightOf(sheet)) - 1)
  const first = { row: held ? (rows[0] ?? spot.row) : spot.row, field: fields[0] ?? spot.field }
  const last = {
    row: held ? (rows.findLast((id) => sheet.line(id)?.kind === 'row') ?? spot.row) : spot.row,
    field: fields.at(-1) ?? spot.field,
  }
  const to: Record<string, Spot> = {
    Home: first,
    End: last,
    PageUp: neighbour(spot, 'up', sheet.walkable, page),
    PageDown: neighbour(spot, 'down', sheet.walkable, page),
  }
  if (held && event.key.toLowerCase() === 'a') return markAll(sheet)
  const next = to[event.key]
  if (!next) return false
  sheet.go(next, event.shiftKey)
  return true
}

function markAll(sheet: Sheet): true {
  const { rows, fields } = sheet.walkable
  const own = rows.filter((id) => sheet.line(id)?.kind === 'row')
  const [row, field] = [own[0], fields[0]]
  if (row && field)
    sheet.select({ anchor: { row: own.at(-1) ?? row, field: fields.at(-1) ?? field }, focus: { row, field } })
  return true
}

const rowHeightOf = (sheet: Sheet) =>
  sheet.table.element.querySelector<HTMLElement>('.tabulator-row')?.offsetHeight || 34

/** Tab walks the cells and leaves the table at its ends, so that nobody is caught in it. */
export function tabbed(sheet: Sheet, event: KeyboardEvent, spot: Spot): boolean {
  const next = neighbour(spot, event.shiftKey ? 'left' : 'right', sheet.walkable)
  if (next.field === spot.field) return false
  sheet.go(next)
  return true
}
