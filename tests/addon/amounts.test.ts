import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { typedAmount, typedProbability } from '../../addon/amounts.ts'

const fundII = { id: 'fund-2', name: 'Fund II', currency: 'USD' }
const yenFund = { id: 'fund-jp', name: 'Japan Fund', currency: 'JPY' }

describe('a typed amount', () => {
  test.each([
    ['5m', 500_000_000],
    ['5M', 500_000_000],
    ['$5m', 500_000_000],
    ['2.5M', 250_000_000],
    ['2,5m', 250_000_000],
    ['1.125m', 112_500_000],
    ['$5,000,000', 500_000_000],
    ['5000000', 500_000_000],
    ['5 000 000', 500_000_000],
    ['750k', 75_000_000],
    ['750k USD', 75_000_000],
    ['12.5 million', 1_250_000_000],
    ['1bn', 100_000_000_000],
    ['1,234.56', 123_456],
    ['0', 0],
  ])('%s is %d cents', (text, cents) => {
    expect(typedAmount(text, fundII)).toBe(cents)
  })

  test('counts in the smallest unit of the fund', () => {
    expect(typedAmount('5m', yenFund)).toBe(5_000_000)
  })

  test('may be left out', () => {
    expect(typedAmount('', fundII)).toBeUndefined()
  })

  test.each(['five', '5mm5', 'm', '5.0.0m', '5x', '=1+1', '1e9', '0.001'])(
    '%j is no amount, and the sentence shows one',
    (text) => {
      expect(() => typedAmount(text, fundII)).toThrow(`“${text}” is not an amount. Write it like 5m or 5,000,000.`)
    },
  )

  test.each(['-5m', '-$5,000', '($5,000)'])('%s is refused, for it is below zero', (text) => {
    expect(() => typedAmount(text, fundII)).toThrow('cannot be negative')
  })

  test.each(['€5m', 'EUR 5m', '5m EUR', '£5,000,000'])('%s is refused in a dollar fund', (text) => {
    expect(() => typedAmount(text, fundII)).toThrow('Fund II counts in USD. Write the amount in USD.')
  })

  test('in millions is the same as written out, to the cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: 0, max: 99_999_999 }), (whole, fraction) => {
        const digits = String(fraction).padStart(8, '0')
        expect(typedAmount(`${whole}.${digits}m`, fundII)).toBe(whole * 100_000_000 + fraction)
      }),
    )
  })
})

describe('a typed probability', () => {
  test.each([
    ['40', 0.4],
    ['40%', 0.4],
    ['40 %', 0.4],
    ['0.4', 0.4],
    ['.4', 0.4],
    ['0.5%', 0.005],
    ['12,5', 0.125],
    ['1', 0.01],
    ['100', 1],
    ['0', 0],
  ])('%s is %d', (text, fraction) => {
    expect(typedProbability(text)).toBe(fraction)
  })

  test('may be left out', () => {
    expect(typedProbability('')).toBeUndefined()
  })

  test.each(['maybe', '101', '-5', '40%%', '4 0'])('%j is none, and the sentence shows one', (text) => {
    expect(() => typedProbability(text)).toThrow(`“${text}” is not a probability. Write a percentage such as 40.`)
  })
})
