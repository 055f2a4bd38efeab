import { parseDay, weekdayOf } from '../days.ts'
import { CellError } from '../problem.ts'
import { type Day, dayValue, pay, type Run } from '../values.ts'

/** The day `count` working days after `start` (before, when negative). */
export function workingDay(run: Run, start: number, count: number, holidays: string): Day {
  const free = freeDays(run, holidays)
  const step = count < 0 ? -1 : 1
  let left = Math.abs(Math.trunc(count))
  if (left > 2_000_000) return dayValue(Number.NaN)

  // From a weekday, whole weeks are passed at once, one day short of the end; holidays among them are made up for after.
  let day = start
  while (left > 0) {
    const jump = isWeekend(day) ? 0 : Math.floor((left - 1) / 5)
    const passed = jump === 0 ? 1 : jump * 7
    const spent = jump === 0 ? worked(day + step, free) : jump * 5 - freeBetween(free, day, day + passed * step)
    pay(run, 1)
    day += passed * step
    left -= spent
  }
  return dayValue(day)
}

const worked = (day: number, free: Set<number>): number => (isWeekend(day) || free.has(day) ? 0 : 1)

const isWeekend = (day: number): boolean => weekdayOf(day) % 6 === 0

/** Holidays after `from` up to and including `to`, in either direction. */
function freeBetween(free: Set<number>, from: number, to: number): number {
  const [low, high] = from < to ? [from + 1, to] : [to, from - 1]
  let count = 0
  for (const day of free) if (day >= low && day <= high) count += 1
  return count
}

/** Working days from `start` to `end`, both included; below zero when `end` comes first. */
export function workingDays(run: Run, start: number, end: number, holidays: string): number {
  if (end < start) return -workingDays(run, end, start, holidays)

  return weekdaysUpTo(end) - weekdaysUpTo(start - 1) - freeBetween(freeDays(run, holidays), start - 1, end)
}

/** Mondays to Fridays from Monday 1969-12-29 to this day; differences of it count those between two days. */
function weekdaysUpTo(day: number): number {
  const since = day + 4
  const weeks = Math.floor(since / 7)
  return weeks * 5 + Math.min(5, since - weeks * 7)
}

/** Holidays that fall on weekdays, each once. Anything that is not YYYY-MM-DD is an error. */
function freeDays(run: Run, holidays: string): Set<number> {
  const written = holidays
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
  pay(run, written.length)
  return new Set(written.map(holiday).filter((day) => !isWeekend(day)))
}

function holiday(written: string): number {
  const day = parseDay(written)
  if (day === null) throw new CellError('bad_date', `“${written.slice(0, 40)}” is not a holiday. Write YYYY-MM-DD.`)
  return day
}
