import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compactMoney,
  decimalMark,
  decimalNumber,
  formatMoney,
  minorDigits,
  parseDecimal,
  parseMoney,
  plainMoney,
} from '../../shared/money.ts'

describe('amounts as people and programs write them', () => {
  test.each([
    ['$1250000.0', 125_000_000],
    ['$85000', 8_500_000],
    ['$1,250,000.00', 125_000_000],
    ['$1,250', 125_000],
    ['  $ 1 250 000,50 ', 125_000_050],
    ['1.250.000,00', 125_000_000],
    ['1.250.000', 125_000_000],
    ['1’250’000.5', 125_000_050],
    ['1,25,00,000', 1_250_000_000],
    ['12,5', 1250],
    ['0.01', 1],
    ['.5', 50],
    ['-$5', -500],
    ['$-5', -500],
    ['−$5.25', -525],
    ['($1,000.00)', -100_000],
    ['85000 USD', 8_500_000],
    ['USD 85,000', 8_500_000],
    ['US$85,000', 8_500_000],
    ['$0', 0],
    ['-0', 0],
    ['$90071992547409.91', Number.MAX_SAFE_INTEGER],
  ])('%s', (text, cents) => {
    expect(parseMoney(text, 'USD')).toEqual({ value: cents })
  })

  test.each([
    ['a range', '$50k to $1M', 'not an amount'],
    ['a word', 'tbd', 'not an amount'],
    ['two signs', '--5', 'not an amount'],
    ['an open bracket', '($5', 'not an amount'],
    ['a broken grouping', '1,25,0', 'not an amount'],
    ['another currency', '€500', 'marked €'],
    ['another dollar', 'CA$500', 'marked CA$'],
    ['either reading', '$1.250', 'decimal or as thousands'],
    ['half a cent', '$0.125', 'finer than'],
    ['more than can be counted', '$99999999999999999', 'too large'],
  ])('refuses %s: %s', (_why, text, sentence) => {
    expect(parseMoney(text, 'USD')).toEqual({ problem: expect.stringContaining(sentence) })
  })

  test.each([
    ['1.250', 'comma', 125_000],
    ['1,250', 'comma', 125],
    ['1.250.000,5', 'comma', 125_000_050],
    ['1.250', 'point', 125],
    ['1,250', 'point', 125_000],
  ] as const)('%s in a column written with a decimal %s', (text, mark, cents) => {
    expect(parseMoney(text, 'USD', mark)).toEqual({ value: cents })
  })

  test('counts in the minor unit of the currency', () => {
    expect(parseMoney('¥1250', 'JPY')).toEqual({ value: 1250 })
    expect(parseMoney('1.2345', 'KWD')).toEqual({ problem: expect.stringContaining('3 decimals') })
    expect(minorDigits('EUR')).toBe(2)
  })
})

describe('properties of money', () => {
  const cents = fc.maxSafeInteger()
  const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD')

  test('what is written plainly reads back as the same amount', () => {
    fc.assert(
      fc.property(cents, currency, (minor, code) => {
        expect(parseMoney(plainMoney(minor, code), code, 'point')).toEqual({ value: minor === 0 ? 0 : minor })
      }),
    )
  })

  test('what is shown to a person reads back as the same amount', () => {
    fc.assert(
      fc.property(cents, currency, (minor, code) => {
        expect(parseMoney(formatMoney(minor, code), code, 'point')).toEqual({ value: minor === 0 ? 0 : minor })
      }),
    )
  })

  test('any text gives an amount or a sentence, never an exception', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const read = parseMoney(text, 'USD')
        expect('value' in read ? Number.isSafeInteger(read.value) : read.problem.length > 0).toBe(true)
      }),
    )
  })
})

describe('decimals', () => {
  test.each([
    ['12%', 12, -2, 0.12],
    ['0.63', 0.63, -2, 0.0063],
    ['-69.9', -69.9, -2, -0.699],
    ['1,234.5', 1234.5, 0, 1234.5],
  ])('%s moved by the percent sign is exact', (text, _number, shift, value) => {
    const decimal = parseDecimal(text.replace('%', ''))
    expect(decimal && decimalNumber(decimal, shift)).toBe(value)
  })

  test.each([
    ['1,250.00', 'point'],
    ['1.250,00', 'comma'],
    ['12,5', 'comma'],
    ['1,250,000', 'point'],
    ['1.250.000', 'comma'],
    ['3.50', 'point'],
    ['1,250', null],
    ['1.250', null],
    ['85000', null],
  ])('%s proves the decimal mark %s', (text, mark) => {
    expect(decimalMark(text)).toBe(mark)
  })

  test.each(['', '-', '1.2.3', '1e5', '0x10', '१२', '1,2,3', 'NaN', '1 2'])('%j is no number', (text) => {
    expect(parseDecimal(text)).toBeNull()
  })
})

describe('an amount in a list or on a card', () => {
  test.each([
    [1_250_000_000, 'USD', '$12.5M'],
    [500_000_000, 'USD', '$5M'],
    [75_000_000, 'EUR', '€750K'],
    [5_000_000, 'JPY', '¥5M'],
    [-200_000_000, 'USD', '-$2M'],
    [123_456, 'USD', '$1.2K'],
    [99_999, 'USD', '$999.99'],
    [1250, 'USD', '$12.50'],
    [10, 'USD', '$0.10'],
    [0, 'USD', '$0'],
    [999, 'JPY', '¥999'],
  ])('%d minor units of %s are %s', (minor, currency, expected) => {
    expect(compactMoney(minor, currency)).toBe(expected)
  })
})
