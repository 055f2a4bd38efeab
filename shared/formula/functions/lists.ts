import { limits } from '../limits.ts'
import { CellError } from '../problem.ts'
import { flat, isBlank, joined, pay, type Run, type Value } from '../values.ts'
import { any, type FormulaFunction, given, many, number, optional, text } from './define.ts'

/**
 * Source: https://support.airtable.com/docs/formula-field-reference (array functions). Lists are multi-selects, tags,
 * contacts and attachments, by name; a single value is taken as a list of one, a blank as an empty list. A column whose
 * result is a list shows it joined with “, ”.
 */
export const lists: Record<string, FormulaFunction> = {
  /** Entries as they read, blanks as empty text; “, ” between them when no separator is given. */
  ARRAYJOIN: given(
    [any('list'), optional(text('separator'))],
    'text',
    'The entries of a list in one text.',
    (run, value, separator = ', ') => joined(run, listOf(run, value), separator),
  ),
  /** Each entry once, where it first stands; letter case counts. */
  ARRAYUNIQUE: many('any', 'list', 'list', 'Each different entry once.', (run, ...values) => [
    ...new Set(listOf(run, values)),
  ]),
  /** Leaves out blanks and empty text; keeps spaces, 0 and FALSE, as Airtable does. */
  ARRAYCOMPACT: many('any', 'list', 'list', 'The entries that are not blank.', (run, ...values) =>
    listOf(run, values).filter((value) => !isBlank(value)),
  ),
  /** All entries of all lists, one after another. */
  ARRAYFLATTEN: many('any', 'list', 'list', 'Several lists as one.', (run, ...values) => listOf(run, values)),
  /** From the start to the end position, both included, counted from 1; below 0, from the end. */
  ARRAYSLICE: given(
    [any('list'), number('start'), optional(number('end'))],
    'list',
    'The entries from one position to another.',
    (run, value, start, end) => slice(listOf(run, value), Math.trunc(start), end),
  ),
}

function listOf(run: Run, value: Value): Value[] {
  const list = value === null ? [] : flat(Array.isArray(value) ? value : [value])
  pay(run, list.length)
  if (list.length <= limits.list) return list

  throw new CellError('too_large', `A list may have ${limits.list.toLocaleString('en')} entries.`)
}

function slice(list: Value[], start: number, end: number | undefined): Value[] {
  const from = start > 0 ? start - 1 : start
  if (end === undefined) return list.slice(from)

  const to = Math.trunc(end)
  return list.slice(from, to < 0 ? list.length + to + 1 : to)
}
