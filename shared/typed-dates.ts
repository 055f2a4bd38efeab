/**
 * Days as people type them into a cell: every form of `dates.ts`, and the shorter ones the grid itself shows or a person
 * says. What has no year is the nearest such day to today, before or after it.
 */
import { addDays, dayOf, isDate, needsOrder, readDate } from './dates.ts'
import type { Parsed } from './parsed.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const monthName =
  '(jan|january|feb|february|mar|march|apr|april|may|june?|july?|aug|august|sept?|september|oct|october|nov|november|dec|december)'
const weekday = '(sun|sunday|mon|monday|tue|tues|tuesday|wed|wednesday|thu|thur|thurs|thursday|fri|friday|sat|saturday)'
const dayNumber = String.raw`(\d{1,2})(?:st|nd|rd|th)?`

const leadingWeekday = new RegExp(String.raw`^${weekday}[.,]?\s+(?=.*\d)`)
const dayFirst = new RegExp(String.raw`^${dayNumber}[\s-]*${monthName}\.?$`)
const monthFirst = new RegExp(String.raw`^${monthName}\.?\s*${dayNumber}$`)
const distance = /^(?:in\s+)?(\d{1,4}|an?|one)\s+(day|week)s?(\s+ago)?$/
const weekdayOnly = new RegExp(String.raw`^(?:(next|last|this|on)\s+)?${weekday}$`)
const said: Record<string, number> = { today: 0, tomorrow: 1, yesterday: -1 }

/** The day a text means on `today` (`YYYY-MM-DD`), as `YYYY-MM-DD`; else the sentence that says why it means none. */
export function readTypedDay(text: string, today: string): Parsed<string> {
  const date = readDate(withoutWeekday(text))
  if (date && needsOrder(date))
    return { problem: `“${text.trim()}” can be read in two ways. Write it like 2026-03-31.` }
  const day = (date && dayOf(date)) ?? spokenDay(text, today)
  return day ? { value: day } : { problem: `“${text.trim()}” is not a date. Write it like 2026-03-31, or like 31 Mar.` }
}

/** `Fri 27 Nov` is 27 November, whatever day of the week that is. */
export const withoutWeekday = (text: string): string => {
  const written = text.trim()
  return written.slice(leadingWeekday.exec(written.toLowerCase())?.[0].length ?? 0)
}

function spokenDay(text: string, today: string): string | null {
  const words = withoutWeekday(text).toLowerCase().replace(/\s+/g, ' ')
  const days = said[words] ?? daysAway(words) ?? daysToWeekday(words, today)
  return days === null ? withoutYear(words, today) : addDays(today, days)
}

function daysAway(words: string): number | null {
  const found = distance.exec(words)
  // “3 days” alone could be before or after: it says “in” or “ago”.
  if (!found || words.startsWith('in ') === Boolean(found[3])) return null
  const count = Number(found[1]) || (/^\d/.test(found[1] ?? '') ? 0 : 1)
  return count * (found[2] === 'week' ? 7 : 1) * (found[3] ? -1 : 1)
}

/** The coming Friday; on a Friday, with or without “next”, the one in a week. “Last” is the one before today. */
function daysToWeekday(words: string, today: string): number | null {
  const found = weekdayOnly.exec(words)
  if (!found) return null
  const wanted = weekdays.indexOf((found[2] ?? '').slice(0, 3))
  const ahead = (wanted - new Date(`${today}T00:00:00Z`).getUTCDay() + 7) % 7
  if (found[1] === 'last') return ahead === 0 ? -7 : ahead - 7
  return ahead === 0 && found[1] !== 'this' && found[1] !== 'on' ? 7 : ahead
}

/** Of last year's, this year's and next year's the one closest to today; of two as close, the one to come. */
function withoutYear(words: string, today: string): string | null {
  const [european, american] = [dayFirst.exec(words), monthFirst.exec(words)]
  const [day, name] = european ? [european[1], european[2]] : [american?.[2], american?.[1]]
  if (!day || !name) return null
  const month = months.indexOf(name.slice(0, 3)) + 1
  const year = Number(today.slice(0, 4))
  const days = [year + 1, year, year - 1]
    .map((each) => `${String(each).padStart(4, '0')}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`)
    .filter(isDate)
  return days.toSorted((a, b) => away(a, today) - away(b, today))[0] ?? null
}

const away = (day: string, today: string): number => Math.abs(Date.parse(day) - Date.parse(today))
