import type { Random } from './random.ts'

export const day = 24 * 60 * 60 * 1000

export const daysBefore = (instant: Date, days: number): Date => new Date(instant.getTime() - days * day)
export const daysAfter = (instant: Date, days: number): Date => new Date(instant.getTime() + days * day)
export const dateOf = (instant: Date): string => instant.toISOString().slice(0, 10)

/** Some minute of that day's office hours; a weekend becomes the Monday after it. */
export function atWork(instant: Date, random: Random): Date {
  const morning = new Date(`${dateOf(instant)}T07:40:00.000Z`)
  const weekday = morning.getUTCDay()
  const shift = weekday === 6 ? 2 : weekday === 0 ? 1 : 0
  return new Date(morning.getTime() + shift * day + random.int(0, 600) * 60_000 + random.int(0, 59) * 1000)
}

/** `12 March`, as people write it in a message. */
export const inWords = (instant: Date): string =>
  instant.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })
