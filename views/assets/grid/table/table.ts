/** The table as Tabulator makes it: it draws the rows in view, lays out, freezes, resizes and moves the columns. */
import {
  FormatModule,
  FrozenColumnsModule,
  MoveColumnsModule,
  ResizeColumnsModule,
  type RowComponent,
  Tabulator,
} from 'tabulator-tables'
import type { Line } from '../model/arrange.ts'
import type { ShownColumn } from '../model/layout.ts'
import { columnDefinitions, fieldPath, keyOf, layoutOf } from './columns.ts'
import type { Drawn } from './drawn.ts'
import { FixedRows } from './fixed-rows.ts'

Tabulator.registerModule([FormatModule, FrozenColumnsModule, MoveColumnsModule, ResizeColumnsModule])

export const rowHeights = { short: 34, medium: 56, tall: 88, extra: 128 } as const
export function createTable(place: HTMLElement, columns: ShownColumn[], height: number, draw: Drawn) {
  const rendered = new Map<string, RowComponent>()
  let frame = 0
  let laidOut = layoutOf(columns)
  const table = new Tabulator(place, {
    height: '100%',
    rowHeight: height,
    renderVertical: FixedRows as unknown as 'virtual',
    nestedFieldSeparator: '>',
    index: 'id',
    data: [],
    columns: columnDefinitions(columns, draw),
    movableColumns: true,
    columnDefaults: { minWidth: 44, resizable: 'header' },
    rowFormatter: (row) => {
      const line = row.getData() as Line
      rendered.set(line.id, row)
      draw.line(row.getElement(), line)
    },
  })
  const ready = new Promise<void>((resolve) => {
    table.on('tableBuilt', () => {
      dressHeadings(columns)
      resolve()
    })
  })

  /** Whether the columns stand so already, as after they were moved or made wider by hand; their widths may differ. */
  function isLaidOut(shown: ShownColumn[]): boolean {
    const now = table.getColumns().map((column) => keyOf(column) ?? '')
    const wanted = ['', ...shown.map(({ field }) => field.key)]
    return JSON.stringify(now) === JSON.stringify(wanted) && layoutOf(shown) === laidOut
  }

  function widen(key: string, width: number): void {
    const column = table.getColumn(fieldPath(key))
    if (column && column.getWidth() !== width) column.setWidth(width)
  }

  function dressHeadings(shown: ShownColumn[]): void {
    const known = new Map(shown.map((column) => [column.field.key, column]))
    for (const component of table.getColumns()) {
      const column = known.get(keyOf(component) ?? '')
      if (!column) continue
      const element = component.getElement()
      draw.dressed(element, column)
      element.querySelector('.tabulator-col-title')?.replaceChildren(draw.heading(column))
    }
  }

  /** Once per frame, however many rows were drawn in it. */
  function drawnSoon(): void {
    if (frame) return
    frame = requestAnimationFrame(() => {
      frame = 0
      draw.drawn()
    })
  }

  table.on('renderComplete', drawnSoon)
  table.on('scrollVertical', drawnSoon)
  table.on('scrollHorizontal', (left) => {
    // What is frozen casts a shadow only on what went under it.
    place.classList.toggle('is-scrolled', left > 0)
    drawnSoon()
  })
  table.on('columnResized', (column) => {
    const key = keyOf(column)
    if (key) draw.resized(key, column.getWidth())
  })
  table.on('columnMoved', (_column, moved) =>
    draw.moved(moved.map(keyOf).filter((key) => key !== undefined && key !== '')),
  )

  return {
    ready,
    element: place,
    /** The part that scrolls. */
    holder: () => place.querySelector<HTMLElement>('.tabulator-tableholder') ?? place,
    /** Shows these lines, keeping the place scrolled to. */
    show: async (lines: Line[]) => {
      rendered.clear()
      await table.replaceData(lines as unknown as Record<string, unknown>[])
    },
    append: async (lines: Line[]) => {
      await table.addData(lines as unknown as Record<string, unknown>[])
    },
    setColumns: (shown: ShownColumn[]) => {
      if (!isLaidOut(shown)) table.setColumns(columnDefinitions(shown, draw))
      else for (const { field, width } of shown) widen(field.key, width)
      laidOut = layoutOf(shown)
      dressHeadings(shown)
      drawnSoon()
    },
    setRowHeight: (value: number) => {
      table.options.rowHeight = value
      table.redraw(true)
    },
    redraw: () => table.redraw(true),
    /** Draws these rows' cells again, where they were drawn before. */
    repaint: (ids: Iterable<string>) => {
      for (const id of ids) rendered.get(id)?.reformat()
      drawnSoon()
    },
    repaintAll: () => {
      for (const row of rendered.values()) row.reformat()
      drawnSoon()
    },
    rendered: (id: string) => rendered.get(id)?.getElement(),
    scrollTo: (index: number, rowHeight: number) => scrollToLine(place, index, rowHeight),
  }
}

/** Brings a line into view with the least movement. Rows are all of one height, so its place is known without drawing. */
function scrollToLine(place: HTMLElement, index: number, rowHeight: number): void {
  const holder = place.querySelector<HTMLElement>('.tabulator-tableholder')
  if (!holder) return
  const top = index * rowHeight
  if (top < holder.scrollTop) holder.scrollTop = top
  else if (top + rowHeight > holder.scrollTop + holder.clientHeight)
    holder.scrollTop = top + rowHeight - holder.clientHeight
}
