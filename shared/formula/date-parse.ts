import { dayOf, needsOrder, readDate } from '../dates.ts'
import { type FormatPart, hasClock, monthNames } from './date-format.ts'
import { dayMs, dayNumber, daysInMonth, parseDay } from './days.ts'
import { CellError } from './problem.ts'
import { Day, dayValue, instantValue, type Moment, type Run, readMoment } from './values.ts'
import { instantOf } from './zone.ts'

/** The most characters a date is written with. */
const longest = 100

/** Reads the forms that name their parts: ISO, 4 Mar 2031, March 4, 2031 2:30 pm. Two numbers either of which may be the month are an error. */
export function parseFreely(run: Run, text: string): Moment | null {
  const written = text.trim()
  if (written === '') return null
  const iso = written.length > longest ? null : readMoment(written)
  if (iso) return iso

  const date = written.length > longest ? null : readDate(written)
  if (date && needsOrder(date)) {
    throw new CellError('bad_date', `“${written}” can be read with either number as the month. Give a format.`)
  }
  const days = date && parseDay(dayOf(date) ?? '')
  if (!date || days === null) throw unreadable(written)
  return date.time ? clocked(run, days, clockOf(date.time), date.offset) : new Day(days)
}

const unreadable = (text: string): CellError =>
  new CellError('bad_date', `“${text.slice(0, 40)}” cannot be read as a date.`)

function clockOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  return ((hours * 60 + minutes) * 60 + seconds) * 1000
}

/** A day and a time on the clock, in the fund's zone unless the text says another offset. */
function clocked(run: Run, days: number, time: number, offset: number | undefined): Moment {
  const wall = dayValue(days).days * dayMs + time
  return instantValue(offset === undefined ? instantOf(run.zone, wall) : wall - offset * 60_000)
}

/** What has been read so far. */
type Found = {
  year?: number
  month?: number
  day?: number
  hour?: number
  minute?: number
  second?: number
  ms?: number
  half?: 'am' | 'pm'
  offset?: number
  instant?: number
}

type Cursor = { text: string; at: number; found: Found }

/** Reads text by a format, token by token, in one pass. Month and day default to the first, the time to midnight. */
export function parseBy(run: Run, text: string, parts: FormatPart[]): Moment | null {
  const cursor: Cursor = { text: text.trim(), at: 0, found: {} }
  if (cursor.text === '') return null
  const read = cursor.text.length <= longest && parts.every((part) => step(cursor, part))
  if (!read || cursor.at !== cursor.text.length) throw unreadable(cursor.text)

  return momentOf(run, cursor, hasClock(parts))
}

function step(cursor: Cursor, part: FormatPart): boolean {
  if ('token' in part) return readers[part.token]?.(cursor) ?? false
  if (!cursor.text.startsWith(part.literal, cursor.at)) return false

  cursor.at += part.literal.length
  return true
}

function momentOf(run: Run, { text, found }: Cursor, clock: boolean): Moment {
  if (found.instant !== undefined) return instantValue(found.instant)
  const { year = 0, month = 1, day = 1, minute = 0, second = 0, ms = 0 } = found
  const hour = hourOf(found)
  if (year < 1 || !(month >= 1 && month <= 12) || !(day >= 1 && day <= daysInMonth(year, month))) throw unreadable(text)
  if (hour === null || minute > 59 || second > 59) throw unreadable(text)

  const days = dayNumber(year, month, day)
  return clock ? clocked(run, days, ((hour * 60 + minute) * 60 + second) * 1000 + ms, found.offset) : dayValue(days)
}

function hourOf({ hour = 0, half }: Found): number | null {
  if (!half) return hour > 23 ? null : hour
  return hour < 1 || hour > 12 ? null : (hour % 12) + (half === 'pm' ? 12 : 0)
}

type Reader = (cursor: Cursor) => boolean

const readers: Record<string, Reader> = {
  YYYY: digits(4, 4, (found, value) => ({ ...found, year: value })),
  YY: digits(2, 2, (found, value) => ({ ...found, year: value + (value > 68 ? 1900 : 2000) })),
  Y: digits(1, 4, (found, value) => ({ ...found, year: value })),
  MMMM: monthName,
  MMM: monthName,
  MM: digits(2, 2, (found, value) => ({ ...found, month: value })),
  M: digits(1, 2, (found, value) => ({ ...found, month: value })),
  DD: digits(2, 2, (found, value) => ({ ...found, day: value })),
  D: digits(1, 2, (found, value) => ({ ...found, day: value })),
  Do: (cursor) => digits(1, 2, (found, value) => ({ ...found, day: value }))(cursor) && letters(cursor, 2, 2),
  dddd: (cursor) => letters(cursor, 3, 9),
  ddd: (cursor) => letters(cursor, 3, 9),
  dd: (cursor) => letters(cursor, 2, 2),
  HH: digits(2, 2, (found, value) => ({ ...found, hour: value })),
  H: digits(1, 2, (found, value) => ({ ...found, hour: value })),
  hh: digits(2, 2, (found, value) => ({ ...found, hour: value })),
  h: digits(1, 2, (found, value) => ({ ...found, hour: value })),
  mm: digits(2, 2, (found, value) => ({ ...found, minute: value })),
  m: digits(1, 2, (found, value) => ({ ...found, minute: value })),
  ss: digits(2, 2, (found, value) => ({ ...found, second: value })),
  s: digits(1, 2, (found, value) => ({ ...found, second: value })),
  SSS: digits(3, 3, (found, value) => ({ ...found, ms: value })),
  A: halfOfDay,
  a: halfOfDay,
  Z: offset,
  ZZ: offset,
  X: digits(1, 12, (found, value) => ({ ...found, instant: value * 1000 })),
  x: digits(1, 15, (found, value) => ({ ...found, instant: value })),
}

function digits(least: number, most: number, take: (found: Found, value: number) => Found): Reader {
  return (cursor) => {
    let end = cursor.at
    while (end < cursor.at + most && /\d/.test(cursor.text.charAt(end))) end += 1
    if (end - cursor.at < least) return false

    cursor.found = take(cursor.found, Number(cursor.text.slice(cursor.at, end)))
    cursor.at = end
    return true
  }
}

function letters(cursor: Cursor, least: number, most: number): boolean {
  let end = cursor.at
  while (end < cursor.at + most && /[A-Za-z]/.test(cursor.text.charAt(end))) end += 1
  const enough = end - cursor.at >= least
  if (enough) cursor.at = end
  return enough
}

/** The full name or its first three letters, whatever the letter case. */
function monthName(cursor: Cursor): boolean {
  const rest = cursor.text.slice(cursor.at, cursor.at + 9).toLowerCase()
  const month = monthNames.findIndex((name) => rest.startsWith(name.slice(0, 3).toLowerCase()))
  const name = monthNames[month]?.toLowerCase()
  if (!name) return false

  cursor.found = { ...cursor.found, month: month + 1 }
  cursor.at += rest.startsWith(name) ? name.length : 3
  return true
}

function halfOfDay(cursor: Cursor): boolean {
  const half = cursor.text.slice(cursor.at, cursor.at + 2).toLowerCase()
  if (half !== 'am' && half !== 'pm') return false

  cursor.found = { ...cursor.found, half }
  cursor.at += 2
  return true
}

function offset(cursor: Cursor): boolean {
  const written = /^(?:Z|([+-])(\d\d):?(\d\d))/.exec(cursor.text.slice(cursor.at, cursor.at + 6))
  if (!written) return false

  const minutes = Number(written[2] ?? 0) * 60 + Number(written[3] ?? 0)
  cursor.found = { ...cursor.found, offset: written[1] === '-' ? -minutes : minutes }
  cursor.at += written[0].length
  return true
}
