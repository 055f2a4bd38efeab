/** The table with what is laid over it: its lines, the active cell and the marked ones. */
import { dayIn } from '../../../../shared/dates.ts'
import { arrangeLines, type Line } from '../model/arrange.ts'
import { type Figures, noFigures } from '../model/figures.ts'
import type { Row } from '../model/rows.ts'
import { canEdit, columnsOf, definitionOf, fieldOf, type GridState } from '../state.ts'
import { drawCell } from './cell.ts'
import { isBlank } from './formats/text.ts'
import { drawHeading, dressHeading, newColumnHeading } from './heading.ts'
import { drawLine, drawTick, drawTickHeading } from './line.ts'
import { announceActive, cellElement, createPainter } from './paint.ts'
import { headings, only, rectangle, type Selection, type Spot, type Walkable } from './selection.ts'
import { createTable, rowHeights } from './table.ts'

export type Sheet = ReturnType<typeof createSheet>

type Told = {
  resized(key: string, width: number): void
  moved(keys: string[]): void
  drawn(): void
  /** The active cell went from one row to another. */
  leftRow(id: string): void
}

export function createSheet(state: GridState, place: HTMLElement, told: Told) {
  let lines: Line[] = []
  let at = new Map<string, number>()
  let numbers = new Map<string, number>()
  let ids: string[] = []
  let columns = columnsOf(state)
  let keys = columns.map(({ field }) => field.key)
  let fieldAt = new Map(keys.map((key, n) => [key, n]))
  let selection: Selection | null = null
  let figures: Figures = noFigures()
  const paint = createPainter(place)

  const table = createTable(place, columns, rowHeights[definitionOf(state).row_height], {
    cell: (element, line, column) => drawCell(state, element, line, column),
    heading: (column) => drawHeading(state, column),
    dressed: (element, column) => dressHeading(state, element, column),
    tickHeading: () => drawTickHeading(state),
    tick: (_element, line) => drawTick(state, line, numbers.get(line.id) ?? 0),
    line: (element, line) => drawLine(state, element, line, at.get(line.id) ?? 0),
    drawn: () => {
      repaintSelection()
      told.drawn()
    },
    resized: told.resized,
    moved: told.moved,
  })

  const walkable: Walkable = {
    get rows() {
      return ids
    },
    get fields() {
      return keys
    },
    rowAt: (id) => at.get(id) ?? -1,
    fieldAt: (key) => fieldAt.get(key) ?? -1,
    isBlank: ({ row, field }) => isBlank(state.rows.get(row)?.values[field]),
  }

  function arrange(): Line[] {
    const { group } = definitionOf(state)
    const rows = arrangeLines(state.rows.all(), group, state.folded, figures.groups, groupedBy)
    return canEdit(state) ? [...rows, { kind: 'new', id: 'new', values: {} }] : rows
  }

  /** Instants are grouped by their day. */
  function groupedBy(row: Row, key: string): unknown {
    const value = row.values[key] ?? null
    const type = fieldOf(state, key)?.result_type ?? 'text'
    return typeof value === 'string' && ['datetime', 'created_at', 'updated_at'].includes(type)
      ? dayIn(state.data.zone, value)
      : value
  }

  /** Draws the rows there are now, in their order. */
  async function show(): Promise<void> {
    lines = arrange()
    ids = lines.map((line) => line.id)
    at = new Map(ids.map((id, n) => [id, n]))
    numbers = new Map(lines.filter((line) => line.kind === 'row').map((line, n) => [line.id, n + 1]))
    place.setAttribute('aria-rowcount', String(lines.length + 1))
    await table.show(lines)
  }

  /** The table makes its headings anew at times: what stands behind the last is put there again. */
  function offerNewColumn(): void {
    const headings = place.querySelector('.tabulator-headers')
    if (state.data.me.role !== 'viewer' && !headings?.querySelector('.grid-new-column'))
      headings?.append(newColumnHeading())
  }

  function repaintSelection(): void {
    announceActive(place, paint(selection, walkable))
  }

  function select(next: Selection | null): void {
    const before = selection?.focus.row
    selection = next
    repaintSelection()
    if (before && before !== next?.focus.row && before !== headings) told.leftRow(before)
    state.events.emit('range')
  }

  void table.ready.then(offerNewColumn)

  return {
    table,
    walkable,
    lines: () => lines,
    line: (id: string) => lines[at.get(id) ?? -1],
    columns: () => columns,
    ready: table.ready,
    show,
    /** Columns were moved, hidden, frozen, sorted by, or are others altogether. */
    showColumns() {
      columns = columnsOf(state)
      keys = columns.map(({ field }) => field.key)
      fieldAt = new Map(keys.map((key, n) => [key, n]))
      place.setAttribute('aria-colcount', String(columns.length + 1))
      table.setColumns(columns)
      // Their figures stand under the columns, as wide as these.
      table.repaint(lines.filter(({ kind }) => kind === 'group').map(({ id }) => id))
      offerNewColumn()
    },
    setFigures(next: Figures) {
      figures = next
    },
    figures: () => figures,
    selection: () => selection,
    select,
    /** Marks one cell, or draws the range to it, and brings it into view. */
    go(spot: Spot, extend = false) {
      const row = at.get(spot.row)
      if (row !== undefined) table.scrollTo(row, rowHeights[definitionOf(state).row_height])
      select(extend && selection ? { anchor: selection.anchor, focus: spot } : only(spot))
      requestAnimationFrame(() => {
        scrollAcross(place, spot)
        repaintSelection()
      })
    },
    area: () => (selection ? rectangle(selection, walkable) : null),
    element: (spot: Spot) => cellElement(place, spot.row, spot.field),
    repaint: (ids: Iterable<string>) => table.repaint(ids),
    repaintSelection,
  }
}

/** Frozen columns lie over the left of the table: what is under them is not in view. */
function scrollAcross(place: HTMLElement, spot: Spot): void {
  const cell = cellElement(place, spot.row, spot.field)
  const holder = place.querySelector<HTMLElement>('.tabulator-tableholder')
  if (!cell || !holder || cell.classList.contains('tabulator-frozen') || cell.matches(':only-child')) return
  const frozen = [...place.querySelectorAll<HTMLElement>('.tabulator-header .tabulator-col.tabulator-frozen')]
  const left = frozen.reduce((sum, column) => sum + column.offsetWidth, 0)
  if (cell.offsetLeft - left < holder.scrollLeft) holder.scrollLeft = cell.offsetLeft - left
  const right = cell.offsetLeft + cell.offsetWidth
  if (right > holder.scrollLeft + holder.clientWidth)
    holder.scrollLeft = Math.min(right - holder.clientWidth, cell.offsetLeft - left)
}
