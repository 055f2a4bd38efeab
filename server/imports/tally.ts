import { normaliseAddress } from '../../shared/addresses.ts'
import { needsOrder, provenOrder, readDate } from '../../shared/dates.ts'
import { decimalMark, parseDecimal, splitAmount } from '../../shared/money.ts'
import { nestedLine, parseAttachments } from './lists.ts'

/** What a single cell's text can look like. */
export const looks = [
  'checked',
  'truth',
  'record_id',
  'record_ids',
  'percent',
  'number',
  'currency',
  'date',
  'datetime',
  'email',
  'url',
  'attachments',
  'phone',
] as const
export type Look = (typeof looks)[number]

/** Everything counted about one column, in memory that does not grow with the number of rows. */
export interface Tally {
  filled: number
  blank: number
  longest: number
  lineBreaks: number
  samples: string[]
  hits: Record<Look, number>
  misses: Record<Look, number>
  /** The first value that does not have the look. */
  miss: Partial<Record<Look, string>>
  /** The first value that is neither a plain number nor an amount. */
  noAmount: string
  /** The first value that is neither a date nor a date with a time. */
  noDay: string
  /** Looks still worth testing. */
  alive: Look[]
  /** How often each value occurs; null once there are too many to be options. */
  values: Map<string, number> | null
  parts: Map<string, number> | null
  partCount: number
  /** Cells of several parts; those with a quoted part among them; whole cells in quotes around a comma. */
  severalParts: number
  quotedParts: number
  quotedWhole: number
  /** Cells with a comma and a space outside quotes, and cells whose quotes do not nest: both are prose. */
  commaSpaces: number
  proseQuotes: number
  orders: { dmy: number; mdy: number; open: number; dmySample: string; mdySample: string }
  marks: { point: number; comma: number }
  signs: Map<string, number>
  decimals: number
  leadingZeros: number
  longDigits: number
}

const mostValues = 200
const mostParts = 4000
const longestOption = 100

export function newTally(): Tally {
  const none = () => Object.fromEntries(looks.map((look) => [look, 0])) as Record<Look, number>

  return {
    filled: 0,
    blank: 0,
    longest: 0,
    lineBreaks: 0,
    samples: [],
    hits: none(),
    misses: none(),
    miss: {},
    noAmount: '',
    noDay: '',
    alive: [...looks],
    values: new Map(),
    parts: new Map(),
    partCount: 0,
    severalParts: 0,
    quotedParts: 0,
    quotedWhole: 0,
    commaSpaces: 0,
    proseQuotes: 0,
    orders: { dmy: 0, mdy: 0, open: 0, dmySample: '', mdySample: '' },
    marks: { point: 0, comma: 0 },
    signs: new Map(),
    decimals: 0,
    leadingZeros: 0,
    longDigits: 0,
  }
}

/** Takes one cell into account. Called for every cell of the file, so a look that keeps failing is given up. */
export function count(tally: Tally, cell: string): void {
  const text = cell.trim()
  if (text === '') {
    tally.blank += 1
    return
  }

  tally.filled += 1
  tally.longest = Math.max(tally.longest, text.length)
  if (tally.samples.length < 3 && !tally.samples.includes(cell)) tally.samples.push(cell)
  if (text.includes('\n') || text.includes('\r')) tally.lineBreaks += 1
  countValue(tally, text)
  countParts(tally, text)
  const [amounts, days] = [amountsIn(tally), daysIn(tally)]
  for (const look of tally.alive) countLook(tally, look, text)
  if (amountsIn(tally) === amounts) tally.noAmount ||= text
  if (daysIn(tally) === days) tally.noDay ||= text
}

/** How many values can be read as amounts: with a currency sign or without. */
export const amountsIn = ({ hits }: Tally): number => hits.currency + hits.number

export const daysIn = ({ hits }: Tally): number => hits.date + hits.datetime

function countLook(tally: Tally, look: Look, text: string): void {
  if (tests[look](text, tally)) {
    tally.hits[look] += 1
    return
  }
  tally.misses[look] += 1
  tally.miss[look] ??= text
  const misses = tally.misses[look]
  if (misses > 20 && misses > hitsOfKind(tally, look)) tally.alive = tally.alive.filter((other) => other !== look)
}

/** Plain numbers keep the look of an amount worth testing: a sign may come late in the column. */
function hitsOfKind(tally: Tally, look: Look): number {
  if (look === 'currency' || look === 'number') return amountsIn(tally)

  return look === 'date' || look === 'datetime' ? daysIn(tally) : tally.hits[look]
}

const recordId = /^rec[A-Za-z0-9]{14}$/
const recordIds = /^\[?['"]?rec[A-Za-z0-9]{14}['"]?(\s*,\s*['"]?rec[A-Za-z0-9]{14}['"]?)*\]?$/
const webAddress = /^(https?:\/\/\S+|(www\.)?([a-z0-9-]+\.)+[a-z]{2,}(:\d+)?([/?#]\S*)?)$/i
const phone = /^(\+|\(|0)?[\d\s().\-/+]{6,24}((ext|x|#)\.?\s*\d{1,6})?$/i
const digit = /\d/
const withoutSign = /^[\d.,]*$/
const numberStart = /^[-+−]?\s*[\d.]/

const tests: Record<Look, (text: string, tally: Tally) => boolean> = {
  checked: (text) => text === 'checked',
  truth: (text) => /^(true|false)$/i.test(text),
  record_id: (text) => recordId.test(text),
  record_ids: (text) => recordIds.test(text),
  percent: (text, tally) => text.endsWith('%') && looksNumeric(text.slice(0, -1).trim(), tally),
  number: (text, tally) => looksNumeric(text, tally),
  currency: looksLikeMoney,
  date: (text, tally) => looksLikeDate(text, tally, false),
  datetime: (text, tally) => looksLikeDate(text, tally, true),
  email: (text) => text.includes('@') && normaliseAddress(text) !== null,
  url: (text) => text.includes('.') && webAddress.test(text),
  attachments: (text) => text.endsWith(')') && parseAttachments(text) !== null,
  phone: (text) => phone.test(text) && (text.match(/\d/g)?.length ?? 0) >= 7,
}

function looksNumeric(text: string, tally: Tally): boolean {
  if (!numberStart.test(text) || parseDecimal(text) === null) return false

  const digits = text.replace(/[-+−]/, '')
  if (/^0\d/.test(digits)) tally.leadingZeros += 1
  if (digits.replace(/\D/g, '').length > 15) tally.longDigits += 1
  countMark(tally, digits)
  return true
}

function looksLikeMoney(text: string, tally: Tally): boolean {
  if (!digit.test(text) || withoutSign.test(text)) return false
  const amount = splitAmount(text)
  if (!amount?.sign || !isCurrencySign(amount.sign) || parseDecimal(amount.digits) === null) return false

  tally.signs.set(amount.sign, (tally.signs.get(amount.sign) ?? 0) + 1)
  countMark(tally, amount.digits)
  return true
}

const codes = new Set(Intl.supportedValuesOf('currency'))

/** `150 BPS` and `10 YRS` are no amounts of money. */
function isCurrencySign(sign: string): boolean {
  return !/^[A-Z]{3}$/.test(sign) || codes.has(sign)
}

function countMark(tally: Tally, digits: string): void {
  const mark = decimalMark(digits)
  if (mark) tally.marks[mark] += 1
  const fraction = /[.,](\d+)$/.exec(digits)?.[1]?.replace(/0+$/, '') ?? ''
  tally.decimals = Math.max(tally.decimals, fraction.length)
}

function looksLikeDate(text: string, tally: Tally, withTime: boolean): boolean {
  // Only a time of day has a colon.
  if (text.includes(':') !== withTime || !digit.test(text)) return false
  const date = readDate(text)
  if (!date || (date.time !== undefined) !== withTime) return false

  const proven = provenOrder(date)
  if (proven) {
    tally.orders[proven] += 1
    tally.orders[`${proven}Sample`] ||= text
  } else if (needsOrder(date)) tally.orders.open += 1
  return true
}

function countValue(tally: Tally, text: string): void {
  if (!tally.values) return
  const value = text.slice(0, longestOption)
  tally.values.set(value, (tally.values.get(value) ?? 0) + 1)
  if (tally.values.size > mostValues) tally.values = null
}

function countParts(tally: Tally, text: string): void {
  if (text.includes(',')) countNested(tally, text)
  else countPart(tally, text)
}

function countNested(tally: Tally, text: string): void {
  const outside = text.includes('"') ? text.replace(/"(?:[^"]|"")*"/g, '') : text
  if (/, |\n/.test(outside)) tally.commaSpaces += 1
  const parts = nestedLine(text)
  if (!parts) {
    tally.proseQuotes += 1
    return
  }
  if (parts.length > 1) tally.severalParts += 1
  if (parts.some((part) => part.includes(','))) tally[parts.length > 1 ? 'quotedParts' : 'quotedWhole'] += 1
  for (const part of parts) countPart(tally, part)
}

function countPart(tally: Tally, part: string): void {
  if (!tally.parts || part.length > longestOption) return
  tally.partCount += 1
  tally.parts.set(part, (tally.parts.get(part) ?? 0) + 1)
  if (tally.parts.size > mostParts) tally.parts = null
}

/** Whether every filled value has this look. */
export function all(tally: Tally, look: Look): boolean {
  return every(tally, tally.hits[look])
}

/** How many of the filled values have to fit a type. */
export type Share = (tally: Tally, count: number) => boolean

export const every: Share = ({ filled }, count) => count === filled

/** Enough of them, and nearly all: what a column is, whatever somebody typed into a cell or two. */
export const most: Share = ({ filled }, count) => count >= 8 && count >= filled * 0.9
