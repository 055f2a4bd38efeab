import { dayMs, parseDay, writeDay } from './days.ts'
import { numberText, tidy } from './decimals.ts'
import { limits } from './limits.ts'
import { CellError } from './problem.ts'
import { instantOf, wallOf } from './zone.ts'

/** A calendar day, the same in every zone: days since 1970-01-01. */
export class Day {
  readonly days: number
  constructor(days: number) {
    this.days = days
  }
}

/** A point in time: milliseconds since 1970-01-01T00:00Z. */
export class Instant {
  readonly ms: number
  constructor(ms: number) {
    this.ms = ms
  }
}

export type Moment = Day | Instant
export type Value = null | number | string | boolean | Moment | Value[]

/** One evaluation for one row. `work` is what is left of its allowance. */
export type Run = { cell: (key: string) => unknown; now: number; zone: string; work: number }

export type Thunk = (run: Run) => Value

export const isBlank = (value: Value): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0)

export const isMoment = (value: Value): value is Moment => value instanceof Day || value instanceof Instant

/** Blank counts as 0 and true as 1, as in Airtable; text is never guessed to be a number. */
export function toNumber(value: Value): number {
  if (typeof value === 'number') return value
  if (value === null || value === '') return 0
  if (typeof value === 'boolean') return value ? 1 : 0

  throw new CellError('wrong_type', `A number is needed here, not ${quoted(value)}.`)
}

/** Text for people: 15 digits, ISO dates, TRUE and FALSE as in a spreadsheet, lists joined with “, ”. */
export function toText(run: Run, value: Value): string {
  if (typeof value === 'string') return spend(run, value)
  if (value === null) return ''
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (Array.isArray(value)) return joined(run, value, ', ')

  return momentText(value)
}

export function joined(run: Run, list: Value[], separator: string): string {
  const texts = list.map((item) => toText(run, item))
  const length = texts.reduce((total, text) => total + text.length + separator.length, -separator.length)
  if (length > limits.text) throw tooLong()

  return keep(run, texts.join(separator))
}

/** Counts a text that is read against the row's allowance; short ones are free, since a formula has few parts. */
function spend(run: Run, text: string): string {
  if (text.length > 64) pay(run, text.length)
  return text
}

/** Takes `amount` off what one evaluation may still do. */
export function pay(run: Run, amount: number): void {
  run.work -= amount
  if (run.work < 0) throw new CellError('too_much_work', 'This formula does too much work for one row.')
}

/** Checks a text that a function made. */
export function keep(run: Run, text: string): string {
  if (text.length > limits.text) throw tooLong()
  return spend(run, text)
}

export const tooLong = (): CellError =>
  new CellError('too_large', `A text may have ${limits.text.toLocaleString('en')} characters.`)

export function momentText(moment: Moment): string {
  return moment instanceof Day ? writeDay(moment.days) : new Date(moment.ms).toISOString()
}

/** Airtable's truth: not blank, not zero, not FALSE. */
export function isTrue(value: Value): boolean {
  if (typeof value === 'boolean') return value
  return value !== 0 && !isBlank(value)
}

/** A date; text that is one in ISO 8601. Blank stays blank. */
export function toMoment(value: Value): Moment | null {
  if (value === null || value === '') return null
  if (isMoment(value)) return value
  const read = typeof value === 'string' ? readMoment(value) : null
  if (read) return read

  throw new CellError(
    typeof value === 'string' ? 'bad_date' : 'wrong_type',
    `A date is needed here, not ${quoted(value)}.`,
  )
}

/** An ISO day or an ISO instant with its zone; null for anything else. */
export function readMoment(text: string): Moment | null {
  const written = text.trim()
  const day = parseDay(written)
  if (day !== null) return new Day(day)

  const ms = isInstant(written) ? Date.parse(written) : Number.NaN
  return Number.isNaN(ms) ? null : new Instant(ms)
}

const isInstant = (text: string): boolean =>
  text.length <= 40 &&
  parseDay(text.slice(0, 10)) !== null &&
  /^T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(text.slice(10))

/** The days a Date can name: years 1 to 9999. */
const firstDay = -719_162
const lastDay = 2_932_896

/** A day that can be written with four digits of year. */
export function dayValue(days: number): Day {
  if (!(days >= firstDay && days <= lastDay))
    throw new CellError('bad_date', 'This date lies outside the years 1 to 9999.')
  return new Day(days)
}

export function instantValue(ms: number): Instant {
  if (!(ms >= firstDay * dayMs && ms < (lastDay + 1) * dayMs)) {
    throw new CellError('bad_date', 'This date lies outside the years 1 to 9999.')
  }
  return new Instant(Math.trunc(ms))
}

/** When a moment begins: a day begins at midnight in the fund's zone. */
export const msOf = (run: Run, moment: Moment): number =>
  moment instanceof Instant ? moment.ms : instantOf(run.zone, moment.days * dayMs)

/** What calendar and clock show at a moment; a day shows midnight in every zone. */
export const wallMs = (run: Run, moment: Moment): number =>
  moment instanceof Instant ? wallOf(run.zone, moment.ms) : moment.days * dayMs

/** Every single value inside, lists opened. */
export function flat(values: Value[]): Value[] {
  if (!values.some(Array.isArray)) return values
  return values.flatMap((value) => (Array.isArray(value) ? flat(value) : [value]))
}

export function quoted(value: Value): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  const text = value === null ? '' : isMoment(value) ? momentText(value) : String(value)

  return `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`
}

/** A number that is one: overflow and impossible roots are errors, not values. */
export function finite(value: number): number {
  if (Number.isFinite(value)) return tidy(value)
  throw Number.isNaN(value)
    ? new CellError('not_a_number', 'This calculation has no result.')
    : new CellError('too_large', 'This number is too large.')
}
