import { dateOf, dayNumber, weekdayOf } from './days.ts'

/** Weeks that begin on `first` (0 Sunday, 1 Monday); week 1 holds 1 January, so late December may lie in it. */
export function weekOf(days: number, first: number): { year: number; week: number } {
  const start = days - ((weekdayOf(days) - first + 7) % 7)
  const { year } = dateOf(start + 6)
  const january = dayNumber(year, 1, 1)
  const firstStart = january - ((weekdayOf(january) - first + 7) % 7)

  return { year, week: (start - firstStart) / 7 + 1 }
}

/** ISO 8601: weeks begin on Monday, and week 1 holds the first Thursday. */
export function isoWeekOf(days: number): { year: number; week: number } {
  const thursday = days - ((weekdayOf(days) + 6) % 7) + 3
  const { year } = dateOf(thursday)
  return { year, week: Math.floor((thursday - dayNumber(year, 1, 1)) / 7) + 1 }
}
