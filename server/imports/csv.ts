import { pipeline, Readable } from 'node:stream'
import { CsvError, type Options, parse } from 'csv-parse'
import { parse as parseSync } from 'csv-parse/sync'
import { type Encoding, encodingOf, type Source, textOf, unreadable } from './decode.ts'

export type Separator = ',' | ';' | '\t'

/** How a file is written down; found once, used by every pass over it. */
export interface Layout {
  encoding: Encoding
  separator: Separator
  lineEnds: string[]
  /** 2 when the first line is Excel's own `sep=;`. */
  fromLine: number
}

/**
 * A row of data. `number` counts from 1 after the header; `problem` says why its cells cannot be placed. A row that ends
 * before the last header has fewer cells: the file says nothing about the columns they would stand in.
 */
export interface Row {
  number: number
  cells: string[]
  problem?: string
}

const separators: Separator[] = [',', ';', '\t']
const sampleLength = 64 * 1024
const sampleRecords = 30
/** Far beyond any real row; an unclosed quote must not collect a whole file in memory. */
const longestRecord = 16 * 1024 * 1024

export async function layoutOf(source: Source): Promise<Layout> {
  const encoding = await encodingOf(source)
  const sample = (await beginning(source, encoding)).replace(/^[\r\n]+/, '')
  if (sample.trim() === '') throw unreadable('The file is empty.')

  const announced = /^sep=([,;\t])\r?\n/i.exec(sample)
  if (announced) return { encoding, separator: announced[1] as Separator, lineEnds: ['\r\n', '\n'], fromLine: 2 }

  const header = firstRecord(sample)
  return { encoding, separator: separatorOf(sample, header), lineEnds: lineEndsOf(sample, header), fromLine: 1 }
}

async function beginning(source: Source, encoding: Encoding): Promise<string> {
  let sample = ''
  for await (const text of textOf(source, encoding)) {
    sample += text.slice(0, sampleLength)
    if (sample.length >= sampleLength) break
  }
  return sample
}

/** The header as written, up to the first line break outside quotes. */
function firstRecord(text: string): string {
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (char === '"') quoted = !quoted
    else if (!quoted && (char === '\n' || char === '\r')) return text.slice(0, at)
  }
  return text
}

/** A bare CR ends records only in a file that has no other line end after its header; elsewhere it is cell text. */
function lineEndsOf(sample: string, header: string): string[] {
  return sample[header.length] === '\r' && sample[header.length + 1] !== '\n' ? ['\r'] : ['\r\n', '\n']
}

function separatorOf(sample: string, header: string): Separator {
  const bare = header.replace(/"[^"]*"/g, '')
  const possible = separators.filter((separator) => bare.includes(separator))
  if (possible.length < 2) return possible[0] ?? ','

  const scored = possible.map((separator) => ({
    separator,
    ...agreement(sample, separator, lineEndsOf(sample, header)),
  }))
  scored.sort((a, b) => b.share - a.share || prose(bare, a.separator) - prose(bare, b.separator) || b.width - a.width)
  return scored[0]?.separator ?? ','
}

/** How often the mark is followed by a space in the header, as a comma of prose is and a separator hardly ever. */
function prose(header: string, separator: Separator): number {
  return header.split(`${separator} `).length - 1
}

/** How many of the first records are as wide as the header when split by this separator. */
function agreement(sample: string, separator: Separator, lineEnds: string[]): { share: number; width: number } {
  const widths: number[] = []
  const noting = (record: string[]) => {
    widths.push(record.length)
    return null
  }
  try {
    parseSync(sample, { ...reading({ separator, lineEnds, fromLine: 1 }), to: sampleRecords, on_record: noting })
  } catch {
    // The sample ends in the middle of a record: what came before it has been counted.
  }
  const [width = 1] = widths
  return { share: widths.filter((one) => one === width).length / Math.max(widths.length, 1), width }
}

function reading({ separator, lineEnds, fromLine }: Omit<Layout, 'encoding'>): Options {
  return {
    delimiter: separator,
    record_delimiter: lineEnds,
    from_line: fromLine,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: longestRecord,
  }
}

/** Every record of the file, the header first, as the file spells it. */
export async function* recordsOf(source: Source, layout: Layout): AsyncGenerator<string[]> {
  const parser = parse(reading(layout))
  const text = Readable.from(textOf(source, layout.encoding))
  // The iteration below sees every failure, whichever end it comes from.
  pipeline(text, parser, () => undefined)

  try {
    for await (const record of parser) yield record as string[]
  } catch (error) {
    throw error instanceof CsvError ? unreadable(sentenceFor(error, parser.info.records)) : error
  } finally {
    text.destroy()
  }
}

function sentenceFor(error: CsvError, read: number): string {
  const place = read === 0 ? 'in the header' : `in row ${read}`
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return `A quote that opens ${place} is never closed. Close it, or double the quotes inside that cell.`
  }
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return `What stands ${place} is too long to be one row. A quote that opens there is probably never closed.`
  }
  return `The file cannot be read ${place}: ${error.message}`
}

export interface Header {
  /** What a mapping and an error call the column; unique in the file. */
  name: string
  /** Exactly as in the file. */
  written: string
  index: number
}

const mostColumns = 2000

/** Headers trimmed for matching; equal ones are numbered and nameless ones called by their place. */
export function headersOf(record: string[]): Header[] {
  if (record.length > mostColumns)
    throw unreadable(`The file has ${record.length} columns; ${mostColumns} is the most.`)

  const taken = new Set(record.map((written) => written.trim()))
  const seen = new Set<string>()
  return record.map((written, index) => {
    const plain = written.trim() || `Column ${index + 1}`
    const name = seen.has(plain) || (!written.trim() && taken.has(plain)) ? numbered(plain, taken) : plain
    seen.add(name)
    taken.add(name)
    return { name, written, index }
  })
}

function numbered(name: string, taken: Set<string>): string {
  let count = 2
  while (taken.has(`${name} (${count})`)) count += 1
  return `${name} (${count})`
}

/**
 * Places a record's cells under the headers. A row that ends early stays short: whether its last cells were blank (a
 * range copied from a grid leaves them off) or were lost, nobody can tell. Cells beyond the last header have no place,
 * so the row says so instead of dropping them.
 */
export function rowOf(record: string[], number: number, width: number): Row {
  if (record.length <= width) return { number, cells: record }

  const extra = record.slice(width).filter((cell) => cell !== '')
  if (extra.length === 0) return { number, cells: record.slice(0, width) }
  return {
    number,
    cells: record.slice(0, width),
    problem: `This row has ${record.length} cells, but the file has ${width} columns. A cell with a separator in it may lack its quotes.`,
  }
}

/** A line with nothing on it, in a file of several columns: no row, though it keeps its number. */
export function isEmptyLine(record: string[]): boolean {
  return record.length === 1 && record[0] === ''
}
