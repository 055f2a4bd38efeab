/** The columns as Tabulator wants them: the one to tick rows in, then those of the view. */
import type { ColumnComponent, ColumnDefinition } from 'tabulator-tables'
import type { Line } from '../model/arrange.ts'
import type { ShownColumn } from '../model/layout.ts'
import type { Drawn } from './drawn.ts'

/** Values stand under `values` in a row; the sign that separates the two is in no column's key. */
export const fieldPath = (key: string) => `values>${key}`

export const tickWidth = 44

/** What of the columns makes new elements where it differs. */
export const layoutOf = (columns: ShownColumn[]): string =>
  JSON.stringify(columns.map(({ field, frozen }) => [field.key, field.label, field.type, frozen]))

/** The key of a column of the view; the one to tick in has none. */
export const keyOf = (column: ColumnComponent) => column.getField()?.slice('values>'.length)

export const columnDefinitions = (shown: ShownColumn[], draw: Drawn): ColumnDefinition[] => [
  tickColumn(draw),
  ...shown.map((column) => definition(column, draw)),
]

const tickColumn = (draw: Drawn): ColumnDefinition => ({
  title: '',
  field: 'tick',
  width: tickWidth,
  frozen: true,
  resizable: false,
  cssClass: 'grid-tick-cell',
  titleFormatter: (cell) => draw.tickHeading(cell.getElement()) as HTMLElement,
  formatter: (cell) => draw.tick(cell.getElement(), cell.getData() as Line) as HTMLElement,
})

const definition = (column: ShownColumn, draw: Drawn): ColumnDefinition => ({
  title: column.field.label,
  field: fieldPath(column.field.key),
  width: column.width,
  frozen: column.frozen,
  titleFormatter: () => draw.heading(column) as HTMLElement,
  formatter: (cell) => draw.cell(cell.getElement(), cell.getData() as Line, column) as HTMLElement,
})
