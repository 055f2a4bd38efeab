import { gap, tidy } from './decimals.ts'
import { CellError } from './problem.ts'
import {
  Day,
  type Instant,
  isBlank,
  isMoment,
  msOf,
  quoted,
  type Run,
  readMoment,
  toText,
  type Value,
} from './values.ts'

/**
 * Whether two values are the same. Text by letter case, numbers by 15 digits, a day and an instant by when the day
 * begins. A blank is the same as empty text, FALSE, an empty list and, as in Airtable and spreadsheets, 0.
 */
export function same(run: Run, one: Value, other: Value): boolean {
  if (one === other) return true
  if (typeof one === 'number' && typeof other === 'number') return gap(one, other) === 0
  if (isBlank(one) || isBlank(other)) return isNothing(one) && isNothing(other)

  return isOrdered(run, one, other) ? order(run, one, other) === 0 : sameText(run, one, other)
}

const isNothing = (value: Value): boolean => value === 0 || value === false || isBlank(value)

/** What is written as text is compared with lists as they are shown; anything else of unlike kinds differs. */
function sameText(run: Run, one: Value, other: Value): boolean {
  const textual = (value: Value) => typeof value === 'string' || Array.isArray(value)
  return textual(one) && textual(other) && toText(run, one) === toText(run, other)
}

function isOrdered(run: Run, one: Value, other: Value): boolean {
  const pair = alike(run, one, other)
  return pair !== null && typeof pair[0] === 'number'
}

/** Below zero when `one` comes first. Blank counts as 0 beside a number; beside a date nothing is before or after it. */
export function order(run: Run, one: Value, other: Value): number {
  const pair = alike(run, one === '' ? null : one, other === '' ? null : other)
  if (!pair) throw new CellError('wrong_type', `${quoted(one)} and ${quoted(other)} cannot be put in order.`)
  const [first, second] = pair

  return first < second ? -1 : first > second ? 1 : first === second ? 0 : Number.NaN
}

/** Both as numbers, or both as text; null when they cannot be brought together. */
function alike(run: Run, one: Value, other: Value): [number, number] | [string, string] | null {
  if (typeof one === 'string' && typeof other === 'string') return [toText(run, one), toText(run, other)]
  if (isMoment(one) || isMoment(other)) return dates(run, one, other)
  if (isNumeric(one) && isNumeric(other)) return [numeric(one), numeric(other)]

  const textual = (value: Value) => typeof value === 'string' || Array.isArray(value) || value === null
  return textual(one) && textual(other) ? [toText(run, one), toText(run, other)] : null
}

const isNumeric = (value: Value): value is number | boolean | null =>
  typeof value === 'number' || typeof value === 'boolean' || value === null
const numeric = (value: number | boolean | null): number => tidy(Number(value))

function dates(run: Run, one: Value, other: Value): [number, number] | null {
  const first = momentIn(one)
  const second = momentIn(other)
  if (first === undefined || second === undefined) return null
  if (first === null || second === null) return [Number.NaN, Number.NaN]
  if (first instanceof Day && second instanceof Day) return [first.days, second.days]

  return [msOf(run, first), msOf(run, second)]
}

function momentIn(value: Value): Day | Instant | null | undefined {
  if (isMoment(value)) return value
  if (isBlank(value)) return null
  return (typeof value === 'string' && readMoment(value)) || undefined
}
