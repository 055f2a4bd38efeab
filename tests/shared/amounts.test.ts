import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAmount, parseProbability } from '../../shared/amounts.ts'

test.each([
  ['5m', 5_000_000_00],
  ['$5,000,000', 5_000_000_00],
  ['$2.5M', 2_500_000_00],
  ['750k USD', 750_000_00],
  ['0.25bn', 250_000_000_00],
  ['(1.5m)', -1_500_000_00],
  ['-$250k', -250_000_00],
  ['1,250.50', 1_250_50],
])('%s is an amount', (text, minor) => {
  expect(parseAmount(text, 'USD')).toEqual({ value: minor })
})

test.each(['five', '5x', '', '1.2.3m', 'm'])('“%s” is no amount, and the answer says how to write one', (text) => {
  expect(parseAmount(text, 'USD')).toEqual({ problem: expect.stringContaining('Write it like 5m') })
})

test('an amount in another currency than the fund’s is refused, not converted', () => {
  expect(parseAmount('€5m', 'USD')).toEqual({ problem: 'This counts in USD. Write the amount in USD.' })
})

test('the short form of a whole number of thousands says what the long form says', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999_999 }), (thousands) => {
      expect(parseAmount(`${thousands}k`, 'USD')).toEqual(parseAmount(`${thousands}000`, 'USD'))
    }),
  )
})

test.each([
  ['40', 0.4],
  ['40%', 0.4],
  ['0.4', 0.4],
  ['33,3', 0.333],
  ['100', 1],
  ['1%', 0.01],
])('%s is a probability', (text, fraction) => {
  expect(parseProbability(text)).toEqual({ value: fraction })
})

test.each(['likely', '140', '-3'])('%s is no probability', (text) => {
  expect(parseProbability(text)).toEqual({ problem: expect.stringContaining('Write a percentage such as 40') })
})
