/**
 * Cells as spreadsheets put them on the clipboard as text: tabs between cells, line ends between rows. A cell with a tab, a
 * line end or a quote at its start stands in quotes, with its own quotes doubled, as Excel and Google Sheets do it.
 */
export function writeTsv(cells: readonly (readonly string[])[]): string {
  return cells.map((row) => row.map(quoted).join('\t') || '""').join('\n')
}

/** A row of one blank cell would be no row at all, so it is written as a pair of quotes. */
const quoted = (text: string) => (/[\t\n\r]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Reads it back; rows may differ in length. A line end after the last row, which Excel writes, is no row. */
export function readTsv(text: string): string[][] {
  const rows: string[][] = [[]]
  let at = 0
  while (at <= text.length) {
    const { cell, end } = readCell(text, at)
    rows.at(-1)?.push(cell)
    const mark = text[end]
    if (mark === undefined) break
    at = end + (mark === '\r' && text[end + 1] === '\n' ? 2 : 1)
    if (mark === '\t') continue
    if (at >= text.length) break
    rows.push([])
  }
  return rows
}

type Cell = { cell: string; end: number }

/** The cell that begins at `at`, and where it ends: at a tab, a line end, or the end of the text. */
function readCell(text: string, at: number): Cell {
  return (text[at] === '"' ? quotedCell(text, at) : null) ?? plainCell(text, at)
}

function plainCell(text: string, at: number): Cell {
  let end = at
  while (end < text.length && !isMark(text[end])) end += 1
  return { cell: text.slice(at, end), end }
}

/** Null when the quotes are not closed right before the end of a cell: then they are part of what somebody wrote. */
function quotedCell(text: string, at: number): Cell | null {
  let end = text.indexOf('"', at + 1)
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2)
  if (end < 0 || (end + 1 < text.length && !isMark(text[end + 1]))) return null

  return { cell: text.slice(at + 1, end).replaceAll('""', '"'), end: end + 1 }
}

const isMark = (character: string | undefined) => character === '\t' || character === '\n' || character === '\r'
