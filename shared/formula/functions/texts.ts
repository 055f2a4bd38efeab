import { limits } from '../limits.ts'
import { CellError } from '../problem.ts'
import { flat, keep, pay, type Run, tooLong, toText, type Value } from '../values.ts'
import { cut, lengthOf, place } from './characters.ts'
import { any, type FormulaFunction, given, many, number, optional, text } from './define.ts'

/**
 * Source: https://support.airtable.com/docs/formula-field-reference (text operators and functions); CONCAT as in Excel.
 * Anything given where text is wanted is taken as it reads: numbers to 15 digits, dates as ISO, lists joined with “, ”,
 * blank as empty text. Positions count characters from 1, an emoji as one. A result of empty text is a blank cell.
 */
export const texts: Record<string, FormulaFunction> = {
  /** Joins values one after another; lists are opened. Longer than a text may be: an error. */
  CONCATENATE: many('any', 'text', 'text', 'Joins texts.', (run, ...values) => joinAll(run, values)),
  /** Excel: the same as CONCATENATE, and joins the entries of lists without anything between. */
  CONCAT: many('any', 'text', 'text', 'Joins texts and the entries of lists.', (run, ...values) =>
    joinAll(run, values),
  ),
  /** A count below 0 is taken as 0, one above the length as all. */
  LEFT: given([text('text'), number('count')], 'text', 'The first characters.', (_run, value, count) =>
    cut(value, 0, count),
  ),
  /** A count below 0 is taken as 0, one above the length as all. */
  RIGHT: given([text('text'), number('count')], 'text', 'The last characters.', (_run, value, count) => {
    const length = lengthOf(value)
    return cut(value, Math.max(0, length - Math.max(0, Math.trunc(count))), length)
  }),
  /** Starts at the first character when told a position below 1. */
  MID: given(
    [text('text'), number('start'), number('count')],
    'text',
    'So many characters from a position on.',
    (_run, value, start, count) => cut(value, Math.max(1, Math.trunc(start)) - 1, count),
  ),
  /** Counts characters, an emoji as one; of a blank 0. */
  LEN: given([text('text')], 'number', 'How many characters a text has.', (_run, value) => lengthOf(value)),
  /** Airtable. By Unicode, letters beyond A–Z included; blank stays blank. */
  LOWER: given([text('text')], 'text', 'The text in small letters.', (run, value) => keep(run, value.toLowerCase())),
  /** Airtable. By Unicode, so ß becomes SS; blank stays blank. */
  UPPER: given([text('text')], 'text', 'The text in capitals.', (run, value) => keep(run, value.toUpperCase())),
  /** Cuts white space at both ends only; what stands between words stays. */
  TRIM: given([text('text')], 'text', 'The text without white space at its ends.', (_run, value) => value.trim()),
  /** Every occurrence, or only the given one, counted from 1. Letter case counts. Nothing to look for changes nothing. */
  SUBSTITUTE: given(
    [text('text'), text('old'), text('new'), optional(number('index'))],
    'text',
    'Replaces one text by another, everywhere or once.',
    (run, value, old, fresh, index) => substitute(run, value, old, fresh, index),
  ),
  /** Replaces by position; a position past the end adds at the end. */
  REPLACE: given(
    [text('text'), number('start'), number('count'), text('new')],
    'text',
    'Replaces so many characters from a position on.',
    (run, value, start, count, fresh) => {
      const from = Math.max(1, Math.trunc(start)) - 1
      const to = from + Math.max(0, Math.trunc(count))
      return keep(run, cut(value, 0, from) + fresh + cut(value, to, lengthOf(value)))
    },
  ),
  /** Where the text is first found, from 1; 0 when it is not. Letter case counts. */
  FIND: given(
    [text('what'), text('text'), optional(number('start'))],
    'number',
    'The position of a text in another, or 0.',
    (_run, what, value, start = 1) => place(value, what, start),
  ),
  /** Like FIND, also in letter case, except that no hit is blank. */
  SEARCH: given(
    [text('what'), text('text'), optional(number('start'))],
    'number',
    'The position of a text in another, or blank.',
    (_run, what, value, start = 1) => place(value, what, start) || null,
  ),
  /** A count below 1 gives empty text; a result longer than a text may be is an error. */
  REPT: given([text('text'), number('count')], 'text', 'The text so many times.', (run, value, count) => {
    if (value === '') return ''
    const times = Math.max(0, Math.trunc(count))
    if (value.length * times > limits.text) throw tooLong()
    return keep(run, value.repeat(times))
  }),
  /** Text stays, a list as it reads; a number, a date or TRUE gives blank. */
  T: given([any('value')], 'text', 'The value if it is text, otherwise blank.', (run, value) =>
    typeof value === 'string' || Array.isArray(value) ? toText(run, value) : null,
  ),
  /** Percent-encodes everything but letters, digits and - _ . ! ~ * ' ( ), as RFC 3986 allows. Half a surrogate pair is an error. */
  ENCODE_URL_COMPONENT: given([text('text')], 'text', 'The text made safe for a link.', (run, value) =>
    keep(run, encoded(value)),
  ),
}

function joinAll(run: Run, values: Value[]): string {
  let joined = ''
  for (const value of flat(values)) joined = keep(run, joined + toText(run, value))
  return joined
}

function substitute(run: Run, value: string, old: string, fresh: string, index: number | undefined): string {
  if (old === '') return value
  const parts = value.split(old)
  pay(run, parts.length)
  if (index !== undefined) return once(run, parts, old, fresh, Math.trunc(index))
  if (value.length + (parts.length - 1) * (fresh.length - old.length) > limits.text) throw tooLong()

  return keep(run, parts.join(fresh))
}

function once(run: Run, parts: string[], old: string, fresh: string, index: number): string {
  if (index < 1 || index >= parts.length) return parts.join(old)
  return keep(run, parts.slice(0, index).join(old) + fresh + parts.slice(index).join(old))
}

function encoded(value: string): string {
  try {
    return encodeURIComponent(value)
  } catch {
    throw new CellError('bad_value', 'This text holds half a character.')
  }
}
