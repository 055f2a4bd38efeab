import type { Fund } from '../shared/gateway.ts'
import { isSignOf, parseDecimal, parseMoney, splitAmount } from '../shared/money.ts'
import { Problem } from './problem.ts'

const factors: Record<string, number> = { k: 3, m: 6, mm: 6, mn: 6, mln: 6, million: 6, b: 9, bn: 9, billion: 9 }
const shortForm = /^(.*\d)\s*(k|mm|mn|mln|million|m|billion|bn|b)\b\s*(\p{Sc}|[A-Z]{3})?$/iu

/**
 * Minor units of what a person types for an amount: `5m`, `$2.5M`, `5,000,000`, `750k EUR`. Undefined when nothing is typed.
 * @throws {Problem} a sentence, when it is no amount or names another currency than the fund's.
 */
export function typedAmount(text: string, { name, currency }: Fund): number | undefined {
  if (!text) return undefined

  const sign = splitAmount(text.replace(shortForm, '$1 $3').trim())?.sign
  if (sign && !isSignOf(sign.toUpperCase(), currency))
    throw new Problem(`${name} counts in ${currency}. Write the amount in ${currency}.`)

  const read = parseMoney(writtenOut(text), currency, 'point')
  if ('problem' in read) throw new Problem(`“${text}” is not an amount. Write it like 5m or 5,000,000.`)
  if (read.value < 0) throw new Problem('An expected amount cannot be negative. Write it like 5m or 5,000,000.')
  return read.value
}

/** `$2.5m` to `$2500000`, digit by digit: no amount passes through floating point. */
function writtenOut(text: string): string {
  const short = shortForm.exec(text)
  const zeros = factors[short?.[2]?.toLowerCase() ?? '']
  const amount = short && splitAmount(short[1] ?? '')
  const decimal = amount && parseDecimal(amount.digits)
  if (!decimal || zeros === undefined) return text

  const whole = decimal.whole + decimal.fraction.slice(0, zeros).padEnd(zeros, '0')
  return `${amount.negative ? '-' : ''}${whole}.${decimal.fraction.slice(zeros) || '0'}`
}

/**
 * The fraction of a typed probability: `40` and `40%` are 0.4, and so is `0.4`. Undefined when nothing is typed.
 * @throws {Problem} a sentence, when it is no percentage.
 */
export function typedProbability(text: string): number | undefined {
  if (!text) return undefined

  const parts = /^(\d+(?:[.,]\d+)?|[.,]\d+)\s*(%?)$/.exec(text)
  const number = Number((parts?.[1] ?? 'NaN').replace(',', '.'))
  const fraction = !parts?.[2] && number < 1 ? number : number / 100
  if (!(fraction <= 1)) throw new Problem(`“${text}” is not a probability. Write a percentage such as 40.`)
  return Math.round(fraction * 10_000) / 10_000
}
