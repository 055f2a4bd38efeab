import { plus, tidy } from '../decimals.ts'
import { quotient } from '../operators.ts'
import { CellError } from '../problem.ts'
import { finite } from '../values.ts'
import { type FormulaFunction, given, number, optional, text } from './define.ts'
import { readNumber } from './read-number.ts'

/**
 * Source: https://support.airtable.com/docs/formula-field-reference (numeric operators and functions). A blank counts as 0
 * and TRUE as 1; text is refused, on save where it is known, otherwise in the cell.
 */
export const numbers: Record<string, FormulaFunction> = {
  /** Airtable. Of a blank: 0. */
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
  /** Reads signs of currency, grouping and percent (12% is 0.12). Blank stays blank; anything else that is no number is an error. */
  VALUE: given([text('text')], 'number', 'The number a text is written as.', (_run, written) => readNumber(written)),
}

function positive(value: number): number {
  if (value > 0) return value
  throw new CellError('not_a_number', 'Only numbers above zero have a logarithm.')
}
