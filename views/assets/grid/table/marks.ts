/** What stands on a cell beside its value: a problem, a clash, somebody's presence, a change just made. */
/** `act`: the act it was refused in, where that did more than this. */
type Problem = { kind: 'problem'; text: string; sentence: string; act?: string | null }
export type Clash = { kind: 'clash'; yours: unknown; current: unknown; by: string; at: string; version: number }
type Touch = { kind: 'touch'; who: string; color: string }
/** What the server had in a cell, at the row's version then, before something was typed over it. */
export type Before = { value: unknown; version: number }
/** `saving`: painted here, not yet on the server. */
export type CellMark = {
  problem?: Problem
  clash?: Clash
  touched?: Touch
  here?: Touch
  saving?: boolean
  before?: Before
}
export type RowMark = { left?: boolean; gone?: boolean }

export type Marks = ReturnType<typeof createMarks>

const keyOf = (row: string, field: string) => `${row}\n${field}`

export function createMarks() {
  const cells = new Map<string, CellMark>()
  const rows = new Map<string, RowMark>()

  return {
    cell: (row: string, field: string): CellMark | undefined => cells.get(keyOf(row, field)),
    /** Adds to, or with `undefined` takes from, what is marked on a cell. */
    mark(row: string, field: string, part: { [K in keyof CellMark]?: CellMark[K] | undefined }) {
      const mark = Object.fromEntries(
        Object.entries({ ...cells.get(keyOf(row, field)), ...part }).filter(([, value]) => value !== undefined),
      )
      if (Object.keys(mark).length > 0) cells.set(keyOf(row, field), mark)
      else cells.delete(keyOf(row, field))
    },
    row: (id: string): RowMark | undefined => rows.get(id),
    markRow(id: string, mark: RowMark | null) {
      if (mark) rows.set(id, mark)
      else rows.delete(id)
    },
    leaving: () => [...rows].filter(([, mark]) => mark.left || mark.gone).map(([id]) => id),
    /** Every cell with a mark of this kind, as [row, field, mark]. */
    having<K extends keyof CellMark>(kind: K): [row: string, field: string, mark: NonNullable<CellMark[K]>][] {
      return [...cells].flatMap(([key, mark]) => {
        const [row = '', field = ''] = key.split('\n')
        const found = mark[kind]
        return found ? [[row, field, found] as [string, string, NonNullable<CellMark[K]>]] : []
      })
    },
    rename(from: string, to: string) {
      for (const [key, mark] of [...cells]) {
        if (!key.startsWith(`${from}\n`)) continue
        cells.delete(key)
        cells.set(`${to}\n${key.slice(from.length + 1)}`, mark)
      }
    },
  }
}
