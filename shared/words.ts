/** Dates, people and counts as everybody reads them, on pages made by the server and in the browser alike. */
import { addDays, dayIn, threeLetters } from './dates.ts'

/** `just now`, `5 minutes ago`, `today`, `8 days ago`; a week and more as a date: `14 Nov`, `14 Nov 2025`. */
export function ago(instant: string, zone: string, now: Date): string {
  const minutes = Math.floor((now.getTime() - Date.parse(instant)) / 60_000)
  if (minutes < 0) return day(dayIn(zone, instant), dayIn(zone, now))
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${plural(minutes, 'minute')} ago`

  const today = dayIn(zone, now)
  const date = dayIn(zone, instant)
  const days = daysBetween(date, today)
  if (days === 0) return `${plural(Math.floor(minutes / 60), 'hour')} ago`
  return days === 1 ? 'yesterday' : days <= 8 ? `${days} days ago` : plainDay(date, today)
}

/** `today 15:00`, `tomorrow 09:30`, `Thu 19 Nov 10:00`: a time to come. What begins at midnight lasts the whole day. */
export function soon(instant: string, zone: string, now: Date): string {
  const date = day(dayIn(zone, instant), dayIn(zone, now))
  const time = clock(instant, zone)
  return time === '00:00' ? date : `${date} ${time}`
}

/** `09:12` in the zone. */
export const clock = (instant: string, zone: string) =>
  format({ timeZone: zone, hour: '2-digit', minute: '2-digit' }, instant)

/** `Fri 14 Nov 2025, 09:12` in the zone. */
export const exactly = (instant: string, zone: string) =>
  format({ timeZone: zone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }, instant) +
  `, ${clock(instant, zone)}`

/** A calendar day near today in words, else `Fri 14 Nov` within the year, else `14 Nov 2027`. */
export function day(date: string, today: string): string {
  if (date === today) return 'today'
  if (date === addDays(today, 1)) return 'tomorrow'
  if (date === addDays(today, -1)) return 'yesterday'

  const away = daysBetween(today, date)
  const weekday = away > 0 && away < 7 ? `${format({ timeZone: 'UTC', weekday: 'short' }, date)} ` : ''
  return weekday + plainDay(date, today)
}

const plainDay = (date: string, today: string) =>
  format(
    date.slice(0, 4) === today.slice(0, 4)
      ? { timeZone: 'UTC', day: 'numeric', month: 'short' }
      : { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' },
    date,
  )

/** How pressing a due date is: a class name and the words beside the colour. */
export function due(date: string | null, today: string): { tone: '' | 'overdue' | 'soon'; text: string } {
  if (!date) return { tone: '', text: '' }
  const away = daysBetween(today, date)
  const tone = away < 0 ? 'overdue' : away <= 2 ? 'soon' : ''
  return { tone, text: (away < 0 ? 'overdue, ' : 'due ') + day(date, today) }
}

export const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** `Ines Okafor` → `IO`. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/)
  const letters = parts.length > 1 ? [parts[0], parts.at(-1)] : [parts[0]]
  return letters
    .map((part) => [...(part ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
}

export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? name

/** `1 investor`, `2 investors`, `1,204 opportunities`. */
export function plural(
  n: number,
  one: string,
  many = /[^aeiou]y$/.test(one) ? `${one.slice(0, -1)}ies` : `${one}s`,
): string {
  return `${count(n)} ${n === 1 ? one : many}`
}

export const count = (n: number): string => n.toLocaleString('en-US')

const labels: Record<string, string> = {
  main: 'Main',
  follow_up: 'Follow-up',
  longshot: 'Longshot',
  graveyard: 'Graveyard',
}

export const listLabel = (list: string): string => labels[list] ?? list

const formats = new Map<string, Intl.DateTimeFormat>()

function format(options: Intl.DateTimeFormatOptions, at: string): string {
  const key = JSON.stringify(options)
  const made = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', options)
  formats.set(key, made)
  return threeLetters(made.format(new Date(at)))
}

/** Words with capital letters: `maya`, `chen` is Maya Chen. */
export const titled = (words: string[]): string =>
  words
    .filter(Boolean)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(' ')
