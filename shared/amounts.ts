/** Amounts and probabilities as people type them into a form or a card: `5m`, `$2.5M`, `5,000,000`, `40%`. */
import { isSignOf, parseDecimal, parseMoney, splitAmount } from './money.ts'
import type { Parsed } from './parsed.ts'

const powers: Record<string, number> = { k: 3, m: 6, mm: 6, mn: 6, mln: 6, million: 6, b: 9, bn: 9, billion: 9 }
const shortForm = /^(.*\d)\s*(k|mm|mn|mln|million|m|billion|bn|b)\b\s*(\p{Sc}|[A-Z]{3})?(\s*\))?$/iu

/** Minor units of `currency`; a sentence when the text is no amount or is marked with another currency than `what` has. */
export function parseAmount(text: string, currency: string, what = 'This'): Parsed<number> {
  const sign = splitAmount(text.replace(shortForm, '$1 $3$4').trim())?.sign
  if (sign && !isSignOf(sign.toUpperCase(), currency)) {
    return { problem: `${what} counts in ${currency}. Write the amount in ${currency}.` }
  }
  const read = parseMoney(writtenOut(text.trim()), currency, 'point')
  return 'value' in read ? read : { problem: `“${text.trim()}” is not an amount. Write it like 5m or 5,000,000.` }
}

/** `$2.5m` to `2500000`, digit by digit: no amount passes through floating point. Other text as it is. */
export function writtenOut(text: string): string {
  const short = shortForm.exec(text)
  const zeros = powers[short?.[2]?.toLowerCase() ?? '']
  const amount = short && splitAmount(`${short[1]}${short[4] ?? ''}`)
  const decimal = amount && parseDecimal(amount.digits)
  if (!decimal || zeros === undefined) return text

  const whole = decimal.whole + decimal.fraction.slice(0, zeros).padEnd(zeros, '0')
  return `${amount.negative ? '-' : ''}${whole}.${decimal.fraction.slice(zeros) || '0'}`
}

/** A fraction of what was typed: `40` and `40%` are 0.4, and so is `0.4`. */
export function parseProbability(text: string): Parsed<number> {
  const parts = /^(\d+(?:[.,]\d+)?|[.,]\d+)\s*(%?)$/.exec(text.trim())
  const number = Number((parts?.[1] ?? 'NaN').replace(',', '.'))
  const fraction = !parts?.[2] && number < 1 ? number : number / 100
  if (!(fraction <= 1)) return { problem: `“${text.trim()}” is not a probability. Write a percentage such as 40.` }

  return { value: Math.round(fraction * 10_000) / 10_000 }
}
