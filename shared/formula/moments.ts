import { addMonths, dateOf, dayMs, weekdayOf } from './days.ts'
import { CellError } from './problem.ts'
import { clockMs, type Unit, unitDays, unitMonths, unitOf, wrongUnit } from './units.ts'
import { Day, dayValue, Instant, instantValue, type Moment, msOf, type Run, wallMs } from './values.ts'
import { instantOf } from './zone.ts'

export function needUnit(text: string): Unit {
  const unit = unitOf(text)
  if (unit) return unit
  throw new CellError('bad_value', wrongUnit(text) ?? '')
}

/** The calendar day a moment falls on, in the fund's zone. */
export const dayIn = (run: Run, moment: Moment): number =>
  moment instanceof Day ? moment.days : Math.floor(wallMs(run, moment) / dayMs)

/**
 * A moment moved by a number of units. Days and longer move the calendar and keep the time on the clock, whatever the
 * clocks do meanwhile; hours and shorter move by elapsed time. Fractions of days and longer are rounded.
 */
export function moved(run: Run, moment: Moment, count: number, unit: Unit): Moment {
  const elapsed = clockMs[unit]
  if (elapsed) return instantValue(msOf(run, moment) + count * elapsed)
  if (moment instanceof Day) return dayValue(movedDay(moment.days, count, unit))

  const wall = wallMs(run, moment)
  const days = Math.floor(wall / dayMs)
  return instantValue(instantOf(run.zone, dayValue(movedDay(days, count, unit)).days * dayMs + (wall - days * dayMs)))
}

function movedDay(days: number, count: number, unit: Unit): number {
  const whole = Math.round(count)
  const months = unitMonths[unit]
  if (Math.abs(whole) > 4_000_000) return Number.NaN

  return months ? addMonths(days, whole * months) : days + whole * (unitDays[unit] ?? 1)
}

/** `one` − `other` in whole units, cut towards zero. Days and longer go by calendar and clock, shorter by elapsed time. */
export function difference(run: Run, one: Moment, other: Moment, unit: Unit): number {
  const elapsed = clockMs[unit]
  if (elapsed) return Math.trunc((msOf(run, one) - msOf(run, other)) / elapsed) + 0

  const months = unitMonths[unit]
  const wall = wallMs(run, one)
  const otherWall = wallMs(run, other)
  return months
    ? Math.trunc(wholeMonths(wall, otherWall) / months) + 0
    : Math.trunc((wall - otherWall) / dayMs / (unitDays[unit] ?? 1)) + 0
}

/** Full months between two readings of calendar and clock: counted from the earlier, month ends clamped. */
function wholeMonths(wall: number, other: number): number {
  if (wall < other) return -wholeMonths(other, wall)

  const days = Math.floor(other / dayMs)
  const from = dateOf(days)
  const to = dateOf(Math.floor(wall / dayMs))
  const months = (to.year - from.year) * 12 + to.month - from.month
  const anchor = addMonths(days, months) * dayMs + (other - days * dayMs)
  return anchor > wall ? months - 1 : months
}

/** Where the unit that holds this moment begins, as a number two moments can be compared by. */
export function startOf(run: Run, moment: Moment, unit: Unit): number {
  const wall = wallMs(run, moment)
  const elapsed = clockMs[unit]
  if (elapsed) return Math.floor(msOf(run, moment) / elapsed)

  const days = Math.floor(wall / dayMs)
  if (unit === 'days') return days
  if (unit === 'weeks') return days - weekdayOf(days)
  const { year, month } = dateOf(days)
  return Math.floor((year * 12 + month - 1) / (unitMonths[unit] ?? 1))
}

/** The moment as an instant where a column needs one: a day begins at midnight in the fund's zone. */
export const asInstant = (run: Run, moment: Moment): Instant =>
  moment instanceof Instant ? moment : new Instant(msOf(run, moment))
