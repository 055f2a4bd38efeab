import { DateTime } from 'luxon'
import { parseAddressList } from '../../shared/addresses.ts'
import { type DateOrder, dayOf, needsOrder, readDate, type WrittenDate } from '../../shared/dates.ts'
import type { FieldType } from '../../shared/fields.ts'
import { type DecimalMark, decimalNumber, parseDecimal, parseMoney } from '../../shared/money.ts'
import type { Parsed } from '../../shared/parsed.ts'
import { belowNothing } from '../grid/values.ts'
import { type Attachment, parseAttachments, parseList } from './lists.ts'

/** A cell's value in the contract's form: money in minor units, percent as a fraction, blank as null. */
export type Value = string | number | boolean | string[] | Attachment[] | null

/** What a whole column settles for each of its cells. */
export interface Reading {
  currency?: string
  mark?: DecimalMark
  /** Left out while nothing has decided; cells that depend on it are then refused. */
  order?: DateOrder
  /** The fund's zone, in which times without a zone were written. */
  zone: string
}

export type ReadCell = (text: string) => Parsed<Value>

const blank: Parsed<Value> = { value: null }

/** The way to read the cells of a column of this type. A blank cell is always null. */
export function cellReader(type: FieldType, reading: Reading): ReadCell {
  const read = readers[type]?.(reading) ?? ((text) => ({ value: text }))

  return (text) => (text === '' ? blank : read(text))
}

const readers: Partial<Record<FieldType, (reading: Reading) => ReadCell>> = {
  number: ({ mark }) => unlessBlank((text) => readNumber(text, mark)),
  currency: ({ currency = 'USD', mark }) => unlessBlank((text) => parseMoney(text, currency, mark)),
  commitment: ({ currency = 'USD', mark }) => unlessBlank((text) => notNegative(parseMoney(text, currency, mark))),
  percent: ({ mark }) => unlessBlank((text) => readPercent(text, mark)),
  date: ({ order }) => unlessBlank((text) => readDay(text, order)),
  datetime: ({ order, zone }) => unlessBlank((text) => readInstant(text, order, zone)),
  checkbox: () => unlessBlank(readCheckbox),
  single_select: () => (text) => ({ value: text.trim() || null }),
  multi_select: () => (text) => readItems(text),
  contacts: () => (text) => readItems(text),
  email: () => unlessBlank(readEmail),
  url: () => unlessBlank(readUrl),
  attachments: () => unlessBlank(readAttachments),
}

function unlessBlank(read: ReadCell): ReadCell {
  return (text) => (text.trim() === '' ? blank : read(text))
}

/** The cell is the total of an investor and fund; what takes away from it is an entry of the ledger. */
const notNegative = (parsed: Parsed<number>): Parsed<number> =>
  'value' in parsed && parsed.value < 0 ? { problem: belowNothing } : parsed

function readNumber(text: string, mark?: DecimalMark): Parsed<number> {
  const decimal = parseDecimal(text, mark)
  if (!decimal) return { problem: `“${text}” is not a number.` }
  if ((decimal.whole + decimal.fraction).replace(/^0+/, '').length > 15) {
    return { problem: `“${text}” has more digits than a number keeps. Import this column as text.` }
  }
  return { value: decimalNumber(decimal) }
}

function readPercent(text: string, mark?: DecimalMark): Parsed<number> {
  const written = text.trim()
  const decimal = parseDecimal(written.replace(/\s*%$/, ''), mark)
  if (!decimal) return { problem: `“${text}” is not a percentage. Write it like 12.5%.` }

  const value = decimalNumber(decimal, -2)
  if (!written.endsWith('%') && value !== 0) {
    return { problem: `“${text}” has no % sign, so it could be a percentage or a fraction. Write it like 12.5%.` }
  }
  return { value }
}

function readDay(text: string, order?: DateOrder): Parsed<string> {
  const date = readDate(text)
  const day = date && dayOf(date, order)
  if (!date || !day) return { problem: whyNoDay(text, date, order) }
  if (date.time && date.time !== '00:00:00')
    return { problem: `“${text}” has a time of day; this column keeps dates only.` }

  return { value: day }
}

function readInstant(text: string, order: DateOrder | undefined, zone: string): Parsed<string> {
  const date = readDate(text)
  const day = date && dayOf(date, order)
  if (!date || !day) return { problem: whyNoDay(text, date, order) }

  const local = `${day}T${date.time ?? '00:00:00'}`
  const instant =
    date.offset === undefined
      ? DateTime.fromISO(local, { zone })
      : DateTime.fromISO(local, { zone: 'utc' }).minus({ minutes: date.offset })
  const iso = instant.toUTC().toISO()
  return iso ? { value: iso } : { problem: `“${text}” is not a date and time.` }
}

function whyNoDay(text: string, date: WrittenDate | null, order?: DateOrder): string {
  if (!date) return `“${text}” is not a date. Write it like 2031-03-04.`
  if (!order && needsOrder(date))
    return `“${text}” can be read day first or month first. Choose the date order of this column.`

  return `“${text}” does not fit the date order of this column (${order === 'dmy' ? 'day first' : 'month first'}).`
}

const checkboxes = new Map<string, boolean>([
  ...['checked', 'true', 'yes', '1', 'x', '✓', '✔'].map((text) => [text, true] as const),
  ...['unchecked', 'false', 'no', '0'].map((text) => [text, false] as const),
])

function readCheckbox(text: string): Parsed<boolean> {
  const value = checkboxes.get(text.trim().toLowerCase())
  return value === undefined ? { problem: `“${text}” is neither checked nor unchecked.` } : { value }
}

function readItems(text: string): Parsed<string[] | null> {
  const items = parseList(text)
  return { value: items.length === 0 ? null : items }
}

function readEmail(text: string): Parsed<string> {
  const [person] = parseAddressList(text)
  if (person && person.address === text.trim()) return { value: text }

  return { problem: `“${text}” is not an e-mail address.` }
}

/** Addresses are kept as typed; most lack their scheme. What has a space or no dot is none. */
function readUrl(text: string): Parsed<string> {
  return /^\S+$/.test(text.trim()) && /[.:]/.test(text)
    ? { value: text }
    : { problem: `“${text}” is not a web address.` }
}

function readAttachments(text: string): Parsed<Attachment[]> {
  const files = parseAttachments(text)
  return files ? { value: files } : { problem: 'This cell is not a list of attachments: “name (https://…)”.' }
}
