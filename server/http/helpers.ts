import { dayIn } from '../../shared/dates.ts'
import { compactMoney, formatMoney } from '../../shared/money.ts'
import {
  ago,
  clock,
  count,
  day,
  due,
  exactly,
  firstName,
  initials,
  listLabel,
  plural,
  soon,
} from '../../shared/words.ts'
import { escapeHtml } from './html.ts'
import { icon } from './icons.ts'

/** The beginning of a long text, for a line in a list: nobody reads more there, and a subject may have thousands of characters. */
function clip(text: string | null | undefined, most = 200): string {
  const characters = [...(text ?? '').slice(0, 2 * most + 2)]
  return characters.length > most
    ? `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : (text ?? '')
}

/** What every template can call, in the fund's zone at one instant. `time`, `soon` and `icon` answer HTML, the others text. */
export function helpers(zone: string, now: Date) {
  const today = dayIn(zone, now)
  return {
    today,
    isAhead: (instant: string | null) => instant !== null && Date.parse(instant) > now.getTime(),
    ago: (instant: string | null) => (instant ? ago(instant, zone, now) : ''),
    exactly: (instant: string | null) => (instant ? exactly(instant, zone) : ''),
    time: (instant: string | null) => (instant ? time(instant, zone, now) : ''),
    soon: (instant: string | null) => (instant ? coming(instant, zone, now) : ''),
    clock: (instant: string) => clock(instant, zone),
    day: (date: string | null) => (date ? day(date, today) : ''),
    due: (date: string | null) => due(date, today),
    money,
    shortMoney,
    initials,
    firstName,
    plural,
    count,
    size,
    clip,
    listLabel,
    listColor,
    stageColor,
    words,
    icon,
    mailto,
    withQuery,
  }
}

/** The relative date in a `<time>` that says the exact one on hover. */
const time = (instant: string, zone: string, now: Date) =>
  `<time datetime="${escapeHtml(instant)}" title="${exactly(instant, zone)}">${ago(instant, zone, now)}</time>`

/** The same of a time to come. */
const coming = (instant: string, zone: string, now: Date) =>
  `<time datetime="${escapeHtml(instant)}" title="${exactly(instant, zone)}">${soon(instant, zone, now)}</time>`

/** `$12,500,000`: minor units in full. */
export const money = (minor: number | null | undefined, currency = 'USD'): string =>
  minor === null || minor === undefined ? '' : formatMoney(minor, currency)

/** `$12.5M`: minor units as lists show them. */
export const shortMoney = (minor: number | null | undefined, currency = 'USD'): string =>
  minor === null || minor === undefined ? '' : compactMoney(minor, currency)

/** `412 KB`, `3.4 MB`: bytes as file managers count them, in thousands. */
export function size(bytes: number): string {
  const [unit, amount] = bytes < 1e6 ? ['KB', bytes / 1e3] : bytes < 1e9 ? ['MB', bytes / 1e6] : ['GB', bytes / 1e9]
  return `${amount < 10 && unit !== 'KB' ? amount.toFixed(1) : count(Math.ceil(amount))} ${unit}`
}

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
