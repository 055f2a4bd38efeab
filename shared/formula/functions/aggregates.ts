import { plus } from '../decimals.ts'
import { quotient } from '../operators.ts'
import { CellError } from '../problem.ts'
import { commonType, isDateType, type Type } from '../types.ts'
import { flat, isBlank, isMoment, msOf, type Thunk, toNumber, type Value } from '../values.ts'
import { type FormulaFunction, lazy, many, type Parameter } from './define.ts'

const ordered: Parameter = { kind: 'ordered', name: 'value', rest: true }

/**
 * Source: https://support.airtable.com/docs/formula-field-reference (numeric functions), and Excel where nothing is given.
 * Lists are opened. Text where a number is needed is refused on save where it is known, otherwise in the cell; texts in a
 * list are passed over.
 */
export const aggregates: Record<string, FormulaFunction> = {
  /** Adds numbers, also those in lists; blanks and texts in lists add nothing. */
  SUM: many('numbers', 'number', 'number', 'The sum of the numbers.', (_run, ...values) => sum(numbersIn(values))),
  /** Blanks are left out of the count. Of nothing: an error, as in Excel (division by zero). */
  AVERAGE: many('numbers', 'number', 'number', 'The mean of the numbers; blanks do not count.', (_run, ...values) => {
    const counted = numbersIn(values)
    return quotient(sum(counted), counted.length)
  }),
  /** The least number, or the earliest date. Blanks are left out; of nothing, 0 (blank for dates), as in Excel. */
  MIN: lazy([ordered], extremeType, 'The least number, or the earliest date.', (args, types) =>
    extreme(args, types, (one, best) => one < best),
  ),
  /** The greatest number, or the latest date. Blanks are left out; of nothing, 0 (blank for dates), as in Excel. */
  MAX: lazy([ordered], extremeType, 'The greatest number, or the latest date.', (args, types) =>
    extreme(args, types, (one, best) => one > best),
  ),
  /** Numbers only: texts, dates and blanks do not count. */
  COUNT: many(
    'any',
    'value',
    'number',
    'How many of the values are numbers.',
    (_run, ...values) => flat(values).filter((value) => typeof value === 'number').length,
  ),
  /** Everything that is not blank; entries of a list count one by one. */
  COUNTA: many(
    'any',
    'value',
    'number',
    'How many of the values are not blank.',
    (_run, ...values) => flat(values).filter((value) => !isBlank(value)).length,
  ),
  /** Every value, blank or not; an empty list has none. */
  COUNTALL: many(
    'any',
    'value',
    'number',
    'How many values there are, blanks included.',
    (_run, ...values) => flat(values).length,
  ),
}

/** Numbers among the values. What stands in a list may be anything; a lone text was refused already, or is refused now. */
function numbersIn(values: Value[]): number[] {
  return values.flatMap((value) => {
    if (typeof value === 'number') return [value]
    if (Array.isArray(value)) return flat(value).filter((item) => typeof item === 'number')
    return isBlank(value) ? [] : [toNumber(value)]
  })
}

const sum = (values: number[]): number => values.reduce(plus, 0)

function extremeType(types: Type[]): Type {
  const common = commonType(types)
  return isDateType(common) || common === 'any' ? common : 'number'
}

function extreme(args: Thunk[], types: Type[], better: (one: number, best: number) => boolean): Thunk {
  const nothing = isDateType(extremeType(types)) ? null : 0

  return (run) => {
    const values = args.map((arg) => arg(run))
    const moments = values.filter(isMoment)
    const counted = numbersIn(values.filter((value) => !isMoment(value)))
    if (moments.length === 0)
      return counted.length === 0 ? nothing : counted.reduce((best, one) => (better(one, best) ? one : best))
    if (counted.length > 0) throw new CellError('wrong_type', 'Numbers and dates cannot be put in order.')
    return moments.reduce((best, one) => (better(msOf(run, one), msOf(run, best)) ? one : best))
  }
}
