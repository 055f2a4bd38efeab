import { plus, roundAt, tidy } from '../decimals.ts'
import { quotient } from '../operators.ts'
import { CellError } from '../problem.ts'
import { commonType, isDateType, type Type } from '../types.ts'
import { finite, flat, isBlank, isMoment, msOf, type Thunk, toNumber, type Value } from '../values.ts'
import { type FormulaFunction, given, lazy, many, number, optional, type Parameter, text } from './define.ts'
import { readNumber } from './read-number.ts'

const ordered: Parameter = { kind: 'ordered', name: 'value', rest: true }

/**
 * Source: https://support.airtable.com/docs/formula-field-reference (numeric operators and functions). Everywhere a blank
 * counts as 0 and TRUE as 1, text is refused (on save where it is known, otherwise in the cell), and arguments are read to
 * 15 significant digits, so that rounding starts from the decimals a person sees.
 */
export const numbers: Record<string, FormulaFunction> = {
  /** Halves go towards +∞: 2.5 is 3, −2.5 is −2. A negative precision rounds tens and hundreds. */
  ROUND: given(
    [number('value'), optional(number('precision'))],
    'number',
    'Rounds to so many decimals; halves go up.',
    (_run, value, precision = 0) => roundAt(value, precision, (moved) => Math.floor(moved + 0.5)),
  ),
  /** Away from zero: −2.1 is −3. */
  ROUNDUP: given(
    [number('value'), optional(number('precision'))],
    'number',
    'Rounds to so many decimals, away from zero.',
    (_run, value, precision = 0) => roundAt(value, precision, awayFromZero),
  ),
  /** Towards zero: −2.9 is −2. */
  ROUNDDOWN: given(
    [number('value'), optional(number('precision'))],
    'number',
    'Rounds to so many decimals, towards zero.',
    (_run, value, precision = 0) => roundAt(value, precision, Math.trunc),
  ),
  /** The greatest whole number that is not above the value: −2.5 is −3. */
  INT: given([number('value')], 'number', 'The whole number at or below the value.', (_run, value) =>
    Math.floor(tidy(value)),
  ),
  /** The nearest multiple at or above the value; −4.1 by 1 is −4. A significance of 0 is a division by zero. */
  CEILING: given(
    [number('value'), optional(number('significance'))],
    'number',
    'The nearest multiple of the significance (1 if left out) at or above the value.',
    (_run, value, significance = 1) => multiple(value, significance, Math.ceil),
  ),
  /** The nearest multiple at or below the value; −4.1 by 1 is −5. A significance of 0 is a division by zero. */
  FLOOR: given(
    [number('value'), optional(number('significance'))],
    'number',
    'The nearest multiple of the significance (1 if left out) at or below the value.',
    (_run, value, significance = 1) => multiple(value, significance, Math.floor),
  ),
  /** Away from zero to an even number: 1.5 is 2, −1 is −2, 0 stays. */
  EVEN: given(
    [number('value')],
    'number',
    'The next even number away from zero.',
    (_run, value) => 2 * awayFromZero(tidy(value) / 2) + 0,
  ),
  /** Away from zero to an odd number: 2 is 3, −2 is −3, 0 is 1. */
  ODD: given([number('value')], 'number', 'The next odd number away from zero.', (_run, value) => nextOdd(tidy(value))),
  ABS: given([number('value')], 'number', 'The value without its sign.', (_run, value) => Math.abs(value)),
  /** Excel, where Airtable is silent: the remainder has the divisor’s sign, so MOD(−7, 3) is 2. Dividing by 0 is an error. */
  MOD: given([number('value'), number('divisor')], 'number', 'What remains after a division.', (_run, value, divisor) =>
    plus(value, -divisor * Math.floor(tidy(quotient(value, divisor)))),
  ),
  /** A fractional power of a negative number, and 0 to a negative power, are errors. */
  POWER: given([number('base'), number('exponent')], 'number', 'The base to a power.', (_run, base, exponent) =>
    base === 0 && exponent < 0 ? quotient(1, 0) : finite(base ** exponent),
  ),
  /** Of a negative number: an error. */
  SQRT: given([number('value')], 'number', 'The square root.', (_run, value) => finite(Math.sqrt(value))),
  /** e to a power; more than a number can hold is an error. */
  EXP: given([number('value')], 'number', 'e to the power of the value.', (_run, value) => finite(Math.exp(value))),
  /** Of 0 or less: an error. */
  LN: given([number('value')], 'number', 'The natural logarithm.', (_run, value) => Math.log(positive(value))),
  /** The base is 10 if left out. A base of 1 divides by zero; 0 or less is an error. */
  LOG: given(
    [number('value'), optional(number('base'))],
    'number',
    'The logarithm to a base (10 if left out).',
    (_run, value, base = 10) =>
      base === 10 ? Math.log10(positive(value)) : tidy(quotient(Math.log(positive(value)), Math.log(positive(base)))),
  ),
  /** Of 0 or less: an error. */
  LOG10: given([number('value')], 'number', 'The logarithm to base 10.', (_run, value) => Math.log10(positive(value))),

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
  /** Reads signs of currency, grouping and percent (12% is 0.12). Blank stays blank; anything else that is no number is an error. */
  VALUE: given([text('text')], 'number', 'The number a text is written as.', (_run, written) => readNumber(written)),
}

const awayFromZero = (value: number): number => (value < 0 ? Math.floor(value) : Math.ceil(value))

function nextOdd(value: number): number {
  const size = Math.ceil(Math.abs(value))
  const odd = size % 2 === 1 ? size : size + 1
  return value < 0 ? -odd : odd
}

function multiple(value: number, significance: number, how: (value: number) => number): number {
  const step = Math.abs(significance)
  return tidy(how(tidy(quotient(value, step))) * step)
}

function positive(value: number): number {
  if (value > 0) return value
  throw new CellError('not_a_number', 'Only numbers above zero have a logarithm.')
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
