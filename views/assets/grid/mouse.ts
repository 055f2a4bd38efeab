import { newFieldPath, openFieldDialog } from './field-dialog.ts'
import { canEdit, fieldOf, type GridState } from './state.ts'
import { isEditable } from './table/editable.ts'
import type { KeyActs } from './table/keys.ts'
import type { Spot } from './table/selection.ts'
import type { Sheet } from './table/sheet.ts'

/** The cell, or line, an event happened on. */
export function spotOf(target: EventTarget | null): Spot | null {
  if (!(target instanceof Element)) return null
  const line = target.closest<HTMLElement>('.tabulator-row')
  const cell = target.closest<HTMLElement>('.tabulator-cell, .grid-group, .grid-new')
  if (!line || !cell) return null
  return { row: line.dataset['row'] ?? '', field: cell.dataset['field'] ?? '' }
}

/** The mouse, and the thumb, on the table. */
export function listenToMouse(state: GridState, sheet: Sheet, place: HTMLElement, acts: KeyActs): void {
  let drawing = false

  place.addEventListener('mousedown', (event) => {
    const spot = spotOf(event.target)
    if (event.button !== 0 || !spot || isControl(event.target)) return
    event.preventDefault()
    place.focus({ preventScroll: true })
    const field = spot.field || (sheet.selection()?.focus.field ?? sheet.walkable.fields[0] ?? '')
    sheet.go({ row: spot.row, field }, event.shiftKey)
    drawing = sheet.line(spot.row)?.kind === 'row' && spot.field !== ''
  })
  place.addEventListener('mousemove', (event) => {
    const spot = drawing ? spotOf(event.target) : null
    const selection = sheet.selection()
    if (!spot?.field || !selection || (event.buttons & 1) === 0) return
    if (selection.focus.row !== spot.row || selection.focus.field !== spot.field)
      sheet.select({ anchor: selection.anchor, focus: spot })
  })
  addEventListener('mouseup', () => {
    drawing = false
  })
  place.addEventListener('dblclick', (event) => {
    const spot = spotOf(event.target)
    if (spot?.field && !isControl(event.target) && !acts.edit(spot)) acts.refused(spot.field)
  })
  place.addEventListener('contextmenu', (event) => {
    const spot = spotOf(event.target)
    if (!spot || !state.rows.get(spot.row)) return
    event.preventDefault()
    acts.rowMenu(spot, { x: event.clientX, y: event.clientY })
  })
  place.addEventListener('click', (event) => clicked(state, sheet, acts, event))
}

function clicked(state: GridState, sheet: Sheet, acts: KeyActs, event: MouseEvent): void {
  if (!(event.target instanceof Element)) return
  const { target } = event
  const menu = target.closest<HTMLElement>('[data-column-menu]')
  const box = target.closest<HTMLInputElement>('input[data-tick]')
  const all = target.closest<HTMLInputElement>('input[data-tick-all]')
  const fold = target.closest<HTMLElement>('[data-fold]')
  const spot = spotOf(target)
  if (target.closest('[data-new-column]')) openFieldDialog(newFieldPath)
  else if (menu) acts.columnMenu(menu.dataset['columnMenu'] ?? '')
  else if (all) acts.tickAll(all.checked)
  else if (box) acts.tick(box.dataset['tick'] ?? '', box.checked, event.shiftKey)
  else if (fold) acts.fold(fold.dataset['fold'] ?? '')
  else if (target.closest('[data-new]')) acts.addRow()
  else if (spot && target.closest('.grid-tick') && isTickable(state, spot)) acts.toggle(spot)
  else if (spot && isThumb(event) && !isControl(target) && sheet.line(spot.row)?.kind === 'row') acts.peek()
}

const isTickable = (state: GridState, spot: Spot): boolean => {
  const field = fieldOf(state, spot.field)
  return field !== undefined && canEdit(state) && isEditable(field)
}

/** On a phone a cell is too small to type in: a tap opens the row, and what stands in it is edited there. */
const isThumb = (event: MouseEvent): boolean =>
  event instanceof PointerEvent && event.pointerType === 'touch' && matchMedia('(max-width: 639px)').matches

const isControl = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('a, button, input, label') !== null
