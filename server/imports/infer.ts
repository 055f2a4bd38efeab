import type { DateOrder } from '../../shared/dates.ts'
import type { FieldType } from '../../shared/fields.ts'
import type { DecimalMark } from '../../shared/money.ts'
import { currencyOf, markOf, numeric } from './amounts.ts'
import type { Header } from './csv.ts'
import { type Fit, nearly } from './misfits.ts'
import { all, amountsIn, daysIn, every, type Look, most, type Share, type Tally } from './tally.ts'

export type ColumnOrder = DateOrder | 'undecided' | 'contradictory'

/** What the values of a column, all of them, say about it. */
export interface Column {
  header: string
  index: number
  filled: number
  blank: number
  samples: string[]
  /** The type every filled value fits. */
  type: FieldType
  /** How many values are amounts or plain numbers, dates, web addresses, record ids: what a header may ask for. */
  fits: Record<'amount' | 'date' | 'url' | 'record_id', Fit>
  /** ISO 4217, when the amounts carry a sign that names one. */
  currency?: string
  precision?: number
  mark?: DecimalMark
  /** Only for dates written with two numbers that could change places. */
  order?: ColumnOrder
  /** A sentence for the person who has to agree, when the values leave room for another reading. */
  doubt?: string
  /** The different values with how often each occurs, when there are few enough to be options. */
  values?: [value: string, count: number][]
  /** Airtable record ids instead of names: what they point to is not in this file. */
  ids?: 'own' | 'links'
  /** No cell has a comma followed by a space, so that commas may separate items. */
  listable: boolean
}

export type Verdict = Partial<Column> & { type: FieldType }

/** What holds whatever type a person chooses in the end. */
function facts(tally: Tally): Partial<Column> {
  const order = orderOf(tally)
  const currency = currencyOf(tally)
  const mark = markOf(tally)

  return { ...(order ? { order } : {}), ...(currency ? { currency } : {}), ...(mark ? { mark } : {}) }
}

export function describeColumn({ name: header, index }: Header, tally: Tally): Column {
  const { filled, blank, samples } = tally
  const listable = tally.commaSpaces === 0 && tally.proseQuotes === 0
  const column = { header, index, filled, blank, samples, listable, fits: fitsOf(tally), ...facts(tally) }
  if (filled === 0) return { ...column, type: 'text', values: [] }

  return { ...column, ...(tally.values ? { values: [...tally.values] } : {}), ...verdict(header, tally) }
}

function fitsOf(tally: Tally): Column['fits'] {
  const having = (look: Look): Fit => ({ count: tally.hits[look], miss: tally.miss[look] ?? '' })
  const amount = { count: amountsIn(tally), miss: tally.noAmount }

  return { amount, date: having('date'), url: having('url'), record_id: having('record_id') }
}

/** The first reading that holds for every filled value; types that would lose something are not proposed. */
function verdict(header: string, tally: Tally): Verdict {
  return (
    ids(tally) ??
    truth(tally) ??
    phoneByName(header, tally) ??
    numeric(tally) ??
    calendar(tally) ??
    address(tally) ??
    mostly(tally) ??
    list(tally) ??
    almost(tally) ??
    select(tally) ??
    text(tally)
  )
}

function ids(tally: Tally): Verdict | null {
  if (!all(tally, 'record_ids')) return null
  if (all(tally, 'record_id') && isDistinct(tally)) return { type: 'text', ids: 'own' }

  return {
    type: 'multi_select',
    ids: 'links',
    doubt: 'These are Airtable record ids, not names: a program wrote this file. They are kept as they are.',
  }
}

/** No value twice, as far as was counted: past the counting limit there were 200 different ones. */
function isDistinct({ values, filled }: Tally): boolean {
  return values === null || values.size === filled
}

function truth(tally: Tally, is: Share = every): Verdict | null {
  return is(tally, tally.hits.checked) || is(tally, tally.hits.truth) ? { type: 'checkbox' } : null
}

function phoneByName(header: string, tally: Tally): Verdict | null {
  return /\b(phone|mobile|cell|tel|telephone)\b/i.test(header) && all(tally, 'phone') ? { type: 'phone' } : null
}

function calendar(tally: Tally, is: Share = every): Verdict | null {
  if (!is(tally, daysIn(tally))) return null

  const doubt = orderDoubt(tally)
  return { type: tally.hits.datetime > 0 ? 'datetime' : 'date', ...(doubt ? { doubt } : {}) }
}

function orderOf({ orders }: Tally): ColumnOrder | null {
  if (orders.dmy > 0 && orders.mdy > 0) return 'contradictory'
  if (orders.dmy > 0) return 'dmy'
  if (orders.mdy > 0) return 'mdy'
  return orders.open > 0 ? 'undecided' : null
}

function orderDoubt(tally: Tally): string | null {
  const order = orderOf(tally)
  if (order === 'undecided') return 'Nothing shows whether the day or the month comes first.'
  if (order !== 'contradictory') return null

  return `“${tally.orders.dmySample}” can only be day first, “${tally.orders.mdySample}” only month first.`
}

function address(tally: Tally): Verdict | null {
  if (all(tally, 'email')) return { type: 'email' }
  if (all(tally, 'url')) return { type: 'url' }
  if (all(tally, 'attachments'))
    return { type: 'attachments', doubt: 'Airtable’s own links stop working about two hours after the export.' }

  // `2026-12-11` has the digits of a phone number, but a column with dates in it is none of numbers to call.
  return all(tally, 'phone') && tally.hits.date + tally.hits.datetime === 0 ? { type: 'phone' } : null
}

/**
 * Items joined by bare commas, as multi-selects, links and look-ups are. Prose has commas too, so the parts must repeat
 * over the rows, or be quoted the way only a nested line of CSV is.
 */
function list(tally: Tally): Verdict | null {
  if (tally.commaSpaces > 0 || tally.proseQuotes > 0 || tally.severalParts + tally.quotedWhole === 0) return null

  const repeats = tally.parts ? 1 - tally.parts.size / Math.max(tally.partCount, 1) : 0
  if (tally.quotedParts === 0 && repeats < 0.3) return null
  return { type: 'multi_select', doubt: 'Read as lists: the commas in these cells separate items.' }
}

/** A “TBD” or two among many amounts: the column is one of amounts, and the rows with the others are problems. */
function mostly(tally: Tally): Verdict | null {
  const verdict = truth(tally, most) ?? numeric(tally, most) ?? calendar(tally, most)
  const misfit = nearly(tally)
  if (!verdict || verdict.type === 'text' || verdict.type === 'phone' || !misfit) return null

  return { ...verdict, doubt: [verdict.doubt, misfit, orText].filter(Boolean).join(' ') }
}

const orText = 'Such rows would be left out; a column of text takes them.'

/** One `100+` among a few numbers makes the column text, never a select of all its numbers. */
function almost(tally: Tally): Verdict | null {
  return nearly(tally) === null ? null : text(tally)
}

function select(tally: Tally): Verdict | null {
  const different = tally.values?.size ?? Number.POSITIVE_INFINITY
  const repeats = tally.filled >= 4 && different <= 50 && different * 2 <= tally.filled
  if (!repeats || tally.lineBreaks > 0 || tally.longest > 60 || tally.commaSpaces > 0) return null

  return {
    type: 'single_select',
    doubt: `${different} different ${different === 1 ? 'value' : 'values'} in ${tally.filled} rows.`,
  }
}

function text(tally: Tally): Verdict {
  const type = tally.lineBreaks > 0 || tally.longest > 200 ? 'long_text' : 'text'
  const doubt = nearly(tally) ?? spacedList(tally)

  return doubt ? { type, doubt } : { type }
}

function spacedList(tally: Tally): string | null {
  const often =
    tally.commaSpaces > 1 && tally.commaSpaces * 2 >= tally.filled && tally.longest <= 200 && tally.lineBreaks === 0

  return often ? 'The items seem to be separated by a comma and a space. Choose multi-select to split them.' : null
}
