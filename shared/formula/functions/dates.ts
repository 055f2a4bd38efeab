import { writtenAs } from '../date-parse.ts'
import { dayIn, difference, moved, needUnit, startOf } from '../moments.ts'
import type { Tree } from '../tree.ts'
import type { Type } from '../types.ts'
import { clockMs, unitOf, wrongUnit } from '../units.ts'
import { Day, Instant, type Moment, msOf, type Run } from '../values.ts'
import { date, type FormulaFunction, given, number, optional, text, word } from './define.ts'
import { workingDay, workingDays } from './work-days.ts'

/**
 * Source: https://support.airtable.com/docs/formula-field-reference (date and time functions). A date without a time is a
 * calendar day, the same in every zone; the day, hour and weekday of an instant are those in the fund's zone. Dates may be
 * given as text in ISO form. A blank date makes the answer blank (FALSE where it is true or false); text that is no date is
 * an error. Years run from 1 to 9999.
 */
export const dates: Record<string, FormulaFunction> = {
  /** The day in the fund's zone; changes at its midnight (in Airtable, at midnight GMT). */
  TODAY: given(
    [],
    'date',
    'The day it is, in the fund’s time zone.',
    (run) => new Day(dayIn(run, new Instant(run.now))),
    {
      changes: 'daily',
    },
  ),
  /** The instant of the last time the column was worked out: at every change of the row, and once an hour. */
  NOW: given([], 'datetime', 'The date and time it is, refreshed every hour.', (run) => new Instant(run.now), {
    changes: 'hourly',
  }),
  /** Days and longer keep the time on the clock across clock changes; the last day of a shorter month stands in. A day moved by hours becomes a date and time. */
  DATEADD: given(
    [date('date'), number('count'), word('unit', wrongUnit)],
    ([type], args) => movedType(args[0], type, args[2]),
    'A date moved by so many units.',
    (run, moment, count, unit) => moved(run, moment, count, needUnit(unit)),
  ),
  /** The first date minus the second, cut towards zero; in seconds when no unit is given. Days and longer go by calendar and clock. An unknown unit is refused (in Airtable it means milliseconds). */
  DATETIME_DIFF: given(
    [date('date'), date('date to subtract'), optional(word('unit', wrongUnit))],
    'number',
    'How far the first date lies after the second, in whole units.',
    (run, one, other, unit = 'seconds') => difference(run, one, other, needUnit(unit)),
  ),
  /** Monday to Friday without the holidays (ISO dates with commas between, or a list). 0 days is the day itself; fewer go back. */
  WORKDAY: given(
    [date('start'), number('days'), optional(text('holidays'))],
    'date',
    'The day so many working days later.',
    (run, moment, count, holidays = '') => workingDay(run, dayIn(run, moment), count, holidays),
  ),
  /** Both ends count when they are working days, so a Tuesday to the next Monday is 5. Below zero when the end comes first. */
  WORKDAY_DIFF: given(
    [date('start'), date('end'), optional(text('holidays'))],
    'number',
    'How many working days lie between two dates, both included.',
    (run, start, end, holidays = '') => workingDays(run, dayIn(run, start), dayIn(run, end), holidays),
  ),
  /** A date without a time begins at midnight in the fund's zone. With a blank: FALSE. */
  IS_BEFORE: given(
    [date('date'), date('other')],
    'boolean',
    'TRUE when the first date is earlier.',
    (run, one, other) => compared(run, one, other) < 0,
  ),
  /** A date without a time begins at midnight in the fund's zone. With a blank: FALSE. */
  IS_AFTER: given(
    [date('date'), date('other')],
    'boolean',
    'TRUE when the first date is later.',
    (run, one, other) => compared(run, one, other) > 0,
  ),
  /** Up to a unit: the same month means the same month of the same year, weeks begin on Sunday. Without one, to the millisecond. With a blank: FALSE. */
  IS_SAME: given(
    [date('date'), date('other'), optional(word('unit', wrongUnit))],
    'boolean',
    'TRUE when two dates are the same, up to a unit.',
    (run, one, other, unit) =>
      unit
        ? startOf(run, one, needUnit(unit)) === startOf(run, other, needUnit(unit))
        : compared(run, one, other) === 0,
  ),
}

/** A day stays a day unless hours are added; whether a text holds a day or an instant is known when it is written out. */
function movedType(moment: Tree | undefined, type: Type = 'any', unit: Tree | undefined): Type {
  if (type === 'datetime' || movesClock(unit)) return 'datetime'
  if (moment?.kind === 'text') return writtenAs(moment.value) === 'date' ? 'date' : 'datetime'
  return type === 'date' || type === 'blank' ? 'date' : 'any'
}

const movesClock = (unit: Tree | undefined): boolean => {
  const known = unit?.kind === 'text' ? unitOf(unit.value) : null
  return known === null || clockMs[known] !== undefined
}

const compared = (run: Run, one: Moment, other: Moment): number =>
  one instanceof Day && other instanceof Day ? one.days - other.days : msOf(run, one) - msOf(run, other)
