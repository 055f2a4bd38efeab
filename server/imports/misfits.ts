/** Columns whose values nearly all fit a type: what does not fit is counted and shown. */

import { amountsIn, daysIn, type Look, type Tally } from './tally.ts'

/** How many filled values fit, and the first that does not. */
export interface Fit {
  count: number
  miss: string
}

export type Noun = [one: string, many: string]

const nouns: [Look, Noun][] = [
  ['currency', ['amount', 'amounts']],
  ['number', ['number', 'numbers']],
  ['percent', ['percentage', 'percentages']],
  ['datetime', ['date', 'dates']],
  ['date', ['date', 'dates']],
  ['email', ['e-mail address', 'e-mail addresses']],
  ['checked', ['check mark', 'check marks']],
  ['truth', ['true or false', 'true or false']],
]

/** The values that keep a column from being all numbers, say; null when there is nothing most of them are. */
export function nearly(tally: Tally): string | null {
  const near = nouns.find(([look]) => isNear(tally, fitOf(tally, look).count))
  return near ? misfits(tally.filled, fitOf(tally, near[0]), near[1]) : null
}

const isNear = ({ filled }: Tally, count: number): boolean => count >= filled * 0.8 && count < filled

/** Amounts with a currency sign have plain numbers among them, and instants plain days. */
function fitOf(tally: Tally, look: Look): Fit {
  if (look === 'currency' && tally.hits.currency > 0) return { count: amountsIn(tally), miss: tally.noAmount }
  if (look === 'datetime' && tally.hits.datetime > 0) return { count: daysIn(tally), miss: tally.noDay }

  return { count: tally.hits[look], miss: tally.miss[look] ?? '' }
}

/** `2 of 20 values are no lists, such as “Nonlist”.` */
export function misfits(filled: number, { count, miss }: Fit, [one, many]: Noun): string {
  const odd = filled - count
  return odd === 1
    ? `1 of ${filled} values is no ${one}: “${miss}”.`
    : `${odd} of ${filled} values are no ${many}, such as “${miss}”.`
}

/** The same for a column that goes there all the same: such cells are problems of their rows. */
export function strays(filled: number, fit: Fit, noun: Noun): string {
  return `${misfits(filled, fit, noun)} ${consequence(filled - fit.count)}`
}

export const consequence = (odd: number): string =>
  odd === 1 ? 'That row would be left out.' : 'Such rows would be left out.'
