import { dayIn, threeLetters } from '../shared/dates.ts'
import type { Communication, CommunicationType, InvestorSummary } from '../shared/gateway.ts'

export const typeWords: Record<CommunicationType, string> = {
  email: 'E-mail',
  call: 'Call',
  meeting: 'Meeting',
  note: 'Note',
  text: 'Text message',
}

/** `today`, `8 Nov`, `8 Nov 2025`: relative for eight days as in the panel, by the calendar of the fund's zone. */
export function when(instant: string, timezone: string, now = new Date()): string {
  return dayWords(dayIn(timezone, instant), dayIn(timezone, now))
}

export function dayWords(day: string, today: string): string {
  const days = Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000)
  if (days === 0) return 'today'
  if (days === 1) return 'yesterday'
  if (days === -1) return 'tomorrow'
  if (days > 1 && days <= 8) return `${days} days ago`

  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: 'numeric' } as const)
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', ...year })
  return threeLetters(format.format(Date.parse(day)))
}

/** `Meeting · yesterday · Ines` */
export function communicationWords({ type, occurred_at, by }: Communication, timezone: string): string {
  return joined(typeWords[type], when(occurred_at, timezone), by)
}

/** `Prospect · Meeting · Ines` */
export function standing({ list, stage, owner }: Pick<InvestorSummary, 'list' | 'stage' | 'owner'>): string {
  return joined(list, stage, owner)
}

/** `40%` of 0.4 */
export function percent(fraction: number): string {
  return `${Math.round(fraction * 1000) / 10}%`
}

export function joined(...parts: (string | null | undefined)[]): string {
  return parts.filter(Boolean).join(' · ')
}

/** What fits two lines of the sidebar. */
export function clipped(text: string, length = 90): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= length
    ? line
    : `${[...line]
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
}

/** `maya.chen@harbor.example` is probably Maya Chen; the person can correct it. */
export function guessName(address: string): string {
  const local = address.slice(0, address.lastIndexOf('@'))
  return titled(local.replace(/\d+$/, '').split(/[._-]+/)) || local
}

/** `harbor-office.co.uk` is probably Harbor Office; a free mail host says nothing, so the person's name stands in. */
export function guessInvestor(address: string, person: string): string {
  const domain = address.slice(address.lastIndexOf('@') + 1)
  if (freeHosts.test(domain)) return person
  return titled((domain.split('.')[0] ?? domain).split(/[_-]+/)) || domain
}

const freeHosts = /^(gmail|googlemail|outlook|hotmail|live|yahoo|icloud|me|aol|proton|protonmail|gmx)\./

function titled(words: string[]): string {
  return words
    .filter(Boolean)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(' ')
}
