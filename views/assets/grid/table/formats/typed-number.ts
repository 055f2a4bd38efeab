import { parseAmount, writtenOut } from '../../../../../shared/amounts.ts'
import type { FieldInfo } from '../../../../../shared/grid-page.ts'
import { decimalNumber, minorDigits, parseDecimal, percentText, plainMoney } from '../../../../../shared/money.ts'
import type { Parsed } from '../../../../../shared/parsed.ts'

/** A number, an amount of `currency` or a percentage as people write it: `12.5m`, `1,250,000`, `8 %`. Blank is null. */
export function readNumber(field: FieldInfo, currency: string, text: string): Parsed<number | null> {
  const typed = text.trim()
  if (typed === '') return { value: null }
  if (field.result_type === 'currency') return parseAmount(typed, currency, `“${field.label}”`)

  const decimal = parseDecimal(writtenOut(typed.replace(/\s*%$/, '')))
  if (!decimal) return { problem: `“${typed}” is not a number.` }
  // A percentage is kept as its fraction, moved by its digits: 7 is 0.07.
  return { value: decimalNumber(decimal, field.result_type === 'percent' ? -2 : 0) }
}

/** The same back as text to go on typing: an amount without the cents it does not have. */
export function typedNumber(field: FieldInfo, currency: string, value: unknown): string {
  if (typeof value !== 'number') return ''
  if (field.result_type === 'percent') return percentText(value)
  if (field.result_type === 'number') return String(value)

  return plainMoney(value, currency).replace(new RegExp(`\\.0{${minorDigits(currency)}}$`), '')
}
