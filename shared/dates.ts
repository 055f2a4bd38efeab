/** Whether 4/3/2031 is the fourth of March or April the third. */
export type DateOrder = 'dmy' | 'mdy'

/** A date as somebody wrote it: either sure, or two numbers whose order the column has to settle. */
export interface WrittenDate {
  year: number
  /** Set when the form itself says which number is the month. */
  month?: number
  day?: number
  /** Set for forms like 4/3/2031: what stands first and second. */
  numbers?: [first: number, second: number]
  /** `09:40:00`, or `09:40:00.125`, when a time of day was written. */
  time?: string
  /** Minutes east of UTC when the text itself names its zone (ISO 8601 only). */
  offset?: number
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const monthNames =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
const clock = String.raw`(?:(?:T|,?\s+)(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?\s*([ap]m)?(Z|[+-]\d{2}:?\d{2})?)?`

const isoForm = new RegExp(String.raw`^(\d{4})([-/])(\d{1,2})\2(\d{1,2})${clock}$`, 'i')
const numberForm = new RegExp(String.raw`^(\d{1,2})([-/])(\d{1,2})\2(\d{4})${clock}$`, 'i')
const pointForm = new RegExp(String.raw`^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})${clock}$`, 'i')
const monthFirst = new RegExp(String.raw`^(${monthNames})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})${clock}$`, 'i')
const dayFirst = new RegExp(String.raw`^(\d{1,2})(?:st|nd|rd|th)?[\s-]+(${monthNames})\.?,?[\s-]+(\d{4})${clock}$`, 'i')

/** Reads every form Airtable and spreadsheets write, with a four-digit year; null when it is no date. */
export function readDate(text: string): WrittenDate | null {
  const written = text.trim()
  const first = written.charCodeAt(0) | 32
  if (written.length < 8 || written.length > 50 || !((first >= 48 && first <= 57) || (first >= 97 && first <= 122))) {
    return null
  }

  const found = readNumbered(written) ?? readNamed(written)
  return found && isPossible(found) ? found : null
}

function readNumbered(text: string): WrittenDate | null {
  const iso = isoForm.exec(text)
  if (iso) return withClock({ year: Number(iso[1]), month: Number(iso[3]), day: Number(iso[4]) }, iso.slice(5))

  const slashed = numberForm.exec(text)
  if (slashed) {
    const numbers: [number, number] = [Number(slashed[1]), Number(slashed[3])]
    return withClock({ year: Number(slashed[4]), numbers }, slashed.slice(5))
  }

  // 4.3.2031 is written day first wherever it is written at all.
  const pointed = pointForm.exec(text)
  const parts = pointed && { year: Number(pointed[3]), month: Number(pointed[2]), day: Number(pointed[1]) }
  return parts && withClock(parts, pointed.slice(4))
}

function readNamed(text: string): WrittenDate | null {
  const american = monthFirst.exec(text)
  if (american) {
    return withClock(
      { year: Number(american[3]), month: monthOf(american[1]), day: Number(american[2]) },
      american.slice(4),
    )
  }

  const european = dayFirst.exec(text)
  const parts = european && { year: Number(european[3]), month: monthOf(european[2]), day: Number(european[1]) }
  return parts && withClock(parts, european.slice(4))
}

function monthOf(name = ''): number {
  return months.indexOf(name.slice(0, 3).toLowerCase()) + 1
}

function withClock(date: WrittenDate, [hour, minute, second, half, zone]: (string | undefined)[]): WrittenDate | null {
  if (hour === undefined) return date

  const hours = half ? twelveHour(Number(hour), half) : Number(hour)
  if (hours === null || hours > 23 || Number(minute) > 59 || Number(second ?? 0) >= 60) return null
  const time = `${pad(hours)}:${minute}:${(second ?? '00').slice(0, 6).replace(/\.0*$/, '')}`

  return zone ? { ...date, time, offset: offsetOf(zone) } : { ...date, time }
}

function twelveHour(hour: number, half: string): number | null {
  if (hour < 1 || hour > 12) return null
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
}

function offsetOf(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return zone.startsWith('-') ? -minutes : minutes
}

function isPossible({ year, month, day, numbers }: WrittenDate): boolean {
  if (!numbers) return isDay(year, month ?? 0, day ?? 0)
  return isDay(year, numbers[1], numbers[0]) || isDay(year, numbers[0], numbers[1])
}

function isDay(year: number, month: number, day: number): boolean {
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Which order this one text proves: 19/3/2031 can only be day first. Null when it proves nothing. */
export function provenOrder({ year, numbers }: WrittenDate): DateOrder | null {
  if (!numbers) return null
  const dmy = isDay(year, numbers[1], numbers[0])
  const mdy = isDay(year, numbers[0], numbers[1])

  return dmy === mdy ? null : dmy ? 'dmy' : 'mdy'
}

/** Whether the reading depends on the order: 4/3/2031 does, 4/4/2031 and 19/3/2031 do not. */
export function needsOrder(date: WrittenDate): boolean {
  return date.numbers !== undefined && date.numbers[0] !== date.numbers[1] && provenOrder(date) === null
}

/** The calendar day as `YYYY-MM-DD`; null when the order does not fit or is needed and missing. */
export function dayOf(date: WrittenDate, order?: DateOrder): string | null {
  const { year, numbers } = date
  if (!numbers) return isoDay(year, date.month ?? 0, date.day ?? 0)
  if (!order && needsOrder(date)) return null

  const [first, second] = numbers
  return (order ?? provenOrder(date) ?? 'dmy') === 'dmy' ? isoDay(year, second, first) : isoDay(year, first, second)
}

function isoDay(year: number, month: number, day: number): string | null {
  return isDay(year, month, day) ? `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}` : null
}

function pad(number: number): string {
  return number < 10 ? `0${number}` : String(number)
}

/** A day that exists, written `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  return parts !== null && isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]))
}

/** The day `days` later (or earlier), by the calendar: no zone, no clock. */
export function addDays(date: string, days: number): string {
  const moved = new Date(`${date}T00:00:00Z`)
  moved.setUTCDate(moved.getUTCDate() + days)
  return moved.toISOString().slice(0, 10)
}

/** Which day it is in `zone` at this instant. */
export function dayIn(zone: string, instant: Date | string): string {
  return formatter('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(instant),
  )
}

/** British English writes Sept where every other month has three letters; here all have three. */
export const threeLetters = (text: string): string => text.replace(/\bSept\b/, 'Sep')

/** `4 Mar 2031` in the fund's locale. Calendar days have no zone, so none is applied. */
export function formatDate(date: string, locale = 'en-US'): string {
  return threeLetters(formatter(locale, { timeZone: 'UTC', dateStyle: 'medium' }).format(new Date(`${date}T00:00:00Z`)))
}

/** An instant in the fund's zone and locale, to the minute. */
export function formatInstant(instant: string, zone: string, locale = 'en-US'): string {
  const format = formatter(locale, { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' })
  return threeLetters(format.format(new Date(instant)))
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options)
  const found = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formatters.set(key, found)
  return found
}
