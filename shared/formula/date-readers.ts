import { monthNames } from './date-format.ts'

/** What has been read so far. */
export type Found = {
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

export type Cursor = { text: string; at: number; found: Found }

type Reader = (cursor: Cursor) => boolean

/** How each token of a format is read; each moves the cursor past what it took, or answers false. */
export const readers: Record<string, Reader> = {
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
