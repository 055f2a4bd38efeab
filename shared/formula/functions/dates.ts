import { formatDate, formatParts, hasClock, weekOf } from '../date-format.ts'
import { parseBy, parseFreely } from '../date-parse.ts'
import { dateOf, dayMs, weekdayOf, writeDay } from '../days.ts'
import { asInstant, dayIn, difference, moved, needUnit, startOf } from '../moments.ts'
import { CellError } from '../problem.ts'
import type { Tree } from '../tree.ts'
import type { Type } from '../types.ts'
import { clockMs, unitOf, wrongUnit } from '../units.ts'
import { Day, Instant, keep, type Moment, msOf, type Run, readMoment, wallMs } from '../values.ts'
import { offsetAt } from '../zone.ts'
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
  /** Moment.js tokens, English names, the fund's zone. Without a format: ISO 8601. */
  DATETIME_FORMAT: given(
    [date('date'), optional(text('format'))],
    'text',
    'A date written as the format says.',
    (run, moment, format) => keep(run, written(run, moment, format ?? defaultFormat(moment))),
  ),
  /** Without a format, ISO and forms that name the month; day and month as two numbers need a format. A format without a time of day gives a calendar day, otherwise times are in the fund's zone. */
  DATETIME_PARSE: given(
    [text('text'), optional(text('format'))],
    (_types, args) => parsedType(args),
    'The date a text is written as.',
    (run, value, format) => (format ? parseBy(run, value, partsOf(format)) : parseFreely(run, value)),
  ),
  DATESTR: given([date('date')], 'text', 'The day as YYYY-MM-DD.', (run, moment) => writeDay(dayIn(run, moment))),
  /** Midnight for a date without a time. */
  TIMESTR: given([date('date')], 'text', 'The time as HH:mm:ss.', (run, moment) => written(run, moment, 'HH:mm:ss')),
  YEAR: given([date('date')], 'number', 'The year.', (run, moment) => dateOf(dayIn(run, moment)).year),
  MONTH: given([date('date')], 'number', 'The month, 1 to 12.', (run, moment) => dateOf(dayIn(run, moment)).month),
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
  if (moment?.kind === 'text') return readMoment(moment.value) instanceof Day ? 'date' : 'datetime'
  return type === 'date' || type === 'blank' ? 'date' : 'any'
}

const movesClock = (unit: Tree | undefined): boolean => {
  const known = unit?.kind === 'text' ? unitOf(unit.value) : null
  return known === null || clockMs[known] !== undefined
}

function parsedType([value, format]: Tree[]): Type {
  if (format?.kind === 'text') return hasClock(formatParts(format.value)) ? 'datetime' : 'date'
  return value?.kind === 'text' && readMoment(value.value) instanceof Day ? 'date' : 'datetime'
}

const formats = new Map<string, ReturnType<typeof formatParts>>()

/** A column has one format and thousands of rows. */
function partsOf(format: string): ReturnType<typeof formatParts> {
  if (format.length > 200) throw new CellError('bad_value', 'A date format may have 200 characters.')
  const parts = formats.get(format) ?? formatParts(format)
  if (formats.size > 500) formats.clear()
  formats.set(format, parts)
  return parts
}

const defaultFormat = (moment: Moment): string => (moment instanceof Day ? 'YYYY-MM-DD' : 'YYYY-MM-DDTHH:mm:ssZ')

function written(run: Run, moment: Moment, format: string): string {
  const wall = wallMs(run, moment)
  const place = { offset: offsetAt(run.zone, asInstant(run, moment).ms), zone: run.zone }
  return formatDate(partsOf(format), wall, place)
}

function clock(run: Run, moment: Moment, unit: number, round: number): number {
  const wall = wallMs(run, moment)
  return Math.floor((wall - Math.floor(wall / dayMs) * dayMs) / unit) % round
}

const compared = (run: Run, one: Moment, other: Moment): number =>
  one instanceof Day && other instanceof Day ? one.days - other.days : msOf(run, one) - msOf(run, other)

function wrongFirstDay(text: string): string | null {
  return /^(sun|mon)day$/i.test(text.trim()) ? null : 'Weeks start on "Sunday" or "Monday".'
}

function firstDay(text: string): 0 | 1 {
  const wrong = wrongFirstDay(text)
  if (wrong) throw new CellError('bad_value', wrong)
  return text.trim().toLowerCase() === 'monday' ? 1 : 0
}
