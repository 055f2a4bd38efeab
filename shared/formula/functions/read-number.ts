import { decimalNumber, parseDecimal, splitAmount } from '../../money.ts'
import { CellError } from '../problem.ts'

/** The most characters a number is written with; more is no number, and costs nothing to say so. */
const longest = 64

/** `1,250.50`, `$1250`, `(300)`, `12%` as a number; null when blank. */
export function readNumber(written: string): number | null {
  const text = written.trim()
  if (text === '') return null

  const percent = text.endsWith('%')
  const value = text.length > longest ? null : plainNumber(percent ? text.slice(0, -1).trim() : text, percent ? -2 : 0)
  if (value === null) throw new CellError('not_a_number', `“${text.slice(0, 40)}” is not a number.`)
  return value
}

function plainNumber(text: string, shift: number): number | null {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return finiteOrNull(Number(`${Number(text)}`) * 10 ** shift)

  const amount = splitAmount(text)
  const decimal = amount && parseDecimal(amount.digits)
  return decimal ? decimalNumber({ ...decimal, negative: amount.negative }, shift) : null
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null)
