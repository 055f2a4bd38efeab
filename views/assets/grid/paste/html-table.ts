/** Cells as an HTML table, beside the plain text: what Word, Outlook and web pages put on the clipboard, and like to get. */
import { h } from '../dom.ts'
import { type Spanning, spread } from './spans.ts'

export function writeHtml(cells: readonly (readonly string[])[]): string {
  const lines = cells.map((row) => h('tr', {}, ...row.map((text) => h('td', {}, text))))
  return h('table', {}, h('tbody', {}, ...lines)).outerHTML
}

/** The texts of the first table in a piece of HTML, or null without one. Nothing of it is run or shown. */
export function readHtml(html: string): string[][] | null {
  const table = new DOMParser().parseFromString(html, 'text/html').querySelector('table')
  if (!table) return null
  const rows = [...table.rows].map((row) => [...row.cells].map(spanning))
  return rows.length > 0 ? spread(rows) : null
}

function spanning(cell: HTMLTableCellElement): Spanning {
  for (const end of cell.querySelectorAll('br')) end.replaceWith('\n')
  const text = (cell.textContent ?? '').replaceAll('\u00a0', ' ').trim()
  return { text, columns: cell.colSpan, rows: cell.rowSpan }
}
