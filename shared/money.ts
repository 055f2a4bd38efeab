import type { Parsed } from './parsed.ts'

/** A decimal kept as digits, so that no amount ever passes through floating point. */
export interface Decimal {
  negative: boolean
  whole: string
  fraction: string
}

/** What a lone comma or point means in a column: `point` as in 1,250.5, `comma` as in 1.250,5. */
export type DecimalMark = 'point' | 'comma'

const spaces = "[ \\u00a0\\u2009\\u202f'’]"
const clearShapes: [RegExp, mark: string][] = [
  [/^\d*\.\d+$|^\d+$/, '.'],
  [/^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/, '.'],
  [/^[1-9]\d?(,\d{2})+,\d{3}(\.\d+)?$/, '.'],
  [/^[1-9]\d{0,2}(\.\d{3}){2,}$/, ','],
  [/^[1-9]\d{0,2}(\.\d{3})+,\d+$/, ','],
  [/^\d+,(\d{1,2}|\d{4,})$|^(0|\d{4,}),\d+$/, ','],
  [new RegExp(`^[1-9]\\d{0,2}(${spaces}\\d{3})+(\\.\\d+)?$`), '.'],
  [new RegExp(`^[1-9]\\d{0,2}(${spaces}\\d{3})+,\\d+$`), ','],
]
const europeanGroups = /^[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/
const plainDigits = /^(-?)(\d+)(?:\.(\d+))?$/
const eitherReading = /^[1-9]\d{0,2}[.,]\d{3}$/

/** Reads 1250000.5, 1,250,000.5, 1.250.000,5 and 1 250 000,5; null when it is no number. `mark` settles 1,250. */
export function parseDecimal(text: string, mark: DecimalMark = 'point'): Decimal | null {
  const plain = mark === 'point' ? plainDigits.exec(text) : null
  if (plain) return { negative: plain[1] === '-', whole: plain[2] ?? '0', fraction: plain[3] ?? '' }

  const signed = /^([-+−]?)\s*(.+)$/s.exec(text.trim())
  const body = signed?.[2] ?? ''
  const decimal = mark === 'comma' ? (commaReading(body) ?? pointReading(body)) : pointReading(body)

  return decimal && { ...decimal, negative: signed?.[1] === '-' || signed?.[1] === '−' }
}

function pointReading(body: string): Omit<Decimal, 'negative'> | null {
  const shape = clearShapes.find(([pattern]) => pattern.test(body))

  return shape ? splitAt(body, shape[1]) : null
}

function commaReading(body: string): Omit<Decimal, 'negative'> | null {
  return europeanGroups.test(body) || /^\d+,\d+$/.test(body) ? splitAt(body, ',') : null
}

function splitAt(body: string, mark: string): Omit<Decimal, 'negative'> {
  const at = body.lastIndexOf(mark)
  const whole = at < 0 ? body : body.slice(0, at)

  return { whole: whole.replace(/\D/g, '') || '0', fraction: at < 0 ? '' : body.slice(at + 1) }
}

/** Which mark this number proves, or null when it could be read with either (1,250) or has none. */
export function decimalMark(text: string): DecimalMark | null {
  const body = text.replace(/[^\d.,]/g, '')
  if (/^\d*$/.test(body) || eitherReading.test(body)) return null
  if (/\..*,|,.*\./.test(body)) return body.lastIndexOf('.') > body.lastIndexOf(',') ? 'point' : 'comma'

  const repeated = (body.match(/[.,]/g) ?? []).length > 1
  return body.includes('.') === repeated ? 'comma' : 'point'
}

/** The number a decimal stands for, moved `shift` places (a percent moves by −2), rounded once, by the parser. */
export function decimalNumber({ negative, whole, fraction }: Decimal, shift = 0): number {
  const value = Number(`${negative ? '-' : ''}${whole}.${fraction || '0'}e${shift}`)

  return value === 0 ? 0 : value
}

/** A fraction as a percentage, moved by its digits: 0.07 is `7%`, and is read back as 0.07. */
export function percentText(fraction: number): string {
  const [digits, power = '0'] = String(fraction).split('e')
  const percent = Number(`${digits}e${Number(power) + 2}`)

  return `${percent.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })}%`
}

/** The largest amount that is taken, in minor units: far above any fund, and far enough below 2^53 to be added up. */
export const mostMinor = 1e15

/** How many digits the minor unit of a currency has: 2 for USD, 0 for JPY (ISO 4217, as Intl knows it). */
export function minorDigits(currency: string): number {
  return facts(currency).digits
}

const amountShape =
  /^(\()?\s*([-+−])?\s*(\p{L}{0,3}\p{Sc}|[A-Z]{3})?\s*([-+−])?\s*(\d[\d.,\s'’]*|\.\d+)\s*(\p{Sc}|[A-Z]{3})?\s*(\))?$/u

interface Amount {
  negative: boolean
  sign: string | null
  digits: string
}

/** Splits `$1250000.0`, `(€ 1.250,00)` or `85,000 USD` into sign, currency sign and digits. */
export function splitAmount(text: string): Amount | null {
  const parts = amountShape.exec(text.trim())
  if (!parts || Boolean(parts[1]) !== Boolean(parts[7]) || (parts[3] && parts[6])) return null

  const minus = [parts[2], parts[4]].filter((part) => part === '-' || part === '−').length
  if ((parts[2] && parts[4]) || (parts[1] && (parts[2] || parts[4]))) return null

  return {
    negative: minus > 0 || Boolean(parts[1]),
    sign: parts[3] ?? parts[6] ?? null,
    digits: (parts[5] ?? '').trim(),
  }
}

/** Text to integer minor units of `currency`. Without a `mark`, `1.250` is refused: a factor of a thousand is no guess. */
export function parseMoney(text: string, currency: string, mark?: DecimalMark): Parsed<number> {
  const amount = splitAmount(text)
  const decimal = amount && parseDecimal(amount.digits, mark)
  if (!amount || !decimal) return { problem: `“${text}” is not an amount. Write it like 1250000 or 1,250,000.00.` }
  if (amount.sign && !isSignOf(amount.sign, currency)) {
    return { problem: `“${text}” is marked ${amount.sign}, but these amounts are kept in ${currency}.` }
  }
  if (!mark && /^[1-9]\d{0,2}\.\d{3}$/.test(amount.digits)) {
    return { problem: `“${text}” can be read as a decimal or as thousands. Write it without separators.` }
  }

  return minorUnits({ ...decimal, negative: amount.negative }, currency, text)
}

function minorUnits({ negative, whole, fraction }: Decimal, currency: string, text: string): Parsed<number> {
  const digits = minorDigits(currency)
  if (/[1-9]/.test(fraction.slice(digits))) {
    return { problem: `“${text}” is finer than the smallest unit of ${currency} (${digits} decimals).` }
  }

  const value = Number(whole + fraction.slice(0, digits).padEnd(digits, '0'))
  if (!Number.isSafeInteger(value)) return { problem: `“${text}” is too large an amount.` }
  return { value: negative && value !== 0 ? -value : value }
}

/** Whether `$`, `US$`, `EUR` or `€` may stand for this currency. */
export function isSignOf(sign: string, currency: string): boolean {
  const { narrow, symbol } = facts(currency)
  if (sign === currency || sign === narrow || sign === symbol) return true

  return sign.length > 1 && sign.endsWith(narrow) && currency.startsWith(sign.slice(0, -narrow.length))
}

interface CurrencyFacts {
  digits: number
  narrow: string
  symbol: string
}

/** Building an Intl formatter costs more than reading a thousand amounts, so each currency is looked up once. */
const known = new Map<string, CurrencyFacts>()

function facts(currency: string): CurrencyFacts {
  const found = known.get(currency) ?? lookUp(currency)
  known.set(currency, found)
  return found
}

function lookUp(currency: string): CurrencyFacts {
  const written = (currencyDisplay: 'symbol' | 'narrowSymbol') =>
    new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay })
  const signIn = (format: Intl.NumberFormat) =>
    format.formatToParts(0).find((part) => part.type === 'currency')?.value ?? currency
  const symbol = written('symbol')

  return {
    digits: symbol.resolvedOptions().maximumFractionDigits ?? 2,
    narrow: signIn(written('narrowSymbol')),
    symbol: signIn(symbol),
  }
}

/** Minor units as plain digits: 125000000 USD is `1250000.00`. For files and forms; never for adding up. */
export function plainMoney(minor: number, currency: string): string {
  const digits = minorDigits(currency)
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  const point = digits === 0 ? '' : `.${text.slice(-digits)}`

  return `${minor < 0 ? '-' : ''}${text.slice(0, text.length - digits)}${point}`
}

/** Minor units as a person reads them: `$1,250,000`, with cents only when there are any. */
export function formatMoney(minor: number, currency: string, locale = 'en-US'): string {
  const digits = minor % 10 ** minorDigits(currency) === 0 ? 0 : minorDigits(currency)

  return wholeFormat(locale, currency, digits).format(plainMoney(minor, currency) as Intl.StringNumericLiteral)
}

const whole = new Map<string, Intl.NumberFormat>()

function wholeFormat(locale: string, currency: string, digits: number): Intl.NumberFormat {
  const key = `${locale} ${currency} ${digits}`
  const style = { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const
  const format = whole.get(key) ?? new Intl.NumberFormat(locale, style)
  whole.set(key, format)
  return format
}

const compact = new Map<string, Intl.NumberFormat>()

/** `$12.5M`: minor units with one decimal at most, as lists and cards show them; under a thousand as `formatMoney` does. */
export function compactMoney(minor: number, currency: string): string {
  const amount = minor / 10 ** minorDigits(currency)
  if (Math.abs(amount) < 1000) return formatMoney(minor, currency)

  const style = { style: 'currency', currency, notation: 'compact' } as const
  const format = compact.get(currency) ?? new Intl.NumberFormat('en-US', { ...style, ...oneDecimal })
  compact.set(currency, format)
  return format.format(amount)
}

const oneDecimal = { minimumFractionDigits: 0, maximumFractionDigits: 1 }
