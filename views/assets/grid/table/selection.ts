/** Which cell is active and which are marked, by the ids of rows and the keys of columns; pure steps between them. */
export type Spot = { row: string; field: string }
/** `anchor` stays while a range is drawn; `focus` is the active cell's opposite corner. */
export type Selection = { anchor: Spot; focus: Spot }
/** What can be walked: the lines of the table from the top, its columns from the left. */
export type Walkable = {
  rows: string[]
  fields: string[]
  rowAt(id: string): number
  fieldAt(key: string): number
  isBlank(spot: Spot): boolean
}
export type Direction = 'up' | 'down' | 'left' | 'right'
/** The line of the column headings, which can be reached from the first row. */
export const headings = '#headings'

export const only = (spot: Spot): Selection => ({ anchor: spot, focus: spot })

const steps: Record<Direction, [number, number]> = { up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1] }

/** The neighbour in that direction; at the edge the spot itself. The headings stand above the first row. */
export function neighbour(spot: Spot, direction: Direction, on: Walkable, by = 1): Spot {
  const [down, right] = steps[direction]
  const row = spot.row === headings ? -1 : on.rowAt(spot.row)
  const next = clamp(row + down * by, direction === 'up' && by === 1 ? -1 : Math.min(row, 0), on.rows.length - 1)
  const field = on.fields[clamp(on.fieldAt(spot.field) + right * by, 0, on.fields.length - 1)] ?? spot.field
  return { row: next < 0 ? headings : (on.rows[next] ?? spot.row), field }
}

/** As spreadsheets do: to the end of the filled cells it stands in, or over blank ones to the next filled, else the edge. */
export function jump(spot: Spot, direction: Direction, on: Walkable): Spot {
  let at = step(spot, direction, on)
  if (!at) return spot
  const within = !on.isBlank(spot) && !on.isBlank(at)
  for (let next = step(at, direction, on); next; next = step(at, direction, on)) {
    if (within ? on.isBlank(next) : !on.isBlank(at)) return at
    at = next
  }
  return at
}

function step(spot: Spot, direction: Direction, on: Walkable): Spot | null {
  const next = neighbour(spot, direction, on)
  return next.row === headings || (next.row === spot.row && next.field === spot.field) ? null : next
}

/** The rectangle between the two corners, in rows and columns as shown; null when a corner is not there any more. */
export function rectangle({ anchor, focus }: Selection, on: Walkable) {
  const rows = [on.rowAt(anchor.row), on.rowAt(focus.row)].toSorted((a, b) => a - b)
  const fields = [on.fieldAt(anchor.field), on.fieldAt(focus.field)].toSorted((a, b) => a - b)
  const [top = -1, bottom = -1] = rows
  const [left = -1, right = -1] = fields
  return top < 0 || left < 0 ? null : { top, bottom, left, right }
}

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value))
