import { roundAt, tidy } from '../decimals.ts'
import { quotient } from '../operators.ts'
import { type FormulaFunction, given, number, optional } from './define.ts'

/**
 * Source: https://support.airtable.com/docs/formula-field-reference (numeric functions). A blank counts as 0 and TRUE as 1,
 * text is refused, and arguments are read to 15 significant digits, so that rounding starts from the decimals a person sees.
 */
export const rounding: Record<string, FormulaFunction> = {
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
