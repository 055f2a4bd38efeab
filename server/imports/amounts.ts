import { type DecimalMark, minorDigits } from '../../shared/money.ts'
import type { Verdict } from './infer.ts'
import { all, amountsIn, every, type Share, type Tally } from './tally.ts'

/** Numbers, percentages and amounts, when nothing of them would be lost. */
export function numeric(tally: Tally, is: Share = every): Verdict | null {
  const { percent, number, currency } = tally.hits
  if (is(tally, percent)) return { type: 'percent', precision: tally.decimals, ...doubtfulMark(tally) }
  if (currency > 0 && is(tally, amountsIn(tally))) return money(tally)

  return is(tally, number) ? plain(tally) : null
}

function plain(tally: Tally): Verdict | null {
  if (tally.longDigits > 0)
    return { type: 'text', doubt: 'These numbers have more digits than a number keeps exactly.' }
  if (tally.leadingZeros > 0) return all(tally, 'phone') ? { type: 'phone' } : { type: 'text' }

  return { type: 'number', precision: tally.decimals, ...doubtfulMark(tally) }
}

const signs: Record<string, string> = {
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₩': 'KRW',
  '₪': 'ILS',
  CHF: 'CHF',
}

function money(tally: Tally): Verdict {
  const currency = currencyOf(tally)
  if (!currency)
    return { type: 'text', doubt: `No one currency: the amounts are marked ${[...tally.signs.keys()].join(', ')}.` }
  if (tally.decimals > minorDigits(currency) && !isGroupedOnly(tally)) {
    return { type: 'text', doubt: 'Some amounts are finer than the smallest unit of their currency.' }
  }

  return { type: 'currency', precision: Math.min(tally.decimals, minorDigits(currency)), ...doubtfulMark(tally) }
}

/** The one currency all signs of the column stand for. */
export function currencyOf(tally: Tally): string | null {
  const codes = new Set([...tally.signs.keys()].map((sign) => signs[sign] ?? codeOf(sign)))
  const [code] = codes

  return codes.size === 1 && code ? code : null
}

/** `1.250` counts three decimals, but in a column that proves the decimal comma they are thousands. */
function isGroupedOnly(tally: Tally): boolean {
  return tally.marks.comma > 0 && tally.marks.point === 0
}

function codeOf(sign: string): string | null {
  if (/^[A-Z]{3}$/.test(sign)) return sign
  const prefix = /^([A-Z]{1,3})\$$/.exec(sign)?.[1]

  return prefix ? ({ US: 'USD', A: 'AUD', C: 'CAD', CA: 'CAD', NZ: 'NZD', S: 'SGD', HK: 'HKD' }[prefix] ?? null) : null
}

export function markOf({ marks: { point, comma } }: Tally): DecimalMark | null {
  if (point > 0 === comma > 0) return null
  return point > 0 ? 'point' : 'comma'
}

function doubtfulMark({ marks: { point, comma } }: Tally): { doubt?: string } {
  return point > 0 && comma > 0 ? { doubt: 'Some numbers use a decimal point, others a decimal comma.' } : {}
}
