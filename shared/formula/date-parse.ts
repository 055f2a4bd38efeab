import { dayOf, provenOrder, readDate } from '../dates.ts'
import { type FormatPart, hasClock } from './date-format.ts'
import { type Cursor, type Found, readers } from './date-readers.ts'
import { dayMs, dayNumber, daysInMonth, parseDay } from './days.ts'
import { CellError } from './problem.ts'
import { Day, dayValue, instantValue, type Moment, type Run, readMoment, toMoment, type Value } from './values.ts'
import { instantOf } from './zone.ts'

/** The most characters a date is written with. */
const longest = 100

/**
 * Reads what Airtable's reference writes where a date is wanted: ISO, 4 Mar 2031, March 4, 2031 2:30 pm, and two numbers with
 * the month first, 3/4/2031 or 3/4/31. https://support.airtable.com/docs/formula-field-reference. 19/3/2031 is refused: a column
 * of such dates would come out half with day and month swapped.
 */
export function parseFreely(run: Run, text: string): Moment | null {
  const written = text.trim()
  if (written === '') return null
  const iso = written.length > longest ? null : readMoment(written)
  if (iso) return iso

  const date = readWritten(written)
  if (!date) throw unreadable(written)
  return date.time ? clocked(run, date.days, clockOf(date.time), date.offset) : new Day(date.days)
}

/** Whether a text is written as a date, and whether with a time of day. */
export function writtenAs(text: string): 'date' | 'datetime' | null {
  const iso = text.length > longest ? null : readMoment(text)
  if (iso) return iso instanceof Day ? 'date' : 'datetime'

  const date = readWritten(text.trim())
  return date && (date.time ? 'datetime' : 'date')
}

function readWritten(text: string) {
  const date = text.length > longest ? null : readDate(withCentury(text))
  const days = date && parseDay(dayOf(date, 'mdy') ?? '')
  return date && days !== null ? { ...date, days } : null
}

/** 3/4/31 is of 2031 and 3/4/69 of 1969, as moment.js reads `YY`. */
const withCentury = (text: string): string =>
  text.replace(
    /^(\d{1,2}\/\d{1,2}\/)(\d{2})(?!\d)/,
    (_all, start: string, year: string) => start + fullYear(Number(year)),
  )

const fullYear = (year: number) => (year > 68 ? 1900 : 2000) + year

/** The moment where one is wanted: a date, or a text that is written as one. */
export const momentFrom = (run: Run, value: Value): Moment | null =>
  typeof value === 'string' ? parseFreely(run, value) : toMoment(value)

const unreadable = (text: string): CellError =>
  new CellError('bad_date', dayFirst(text) ?? `“${text.slice(0, 40)}” cannot be read as a date.`)

/** What to do about 19/3/2031, in a sentence with the format it asks for; null for every other text. */
export function dayFirst(text: string): string | null {
  const written = text.trim()
  const date = written.length > longest ? null : readDate(withCentury(written))
  if (!date || provenOrder(date) !== 'dmy') return null

  const format = written.replace(/^\d+(.)\d+.(\d+).*$/, (_all, mark: string, year: string) =>
    ['D', 'M', 'Y'.repeat(year.length)].join(mark),
  )
  return `“${written.slice(0, 40)}” has its day first, and is read month first. Give DATETIME_PARSE a format, such as '${format}${date.time ? ' H:mm' : ''}'.`
}

function clockOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000)
}

/** A day and a time on the clock, in the fund's zone unless the text says another offset. */
function clocked(run: Run, days: number, time: number, offset: number | undefined): Moment {
  const wall = dayValue(days).days * dayMs + time
  return instantValue(offset === undefined ? instantOf(run.zone, wall) : wall - offset * 60_000)
}

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
