/** What the marked cells are on the clipboard, and what is on it for us. */
import * as z from 'zod/mini'
import { formatList } from '../../../../shared/lists.ts'
import { wallClock } from '../model/zone.ts'
import type { CellRange, FieldInfo, GridPage } from '../page.ts'
import { readHtml, writeHtml } from './html-table.ts'
import { readTsv, writeTsv } from './tsv.ts'

/** Our own cells once more, with ids where names could be mistaken; other programs do not see it. */
const ownType = 'application/x-venture-crm-cells'

/** What was copied: as people read it, and from this grid also exactly, for columns of the type it was copied from. */
export type Copied = { texts: string[][]; exact?: { types: string[]; texts: string[][] } }

/** Puts the cells of the range on the clipboard: for spreadsheets, for documents, and for this grid. */
export function putOnClipboard(page: GridPage, range: CellRange, data: DataTransfer): void {
  const texts = cellsOf(page, range, readable)
  data.setData('text/plain', writeTsv(texts))
  data.setData('text/html', writeHtml(texts))
  const types = range.fields.map((key) => page.field(key)?.result_type ?? 'text')
  const own: Copied = { texts, exact: { types, texts: cellsOf(page, range, exact) } }
  data.setData(ownType, JSON.stringify(own))
}

/** The rectangle of texts on the clipboard, or null when there is none. */
export function takeFromClipboard(data: DataTransfer): Copied | null {
  const own = ownCells(data.getData(ownType))
  if (own) return own

  const text = data.getData('text/plain')
  const table = text.includes('\t') ? null : readHtml(data.getData('text/html'))
  if (table?.some((row) => row.length > 1)) return { texts: table }
  if (text !== '') return { texts: readTsv(text) }
  return table && { texts: table }
}

/** Anybody can write to a clipboard, so what claims to be ours is looked at like everything else. */
function ownCells(json: string): Copied | null {
  if (json === '') return null
  try {
    const cells = copied.safeParse(JSON.parse(json))
    return cells.success ? cells.data : null
  } catch {
    return null
  }
}

const rectangle = z.array(z.array(z.string())).check(z.minLength(1))
const copied = z.object({
  texts: rectangle,
  exact: z.object({ types: z.array(z.string()), texts: rectangle }),
})

type Write = (page: GridPage, field: FieldInfo, value: unknown) => string

function cellsOf(page: GridPage, { rows, fields }: CellRange, write: Write): string[][] {
  const known = fields.map((key) => page.field(key))
  return rows.map((row) => {
    const values = page.rowValues(row) ?? {}
    return known.map((field) => (field ? write(page, field, values[field.key]) : ''))
  })
}

/** As people and spreadsheets read it, and the paste of this grid again. */
const readable: Write = (page, field, value) => {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value) && field.result_type === 'multi_select') return formatList(value.map(String))
  if (instants.has(field.result_type)) return wallClock(page.zone, String(value)).replace('T', ' ')

  return page.textOf(field.key, value)
}

/** People by id, since two may have one name, and moments to the second. */
const exact: Write = (page, field, value) => {
  if (field.result_type === 'contacts' && Array.isArray(value)) return value.join(',')
  if (byId.has(field.result_type) || instants.has(field.result_type)) return String(value ?? '')

  return readable(page, field, value)
}

const instants: ReadonlySet<string> = new Set(['datetime', 'created_at', 'updated_at'])
const byId: ReadonlySet<string> = new Set(['user', 'created_by', 'updated_by'])
