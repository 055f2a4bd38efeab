/** A cell of an HTML table: its text, and how many columns and rows it covers; 0 rows are all there are. */
export type Spanning = { text: string; columns: number; rows: number }

/** More than any grid takes; a table that claims more is cut. */
const mostColumns = 1000

/** The rectangle of texts that such rows make: what a cell covers beside its first place is blank. */
export function spread(rows: Spanning[][]): string[][] {
  const lines = rows.map(() => new Map<number, string>())
  for (const [top, cells] of rows.entries()) {
    let left = 0
    for (const { text, columns, rows: down } of cells) {
      while (lines[top]?.has(left)) left += 1
      const right = Math.min(left + Math.max(1, columns), mostColumns)
      const covered = lines.slice(top, down === 0 ? undefined : top + Math.max(1, down))
      for (const line of covered) for (let at = left; at < right; at += 1) line.set(at, '')
      if (left < mostColumns) lines[top]?.set(left, text)
    }
  }
  return lines.map((line) => Array.from({ length: Math.max(0, ...line.keys()) + 1 }, (_, at) => line.get(at) ?? ''))
}
