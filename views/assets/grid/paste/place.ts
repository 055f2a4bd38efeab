/** Where a pasted or filled rectangle goes. Pure: rows are ids from the top, columns keys from the left. */
import type { CellRange } from '../page.ts'

/** What there is to paste into: all rows and columns, in the order shown. */
export type Ground = { rows: readonly string[]; fields: readonly string[] }

/**
 * A rectangle of texts in its place; a row that is null is a new one. `cut` counts the columns beyond the last one, which
 * have no place.
 */
export type Placed = { rows: (string | null)[]; fields: string[]; cells: (string | null)[][]; cut: number }

/**
 * As spreadsheets do: into a marked range that is a whole number of times as large, the cells are repeated; otherwise they
 * go from its first cell to the right and down, and make new rows below the last.
 */
export function place(texts: readonly (readonly string[])[], range: CellRange, ground: Ground): Placed {
  const size = { rows: texts.length, columns: Math.max(0, ...texts.map((row) => row.length)) }
  const repeated = {
    rows: times(range.rows.length, size.rows),
    columns: times(range.fields.length, size.columns),
  }
  const isRepeated = repeated.rows > 0 && repeated.columns > 0
  const height = isRepeated ? range.rows.length : size.rows
  const width = isRepeated ? range.fields.length : size.columns

  const fields = from(ground.fields, range.fields[0], width)
  const known = from(ground.rows, range.rows[0], height)
  const rows = [...known, ...Array.from({ length: height - known.length }, () => null)]
  const cells = rows.map((_, row) =>
    fields.map((_field, column) => texts[row % size.rows]?.[column % size.columns] ?? null),
  )
  return { rows, fields, cells, cut: width - fields.length }
}

/** How often the smaller fits into the larger without a remainder; 0 when it does not. */
const times = (larger: number, smaller: number) => (smaller > 0 && larger % smaller === 0 ? larger / smaller : 0)

function from(all: readonly string[], first: string | undefined, count: number): string[] {
  const at = first === undefined ? -1 : all.indexOf(first)
  return at < 0 ? [] : all.slice(at, at + count)
}

/** One cell of a fill: what stands at `from` is written to `to`. */
export type Copy = { from: { row: string; field: string }; to: { row: string; field: string } }

/** Fills the range from its first row; a range of one row is filled from the row above it. */
export function fillDown(range: CellRange, ground: Ground): Copy[] {
  const source = range.rows.length > 1 ? range.rows[0] : ground.rows[ground.rows.indexOf(range.rows[0] ?? '') - 1]
  const targets = range.rows.length > 1 ? range.rows.slice(1) : range.rows
  if (source === undefined) return []
  return targets.flatMap((row) => range.fields.map((field) => ({ from: { row: source, field }, to: { row, field } })))
}

/** Fills the range from its first column; a range of one column is filled from the column to its left. */
export function fillRight(range: CellRange, ground: Ground): Copy[] {
  const { fields } = ground
  const source = range.fields.length > 1 ? range.fields[0] : fields[fields.indexOf(range.fields[0] ?? '') - 1]
  const targets = range.fields.length > 1 ? range.fields.slice(1) : range.fields
  if (source === undefined) return []
  return range.rows.flatMap((row) => targets.map((field) => ({ from: { row, field: source }, to: { row, field } })))
}

/** Repeats the range over the rows or columns its corner was drawn across, in both directions as they lie. */
export function fillOver(range: CellRange, wider: CellRange): Copy[] {
  const added = wider.rows.filter((row) => !range.rows.includes(row))
  const beside = wider.fields.filter((field) => !range.fields.includes(field))
  const down = added.flatMap((row, n) =>
    range.fields.map((field) => ({
      from: { row: cyclic(range.rows, n, isBefore(wider.rows, row, range.rows), added.length), field },
      to: { row, field },
    })),
  )
  const across = range.rows.flatMap((row) =>
    beside.map((field, n) => ({
      from: { row, field: cyclic(range.fields, n, isBefore(wider.fields, field, range.fields), beside.length) },
      to: { row, field },
    })),
  )
  return [...down, ...across]
}

const isBefore = (all: string[], one: string, own: string[]) => all.indexOf(one) < all.indexOf(own[0] ?? '')

/** Above (or left of) its source a pattern is read from its end, so that it goes on as it does below. */
function cyclic(own: string[], n: number, before: boolean, count: number): string {
  const at = before ? own.length - 1 - ((count - 1 - n) % own.length) : n % own.length
  return own[at] ?? ''
}

/** The range from one corner to the cell the pointer is over, grown in the direction that was drawn further. */
export function grown(range: CellRange, over: { row: string; field: string }, ground: Ground): CellRange {
  const row = span(ground.rows, range.rows, over.row)
  const field = span(ground.fields, range.fields, over.field)
  const isDown = row.beyond >= field.beyond
  if (row.beyond === 0 && field.beyond === 0) return range
  return isDown ? { rows: row.all, fields: range.fields } : { rows: range.rows, fields: field.all }
}

function span(all: readonly string[], own: string[], over: string): { all: string[]; beyond: number } {
  const [first, last, at] = [all.indexOf(own[0] ?? ''), all.indexOf(own.at(-1) ?? ''), all.indexOf(over)]
  if (at < 0 || first < 0) return { all: own, beyond: 0 }
  const beyond = at < first ? first - at : Math.max(0, at - last)
  return { all: all.slice(Math.min(first, at), Math.max(last, at) + 1), beyond }
}
