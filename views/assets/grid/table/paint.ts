import { headings, rectangle, type Selection, type Walkable } from './selection.ts'

const cellOf = (line: Element | null | undefined, field: string) =>
  line?.querySelector<HTMLElement>(
    `:scope > [data-field="${CSS.escape(field)}"], :scope > [role=gridcell]:only-child`,
  ) ?? null

/** The element of a cell, if it is drawn. */
export function cellElement(table: HTMLElement, row: string, field: string): HTMLElement | null {
  if (row === headings) return table.querySelector<HTMLElement>(`.tabulator-col[data-field="${CSS.escape(field)}"]`)
  return cellOf(table.querySelector(`.tabulator-row[data-row="${CSS.escape(row)}"]`), field)
}

/** Shows which cell is active and which are marked, on the elements there are now. */
export function createPainter(table: HTMLElement) {
  let painted = new Set<HTMLElement>()

  return (selection: Selection | null, on: Walkable): HTMLElement | null => {
    const before = painted
    painted = new Set()
    const active = selection && cellElement(table, selection.focus.row, selection.focus.field)
    const area = selection && rectangle(selection, on)
    const isOne = area && area.top === area.bottom && area.left === area.right
    if (area && !isOne) for (const cell of cellsWithin(table, area, on)) paint(cell, painted, 'is-marked')
    if (active) paint(active, painted, 'is-active')
    for (const cell of before) if (!painted.has(cell)) clear(cell)
    for (const cell of painted) cell.classList.toggle('is-active', cell === active)
    return active
  }
}

type Area = NonNullable<ReturnType<typeof rectangle>>

function* cellsWithin(table: HTMLElement, { top, bottom, left, right }: Area, on: Walkable): Iterable<HTMLElement> {
  const fields = on.fields.slice(left, right + 1)
  for (const line of table.querySelectorAll<HTMLElement>('.tabulator-row[data-kind=row]')) {
    const at = on.rowAt(line.dataset['row'] ?? '')
    if (at < top || at > bottom) continue
    for (const field of fields) {
      const cell = cellOf(line, field)
      if (cell) yield cell
    }
  }
}

function paint(cell: HTMLElement, painted: Set<HTMLElement>, name: string): void {
  cell.classList.add(name)
  cell.setAttribute('aria-selected', 'true')
  painted.add(cell)
}

function clear(cell: HTMLElement): void {
  cell.classList.remove('is-marked', 'is-active')
  cell.removeAttribute('aria-selected')
  if (cell.id === activeId) cell.removeAttribute('id')
}

const activeId = 'grid-active'

/** Tells a screen reader which cell the keyboard is on; the focus itself stays on the table, whatever is drawn again. */
export function announceActive(table: HTMLElement, active: HTMLElement | null): void {
  const before = document.getElementById(activeId)
  if (before && before !== active) before.removeAttribute('id')
  if (active) active.id = activeId
  if (active) table.setAttribute('aria-activedescendant', activeId)
  else table.removeAttribute('aria-activedescendant')
}
