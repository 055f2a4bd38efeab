import type { CompactRow } from '../../../../shared/grid-page.ts'
import type { Values } from '../page.ts'

/** An investor as the grid holds it: what the server said, with what is not saved yet painted over it. */
export type Row = { kind: 'row'; id: string; version: number; color: string | null; values: Values }

export type Rows = ReturnType<typeof createRows>

/** The rows loaded, by id and in the view's order. */
export function createRows() {
  const byId = new Map<string, Row>()
  let order: string[] = []

  return {
    total: 0,
    get: (id: string) => byId.get(id),
    ids: () => order,
    all: () => order.map((id) => byId.get(id)).filter((row) => row !== undefined),
    size: () => order.length,

    clear() {
      byId.clear()
      order = []
    },
    /**
     * Puts a row in, or over what is there; `over` are its values that are not saved yet and stay painted. An answer that
     * comes late, with an older version than is known, says nothing new.
     */
    put(row: Row, over: Values = {}): Row {
      const known = byId.get(row.id)
      if (known && row.version < known.version) return known
      if (!known) order.push(row.id)
      const kept = known ?? row
      byId.set(row.id, kept)
      Object.assign(kept.values, row.values, over)
      kept.version = Math.max(kept.version, row.version)
      kept.color = row.color
      return kept
    },
    remove(ids: ReadonlySet<string>) {
      order = order.filter((id) => !ids.has(id))
      for (const id of ids) byId.delete(id)
    },
    /** A draft got its real id. */
    rename(from: string, to: string) {
      const row = byId.get(from)
      if (!row) return
      byId.delete(from)
      row.id = to
      byId.set(to, row)
      order = order.map((id) => (id === from ? to : id))
    },
    /** Sorts by a list of ids; rows it does not name keep their place after the row they followed. */
    arrange(ids: string[]) {
      order = mergedOrder(order, ids).filter((id) => byId.has(id))
    },
  }
}

/** The new order with the ids it lacks left standing behind the one they stood behind before. */
export function mergedOrder(old: string[], fresh: string[]): string[] {
  const named = new Set(fresh)
  const followers = new Map<string | null, string[]>()
  let before: string | null = null
  for (const id of old) {
    if (named.has(id)) before = id
    else followers.set(before, [...(followers.get(before) ?? []), id])
  }
  return [...(followers.get(null) ?? []), ...fresh.flatMap((id) => [id, ...(followers.get(id) ?? [])])]
}

/** A row of a compact answer, whose columns these are. */
export function unpack(columns: string[], [id, version, color, ...cells]: CompactRow): Row {
  const values: Values = {}
  for (let n = 0; n < columns.length; n += 1) values[columns[n] as string] = cells[n] ?? null
  return { kind: 'row', id, version, color, values }
}
