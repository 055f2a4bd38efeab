import { createHash } from 'node:crypto'
import { fold } from '../db/summaries.ts'
import { type Header, headersOf, isEmptyLine, type Layout, layoutOf, type Row, recordsOf, rowOf } from './csv.ts'
import type { Source } from './decode.ts'
import { type Column, describeColumn } from './infer.ts'
import { count, newTally } from './tally.ts'

/** A file that has been read through once: what it is, and a way to read its rows again. */
export interface Recognised {
  layout: Layout
  columns: Column[]
  /** How many rows of data there are, those with problems included. */
  total: number
  /** Names the shape of the file: the same headers, in any order, give the same signature. */
  signature: string
  warnings: string[]
  rows: () => AsyncIterable<Row> | Iterable<Row>
}

/** What a first reading found out, without the rows; plain data. */
export type Found = Omit<Recognised, 'rows'>

/** Rows of a file up to this many characters are kept from the first reading; longer ones are read a second time. */
const keptCharacters = 12_000_000

/** Reads the whole file once: refuses what cannot be read, and profiles every column over all of its values. */
export async function recognise(source: Source): Promise<Recognised> {
  const layout = await layoutOf(source)
  const read = await readThrough(source, layout)
  const described = read.headers.map((header, index) => describeColumn(header, read.tallies[index] ?? newTally()))
  const columns = described.filter((column, index) => read.headers[index]?.written.trim() || column.filled > 0)

  return {
    layout,
    columns,
    total: read.total,
    signature: signatureOf(columns),
    warnings: [...headerWarnings(read.headers, columns), ...shortWarning(read.lengths, columns)],
    rows: () => read.kept ?? rowsOf(source, layout),
  }
}

/** The same file once more, by what its first reading found: nothing is counted again. */
export function reopened(source: Source, found: Found): Recognised {
  return { ...found, rows: () => rowsOf(source, found.layout) }
}

async function readThrough(source: Source, layout: Layout) {
  let headers: Header[] = []
  let kept: Row[] | null = []
  let characters = 0
  let total = 0
  const lengths = new Map<number, number>()
  const tallies = []

  for await (const row of allRows(source, layout)) {
    if (row.number === 0) {
      headers = headersOf(row.cells)
      tallies.push(...headers.map(newTally))
      continue
    }
    total += 1
    lengths.set(row.cells.length, (lengths.get(row.cells.length) ?? 0) + 1)
    for (const [index, cell] of row.cells.entries()) {
      const tally = tallies[index]
      if (tally) count(tally, cell)
      characters += cell.length
    }
    if (characters > keptCharacters) kept = null
    kept?.push(row)
  }
  return { headers, tallies, total, lengths, kept }
}

async function* rowsOf(source: Source, layout: Layout): AsyncGenerator<Row> {
  for await (const row of allRows(source, layout)) if (row.number > 0) yield row
}

/** The header as row 0, then the data. Lines with nothing on them count, but are no rows. */
async function* allRows(source: Source, layout: Layout): AsyncGenerator<Row> {
  let width = 0
  let number = 0

  for await (const record of recordsOf(source, layout)) {
    if (width === 0) {
      if (isEmptyLine(record)) continue
      width = record.length
      yield { number: 0, cells: record }
      continue
    }
    number += 1
    if (!isEmptyLine(record)) yield rowOf(record, number, width)
  }
}

function signatureOf(columns: Column[]): string {
  const names = columns.map((column) => fold(column.header)).sort()
  return createHash('sha256').update(names.join('\n')).digest('hex')
}

function headerWarnings(headers: Header[], columns: Column[]): string[] {
  const used = new Set(columns.map((column) => column.index))
  return headers
    .filter((header) => used.has(header.index) && header.name !== header.written.trim())
    .map(({ name, written, index }) =>
      written.trim()
        ? `Two columns are called “${written.trim()}”; the one at place ${index + 1} is listed as “${name}”.`
        : `The column at place ${index + 1} has no name; it is listed as “${name}”.`,
    )
}

/** `lengths`: how many rows have how many cells. Nameless columns with nothing in them are missed by nobody. */
function shortWarning(lengths: Map<number, number>, columns: Column[]): string[] {
  const last = columns.at(-1)?.index ?? 0
  const short = [...lengths].reduce((sum, [length, rows]) => (length <= last ? sum + rows : sum), 0)
  if (short === 0) return []
  const rows = short === 1 ? '1 row ends' : `${short} rows end`
  return [`${rows} early: where a cell is missing, what is stored is left as it is.`]
}
