import { same } from '../compare.ts'
import { CellError } from '../problem.ts'
import { commonType } from '../types.ts'
import { finite, isTrue, type Run, type Thunk, type Value } from '../values.ts'
import { any, type FormulaFunction, given, lazy, many, optional, type Parameter, text } from './define.ts'

/**
 * Source: https://support.airtable.com/docs/formula-field-reference (logical operators and functions); IFS and IFERROR as
 * in Excel. A condition is true unless it is blank, 0, FALSE, empty text or an empty list.
 */
export const logic: Record<string, FormulaFunction> = {
  /** Only the chosen branch is worked out. Without a third argument the other case is blank. An error in the condition is the result. */
  IF: lazy(
    [condition('condition'), any('then'), optional(any('otherwise'))],
    (types) => commonType(types.slice(1)),
    'One value if the condition holds, another if it does not.',
    ([test = blank, then = blank, otherwise = blank]) =>
      (run) =>
        isTrue(test(run)) ? then(run) : otherwise(run),
  ),

  /** Excel: pairs of condition and value, the first that holds; none is an error (#N/A there, `no_match` here). An odd count is refused. */
  IFS: lazy(
    [condition('condition'), any('value'), more()],
    (types) => commonType(types.filter((_, at) => at % 2 === 1)),
    'The value beside the first condition that holds.',
    (args) => firstThatHolds(args),
    (count) => (count % 2 === 0 ? null : 'pairs of condition and value'),
  ),

  /** Airtable. Compares as `=` does. A lone last argument is the default; without one, no match is blank. */
  SWITCH: lazy(
    [any('expression'), any('pattern'), any('result'), more()],
    (types) =>
      commonType(types.filter((_, at) => at > 0 && (at % 2 === 0 || (at === types.length - 1 && at % 2 === 1)))),
    'The result beside the first pattern that equals the expression.',
    (args) => matching(args),
  ),

  /** Stops at the first that does not hold; what stands after it is not worked out. */
  AND: lazy(
    [{ ...condition('condition'), rest: true }],
    'boolean',
    'TRUE when every condition holds.',
    (args) => (run) => args.every((arg) => isTrue(arg(run))),
  ),

  /** Stops at the first that holds. */
  OR: lazy(
    [{ ...condition('condition'), rest: true }],
    'boolean',
    'TRUE when at least one condition holds.',
    (args) => (run) => args.some((arg) => isTrue(arg(run))),
  ),

  /** Blank, 0 and empty text are false, so NOT of them is TRUE. */
  NOT: given([any('condition')], 'boolean', 'TRUE when the condition does not hold.', (_run, value) => !isTrue(value)),

  /** Airtable: true when an odd number of conditions holds. */
  XOR: many(
    'condition',
    'condition',
    'boolean',
    'TRUE when an odd number of conditions holds.',
    (_run, ...all) => all.filter(Boolean).length % 2 === 1,
  ),

  /** Airtable. Counts as 1 in arithmetic; may be written without brackets. */
  TRUE: given([], 'boolean', 'The value true.', () => true),
  /** Airtable. Counts as 0 in arithmetic; may be written without brackets. */
  FALSE: given([], 'boolean', 'The value false.', () => false),

  /** Equal to empty cells, empty text and unticked boxes; never to 0 where it is written out beside `=` or `!=`. */
  BLANK: given([], 'blank', 'Nothing: an empty cell.', () => null),

  /** Airtable: makes the cell an error on purpose; the message is ours. */
  ERROR: given([optional(text('message'))], 'blank', 'An error, with a message of your own.', (_run, message) => {
    throw new CellError('error', message || 'The formula says so.')
  }),

  /** TRUE for any failure inside: division by zero, a wrong type, a bad date. Too much work is passed on, not caught. */
  ISERROR: lazy(
    [any('value')],
    'boolean',
    'TRUE when working the value out fails.',
    ([value = blank]) =>
      (run) =>
        attempt(run, value) instanceof CellError,
  ),

  /** Excel: the value, or the second argument where the value fails. A blank is no failure. Too much work is passed on. */
  IFERROR: lazy(
    [any('value'), any('instead')],
    (types) => commonType(types),
    'The value, or another where working it out fails.',
    ([value = blank, instead = blank]) =>
      (run) => {
        const result = attempt(run, value)
        return result instanceof CellError ? instead(run) : result
      },
  ),
}

function condition(name: string): Parameter {
  return { kind: 'condition', name }
}

function more(): Parameter {
  return { kind: 'any', name: '…', optional: true, rest: true }
}

const blank: Thunk = () => null

function firstThatHolds(args: Thunk[]): Thunk {
  return (run) => {
    for (let at = 0; at < args.length; at += 2) {
      if (isTrue(args[at]?.(run) ?? null)) return args[at + 1]?.(run) ?? null
    }
    throw new CellError('no_match', 'None of the conditions of IFS holds.')
  }
}

function matching(args: Thunk[]): Thunk {
  const [subject = blank, ...cases] = args
  const otherwise = cases.length % 2 === 1 ? cases.pop() : undefined

  return (run) => {
    const value = subject(run)
    for (let at = 0; at < cases.length; at += 2) {
      if (same(run, value, cases[at]?.(run) ?? null)) return cases[at + 1]?.(run) ?? null
    }
    return otherwise?.(run) ?? null
  }
}

/** The value, or why there is none. A value that is no number fails here, so that it is caught where it arises. */
function attempt(run: Run, value: Thunk): Value | CellError {
  try {
    const result = value(run)
    return typeof result === 'number' ? finite(result) : result
  } catch (error) {
    if (error instanceof CellError && error.code !== 'too_much_work') return error
    throw error
  }
}
