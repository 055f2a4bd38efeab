import { dateOf, dayMs, dayNumber, padded, weekdayOf } from './days.ts'
import { isoWeekOf, weekOf } from './weeks.ts'

/**
 * The format tokens of Moment.js, which Airtable uses: https://momentjs.com/docs/#/displaying/format/ and
 * https://support.airtable.com/docs/supported-format-specifiers-for-datetime-format. Names are English.
 */

export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
export const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** What calendar and clock show, `days` since 1970-01-01 and `time` in milliseconds since midnight. */
type Shown = {
  days: number
  time: number
  year: number
  month: number
  day: number
  /** Minutes east of UTC, the zone's name, and the instant itself. */
  offset: number
  zone: string
  ms: number
}

export type FormatPart = { literal: string } | { token: string }

const longForms: Record<string, string> = {
  LTS: 'h:mm:ss A',
  LT: 'h:mm A',
  LLLL: 'dddd, MMMM D, YYYY h:mm A',
  LLL: 'MMMM D, YYYY h:mm A',
  LL: 'MMMM D, YYYY',
  L: 'MM/DD/YYYY',
  llll: 'ddd, MMM D, YYYY h:mm A',
  lll: 'MMM D, YYYY h:mm A',
  ll: 'MMM D, YYYY',
  l: 'M/D/YYYY',
}

const ofWeek = (shown: Shown): number => weekdayOf(shown.days)
const hourOf = ({ time }: Shown): number => Math.floor(time / 3_600_000)
const halfHour = (shown: Shown): number => hourOf(shown) % 12 || 12
const minuteOf = ({ time }: Shown): number => Math.floor(time / 60_000) % 60
const secondOf = ({ time }: Shown): number => Math.floor(time / 1000) % 60
const quarterOf = ({ month }: Shown): number => Math.ceil(month / 3)
const dayOfYear = ({ days, year }: Shown): number => days - dayNumber(year, 1, 1) + 1
const isoDay = (shown: Shown): number => ofWeek(shown) || 7
const week = (shown: Shown) => weekOf(shown.days, 0)
const isoWeek = (shown: Shown) => isoWeekOf(shown.days)

const writers: Record<string, (shown: Shown) => string> = {
  YYYY: ({ year }) => padded(year, 4),
  YY: ({ year }) => padded(year % 100, 2),
  Y: ({ year }) => String(year),
  Qo: (shown) => ordinal(quarterOf(shown)),
  Q: (shown) => String(quarterOf(shown)),
  MMMM: ({ month }) => monthNames[month - 1] ?? '',
  MMM: ({ month }) => (monthNames[month - 1] ?? '').slice(0, 3),
  MM: ({ month }) => padded(month, 2),
  Mo: ({ month }) => ordinal(month),
  M: ({ month }) => String(month),
  DDDD: (shown) => padded(dayOfYear(shown), 3),
  DDDo: (shown) => ordinal(dayOfYear(shown)),
  DDD: (shown) => String(dayOfYear(shown)),
  DD: ({ day }) => padded(day, 2),
  Do: ({ day }) => ordinal(day),
  D: ({ day }) => String(day),
  dddd: (shown) => dayNames[ofWeek(shown)] ?? '',
  ddd: (shown) => (dayNames[ofWeek(shown)] ?? '').slice(0, 3),
  dd: (shown) => (dayNames[ofWeek(shown)] ?? '').slice(0, 2),
  do: (shown) => ordinal(ofWeek(shown)),
  d: (shown) => String(ofWeek(shown)),
  E: (shown) => String(isoDay(shown)),
  e: (shown) => String(ofWeek(shown)),
  ww: (shown) => padded(week(shown).week, 2),
  wo: (shown) => ordinal(week(shown).week),
  w: (shown) => String(week(shown).week),
  WW: (shown) => padded(isoWeek(shown).week, 2),
  Wo: (shown) => ordinal(isoWeek(shown).week),
  W: (shown) => String(isoWeek(shown).week),
  gggg: (shown) => padded(week(shown).year, 4),
  gg: (shown) => padded(week(shown).year % 100, 2),
  GGGG: (shown) => padded(isoWeek(shown).year, 4),
  GG: (shown) => padded(isoWeek(shown).year % 100, 2),
  HH: (shown) => padded(hourOf(shown), 2),
  H: (shown) => String(hourOf(shown)),
  hh: (shown) => padded(halfHour(shown), 2),
  h: (shown) => String(halfHour(shown)),
  kk: (shown) => padded(hourOf(shown) || 24, 2),
  k: (shown) => String(hourOf(shown) || 24),
  mm: (shown) => padded(minuteOf(shown), 2),
  m: (shown) => String(minuteOf(shown)),
  ss: (shown) => padded(secondOf(shown), 2),
  s: (shown) => String(secondOf(shown)),
  SSS: ({ time }) => padded(time % 1000, 3),
  SS: ({ time }) => padded(Math.floor((time % 1000) / 10), 2),
  S: ({ time }) => String(Math.floor((time % 1000) / 100)),
  A: (shown) => (hourOf(shown) < 12 ? 'AM' : 'PM'),
  a: (shown) => (hourOf(shown) < 12 ? 'am' : 'pm'),
  ZZ: ({ offset }) => offsetText(offset, ''),
  Z: ({ offset }) => offsetText(offset, ':'),
  zz: ({ zone }) => zone,
  z: ({ zone }) => zone,
  X: ({ ms }) => String(Math.floor(ms / 1000)),
  x: ({ ms }) => String(ms),
}

const tokens = [...Object.keys(longForms), ...Object.keys(writers)].sort((one, other) => other.length - one.length)

/** Splits a format into tokens and what stands between; `[…]` is taken as it is, `L` and `LT` are opened. */
export function formatParts(format: string): FormatPart[] {
  const parts: FormatPart[] = []
  for (let at = 0; at < format.length; ) {
    const close = format.charAt(at) === '[' ? format.indexOf(']', at) : -1
    const token = close < 0 ? tokens.find((one) => format.startsWith(one, at)) : undefined
    if (close > 0) parts.push({ literal: format.slice(at + 1, close) })
    else if (token) parts.push(...(longForms[token] ? formatParts(longForms[token]) : [{ token }]))
    else parts.push({ literal: format.charAt(at) })
    at = close > 0 ? close + 1 : at + (token?.length ?? 1)
  }
  return parts
}

/** The date as the format says. `wall` is what calendar and clock show, read as UTC. */
export function formatDate(parts: FormatPart[], wall: number, place: { offset: number; zone: string }): string {
  const days = Math.floor(wall / dayMs)
  const ms = wall - place.offset * 60_000
  const shown: Shown = { days, time: wall - days * dayMs, ...dateOf(days), ...place, ms }

  return parts.map((part) => ('literal' in part ? part.literal : (writers[part.token]?.(shown) ?? ''))).join('')
}

/** Tokens that say something about the time of day. */
export const hasClock = (parts: FormatPart[]): boolean =>
  parts.some((part) => 'token' in part && /^[HhkmsSAaZzXx]/.test(part.token))

function ordinal(number: number): string {
  const tens = Math.floor((number % 100) / 10)
  return `${number}${tens === 1 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')}`
}

function offsetText(minutes: number, colon: string): string {
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${padded(Math.floor(size / 60), 2)}${colon}${padded(size % 60, 2)}`
}
