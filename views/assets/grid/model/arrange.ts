import type { ViewTerm } from '../../../../shared/views.ts'
import type { GroupCount } from './figures.ts'
import type { Row } from './rows.ts'

/** The line that heads a group; `path` is the values from the outermost group to this one. */
export type GroupLine = {
  kind: 'group'
  id: string
  path: unknown[]
  fields: string[]
  open: boolean
  count: number | null
  figures: GroupCount['figures']
  values: Record<string, never>
}
/** The line under the last row that adds one. */
type NewLine = { kind: 'new'; id: 'new'; values: Record<string, never> }
export type Line = Row | GroupLine | NewLine

/** A multi value groups as its exact set, so its order does not matter. */
const comparable = (value: unknown): unknown => (Array.isArray(value) ? value.toSorted() : (value ?? null))
export const groupId = (path: unknown[]): string => `group:${JSON.stringify(path.map(comparable))}`

/**
 * The lines of the table from the top: the rows in their order, with a line before each group that begins. Rows of a
 * folded group are left out. `counts` are the server's figures per group, which hold rows that are not loaded too;
 * `groupedBy` is what a row is grouped by (of an instant, its day).
 */
export function arrangeLines(
  rows: Row[],
  group: ViewTerm[],
  folded: ReadonlySet<string>,
  counts: ReadonlyMap<string, GroupCount>,
  groupedBy: (row: Row, key: string) => unknown = (row, key) => row.values[key] ?? null,
): Line[] {
  if (group.length === 0) return rows
  const lines: Line[] = []
  let before: string[] = []
  for (const row of rows) {
    const values = group.map(({ key }) => groupedBy(row, key))
    const ids = group.map((_, level) => groupId(values.slice(0, level + 1)))
    const from = ids.findIndex((id, level) => id !== before[level])
    for (let level = from < 0 ? group.length : from; level < group.length; level += 1) {
      const isHidden = ids.slice(0, level).some((id) => folded.has(id))
      if (!isHidden) lines.push(groupLine(group, values.slice(0, level + 1), folded, counts))
    }
    if (!ids.some((id) => folded.has(id))) lines.push(row)
    before = ids
  }
  return lines
}

function groupLine(
  group: ViewTerm[],
  path: unknown[],
  folded: ReadonlySet<string>,
  counts: ReadonlyMap<string, GroupCount>,
): GroupLine {
  const id = groupId(path)
  const counted = counts.get(id)
  const fields = group.slice(0, path.length).map((term) => term.key)
  return {
    kind: 'group',
    id,
    path,
    fields,
    open: !folded.has(id),
    count: counted?.count ?? null,
    figures: counted?.figures ?? {},
    values: {},
  }
}
