import { formatDate, formatParts, hasClock } from '../date-format.ts'
import { parseBy, parseFreely } from '../date-parse.ts'
import { writeDay } from '../days.ts'
import { asInstant, dayIn } from '../moments.ts'
import { CellError } from '../problem.ts'
import type { Tree } from '../tree.ts'
import type { Type } from '../types.ts'
import { Day, keep, type Moment, type Run, readMoment, wallMs } from '../values.ts'
import { offsetAt } from '../zone.ts'
import { date, type FormulaFunction, given, optional, text } from './define.ts'

/**
 * Source: https://support.airtable.com/docs/formula-field-reference (date and time functions). Names are English, times are
 * the fund's zone's. Of a blank: blank.
 */
export const dateTexts: Record<string, FormulaFunction> = {
  /** Moment.js tokens, English names, the fund's zone. Without a format: ISO 8601. */
  DATETIME_FORMAT: given(
    [date('date'), optional(text('format'))],
    'text',
    'A date written as the format says.',
    (run, moment, format) => keep(run, written(run, moment, format ?? defaultFormat(moment))),
  ),
  /** Without a format, ISO, forms that name the month, and two numbers with the month first. A format without a time of day gives a calendar day, otherwise times are in the fund's zone. */
  DATETIME_PARSE: given(
    [text('text'), optional(text('format'))],
    (_types, args) => parsedType(args),
    'The date a text is written as.',
    (run, value, format) => (format ? parseBy(run, value, partsOf(format)) : parseFreely(run, value)),
  ),
  /** Airtable. Of an instant, its day in the fund’s zone. */
  DATESTR: given([date('date')], 'text', 'The day as YYYY-MM-DD.', (run, moment) => writeDay(dayIn(run, moment))),
  /** Midnight for a date without a time. */
  TIMESTR: given([date('date')], 'text', 'The time as HH:mm:ss.', (run, moment) => written(run, moment, 'HH:mm:ss')),
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
