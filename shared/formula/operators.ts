import { order, same } from './compare.ts'
import { gap, plus } from './decimals.ts'
import { limits } from './limits.ts'
import { CellError } from './problem.ts'
import type { Operator } from './tokens.ts'
import type { Type } from './types.ts'
import { isBlank, keep, type Run, type Thunk, toNumber, tooLong, toText } from './values.ts'

/** `+ - * /` over numbers; blank counts as 0, true as 1. Dividing by zero, also by a blank, is an error. */
export function arithmetic(operator: '+' | '-' | '*' | '/', left: Thunk, right: Thunk): Thunk {
  switch (operator) {
    case '+':
      return (run) => plus(toNumber(left(run)), toNumber(right(run)))
    case '-':
      return (run) => plus(toNumber(left(run)), -toNumber(right(run)))
    case '*':
      return (run) => toNumber(left(run)) * toNumber(right(run))
    case '/':
      return (run) => quotient(toNumber(left(run)), toNumber(right(run)))
  }
}

export function quotient(dividend: number, divisor: number): number {
  if (divisor === 0) throw new CellError('division_by_zero', 'This divides by zero.')
  return dividend / divisor
}

/** `&` joins anything as text; blank is empty text. A row of them is one text, made once. */
export function concatenation(parts: Thunk[]): Thunk {
  return (run) => {
    const texts = parts.map((part) => toText(run, part(run)))
    const length = texts.reduce((total, text) => total + text.length, 0)
    if (length > limits.text) throw tooLong()
    return keep(run, texts.join(''))
  }
}

type Side = { type: Type; thunk: Thunk }

/**
 * `= != < <= > >=`. A comparison with BLANK() written out asks whether anything is there, so that 0 is not blank;
 * where a cell happens to be blank it counts as 0 beside a number (see `same` and `order`).
 */
export function comparison(operator: Exclude<Operator, '+' | '-' | '*' | '/' | '&'>, left: Side, right: Side): Thunk {
  if (operator === '=') return equality(left, right)
  if (operator === '!=') {
    const equal = equality(left, right)
    return (run) => !equal(run)
  }
  const test = ordering[operator]
  return (run) => test(ordered(run, left.thunk, right.thunk))
}

const ordering: Record<'<' | '<=' | '>' | '>=', (order: number) => boolean> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

function ordered(run: Run, left: Thunk, right: Thunk): number {
  const one = left(run)
  const other = right(run)
  if (typeof one === 'number' && typeof other === 'number') return gap(one, other)

  return order(run, one, other)
}

function equality(left: Side, right: Side): Thunk {
  if (left.type === 'blank') return blankness(right.thunk)
  if (right.type === 'blank') return blankness(left.thunk)
  return (run) => same(run, left.thunk(run), right.thunk(run))
}

function blankness(thunk: Thunk): Thunk {
  return (run) => {
    const value = thunk(run)
    return value === false || isBlank(value)
  }
}
