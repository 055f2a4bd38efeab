import { addDays, dayIn, threeLetters } from '../../shared/dates.ts'
import { compactMoney, formatMoney } from '../../shared/money.ts'
import { escapeHtml } from './html.ts'
import { icon } from './icons.ts'

/** What every template can call, in the fund's zone at one instant. `time` and `icon` answer HTML, the others text. */
export function helpers(zone: string, now: Date) {
  const today = dayIn(zone, now)
  return {
    today,
    ago: (instant: string | null) => (instant ? ago(instant, zone, now) : ''),
    exactly: (instant: string | null) => (instant ? exactly(instant, zone) : ''),
    time: (instant: string | null) => (instant ? time(instant, zone, now) : ''),
    day: (date: string | null) => (date ? day(date, today) : ''),
    due: (date: string | null) => due(date, today),
    money,
    shortMoney,
    initials,
    firstName,
    plural,
    count,
    size,
    listLabel,
    listColor,
    stageColor,
    words,
    icon,
    mailto,
    withQuery,
  }
}

/** `just now`, `5 minutes ago`, `today`, `8 days ago`; a week and more as a date: `14 Nov`, `14 Nov 2025`. */
function ago(instant: string, zone: string, now: Date): string {
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

const exactly = (instant: string, zone: string) =>
  format({ timeZone: zone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }, instant) +
  `, ${format({ timeZone: zone, hour: '2-digit', minute: '2-digit' }, instant)}`

/** The relative date in a `<time>` that says the exact one on hover. */
const time = (instant: string, zone: string, now: Date) =>
  `<time datetime="${escapeHtml(instant)}" title="${exactly(instant, zone)}">${ago(instant, zone, now)}</time>`

/** A calendar day near today in words, else `Fri 14 Nov` within the year, else `14 Nov 2027`. */
function day(date: string, today: string): string {
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
function due(date: string | null, today: string): { tone: '' | 'overdue' | 'soon'; text: string } {
  if (!date) return { tone: '', text: '' }
  const away = daysBetween(today, date)
  const tone = away < 0 ? 'overdue' : away <= 2 ? 'soon' : ''
  return { tone, text: (away < 0 ? 'overdue, ' : 'due ') + day(date, today) }
}

const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** `$12,500,000`: minor units in full. */
export const money = (minor: number | null | undefined, currency = 'USD'): string =>
  minor === null || minor === undefined ? '' : formatMoney(minor, currency)

/** `$12.5M`: minor units as lists show them. */
export const shortMoney = (minor: number | null | undefined, currency = 'USD'): string =>
  minor === null || minor === undefined ? '' : compactMoney(minor, currency)

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

/** `412 KB`, `3.4 MB`: bytes as file managers count them, in thousands. */
export function size(bytes: number): string {
  const [unit, amount] = bytes < 1e6 ? ['KB', bytes / 1e3] : bytes < 1e9 ? ['MB', bytes / 1e6] : ['GB', bytes / 1e9]
  return `${amount < 10 && unit !== 'KB' ? amount.toFixed(1) : count(Math.ceil(amount))} ${unit}`
}

export const count = (n: number): string => n.toLocaleString('en-US')

const labels: Record<string, string> = {
  main: 'Main',
  follow_up: 'Follow-up',
  longshot: 'Longshot',
  graveyard: 'Graveyard',
}

export const listLabel = (list: string): string => labels[list] ?? list

const listColors: Record<string, string> = { main: 'is-blue', follow_up: 'is-yellow', longshot: 'is-purple' }

/** The class that colours a list's dot. */
export const listColor = (list: string): string => listColors[list] ?? 'is-gray'

/** The class that colours a stage's pill: warmer as it goes on, green when won, grey when lost. */
export function stageColor(stage: { kind: string; probability: number }): string {
  if (stage.kind !== 'open') return stage.kind === 'won' ? 'is-green' : 'is-gray'

  return stage.probability >= 0.5 ? 'is-purple' : stage.probability >= 0.25 ? 'is-blue' : 'is-teal'
}

/** `due_diligence` → `Due diligence`, for keys without a label of their own. */
export function words(key: string): string {
  const text = key
    .replaceAll('_', ' ')
    .replace(/\bapi\b/, 'API')
    .replace(/^cli$/, 'command line')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** A link that writes to this address and to nobody else: in an address, `?bcc=…` is a name like any other. */
const mailto = (address: string): string => `mailto:${encodeURIComponent(address).replaceAll('%40', '@')}`

/** The address with these query parameters changed: null takes one away, a list repeats it. */
export function withQuery(url: string, patch: Record<string, string | number | string[] | null>): string {
  const [path, search] = url.split('?')
  const params = new URLSearchParams(search)
  for (const [name, value] of Object.entries(patch)) {
    params.delete(name)
    for (const item of [value ?? []].flat()) params.append(name, String(item))
  }
  return params.size > 0 ? `${path}?${params}` : String(path)
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(options: Intl.DateTimeFormatOptions, at: string): string {
  const key = JSON.stringify(options)
  const made = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', options)
  formats.set(key, made)
  return threeLetters(made.format(new Date(at)))
}
