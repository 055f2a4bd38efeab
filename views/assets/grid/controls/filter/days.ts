/** Dates that move with the day: `$today`, `$today-30`, `$today+7`. */
import { dayIn, isDate } from '../../../../../shared/dates.ts'

export type Day =
  | { kind: 'today' }
  | { kind: 'yesterday' }
  | { kind: 'tomorrow' }
  | { kind: 'ago' | 'ahead'; days: number | null }
  | { kind: 'exact'; date: string }

const moving = /^\$today(?:([+-])(\d{1,5}))?$/

/** What a value of the tree means; an instant is its day in the zone. Null for what is no date at all. */
export function readDay(value: unknown, zone: string): Day | null {
  if (typeof value !== 'string') return null
  const parts = moving.exec(value)
  if (parts) return movingDay(parts[1], Number(parts[2] ?? 0))
  if (isDate(value)) return { kind: 'exact', date: value }

  return Number.isNaN(Date.parse(value)) ? null : { kind: 'exact', date: dayIn(zone, value) }
}

function movingDay(sign: string | undefined, days: number): Day {
  if (days === 0) return { kind: 'today' }
  if (days === 1) return { kind: sign === '-' ? 'yesterday' : 'tomorrow' }
  return { kind: sign === '-' ? 'ago' : 'ahead', days }
}

/** As the tree holds it; null while it is not all said. */
export function writeDay(day: Day): string | null {
  if (day.kind === 'exact') return isDate(day.date) ? day.date : null
  if (day.kind === 'ago' || day.kind === 'ahead') return day.days === null ? null : fromToday(day.kind, day.days)
  return { today: '$today', yesterday: '$today-1', tomorrow: '$today+1' }[day.kind]
}

const fromToday = (kind: 'ago' | 'ahead', days: number): string =>
  days === 0 ? '$today' : `$today${kind === 'ago' ? '-' : '+'}${days}`
