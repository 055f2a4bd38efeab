import { dateOf, dayMs, weekdayOf } from '../days.ts'
import { dayIn } from '../moments.ts'
import { CellError } from '../problem.ts'
import { type Moment, type Run, wallMs } from '../values.ts'
import { weekOf } from '../weeks.ts'
import { date, type FormulaFunction, given, optional, word } from './define.ts'

/**
 * Source: https://support.airtable.com/docs/formula-field-reference (date and time functions). Of an instant, what calendar
 * and clock show in the fund's zone; a date without a time is the same day everywhere, at midnight. Of a blank: blank.
 */
export const dateParts: Record<string, FormulaFunction> = {
  /** Airtable. Of an instant, in the fund’s zone: 03:00 UTC on 1 January is still the old year in New York. */
  YEAR: given([date('date')], 'number', 'The year.', (run, moment) => dateOf(dayIn(run, moment)).year),
  /** Airtable. Of an instant, in the fund’s zone. */
  MONTH: given([date('date')], 'number', 'The month, 1 to 12.', (run, moment) => dateOf(dayIn(run, moment)).month),
  /** Airtable. Of an instant, in the fund’s zone. */
  DAY: given(
    [date('date')],
    'number',
    'The day of the month, 1 to 31.',
    (run, moment) => dateOf(dayIn(run, moment)).day,
  ),
  /** 0 for a date without a time. */
  HOUR: given([date('date')], 'number', 'The hour, 0 to 23.', (run, moment) => clock(run, moment, 3_600_000, 24)),
  /** 0 for a date without a time. */
  MINUTE: given([date('date')], 'number', 'The minute, 0 to 59.', (run, moment) => clock(run, moment, 60_000, 60)),
  /** 0 for a date without a time. */
  SECOND: given([date('date')], 'number', 'The second, 0 to 59.', (run, moment) => clock(run, moment, 1000, 60)),
  /** 0 for Sunday to 6; with "Monday", 0 for Monday to 6 for Sunday. */
  WEEKDAY: given(
    [date('date'), optional(word('first day', wrongFirstDay))],
    'number',
    'The day of the week, 0 for Sunday to 6 for Saturday.',
    (run, moment, first = 'Sunday') => (weekdayOf(dayIn(run, moment)) - firstDay(first) + 7) % 7,
  ),
  /** Week 1 holds 1 January; weeks begin on Sunday unless "Monday" is given. The last days of December may lie in week 1. */
  WEEKNUM: given(
    [date('date'), optional(word('first day', wrongFirstDay))],
    'number',
    'The number of the week in its year.',
    (run, moment, first = 'Sunday') => weekOf(dayIn(run, moment), firstDay(first)).week,
  ),
}

function clock(run: Run, moment: Moment, unit: number, round: number): number {
  const wall = wallMs(run, moment)
  return Math.floor((wall - Math.floor(wall / dayMs) * dayMs) / unit) % round
}

function wrongFirstDay(text: string): string | null {
  return /^(sun|mon)day$/i.test(text.trim()) ? null : 'Weeks start on "Sunday" or "Monday".'
}

function firstDay(text: string): 0 | 1 {
  const wrong = wrongFirstDay(text)
  if (wrong) throw new CellError('bad_value', wrong)
  return text.trim().toLowerCase() === 'monday' ? 1 : 0
}
