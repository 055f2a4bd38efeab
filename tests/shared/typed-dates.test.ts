import { expect, test } from 'vitest'
import { readTypedDay } from '../../shared/typed-dates.ts'

/** A Saturday. */
const today = '2026-11-21'

test.each([
  ['24 Dec', '2026-12-24'],
  ['27 Nov', '2026-11-27'],
  ['Nov 27', '2026-11-27'],
  ['Fri 27 Nov', '2026-11-27'],
  ['Friday, Nov 27', '2026-11-27'],
  ['27th november', '2026-11-27'],
  ['Fri 27 Nov 2026', '2026-11-27'],
  ['2026-11-27', '2026-11-27'],
  ['today', '2026-11-21'],
  ['Tomorrow', '2026-11-22'],
  ['yesterday', '2026-11-20'],
  ['in 3 days', '2026-11-24'],
  ['in a week', '2026-11-28'],
  ['2 weeks ago', '2026-11-07'],
  ['next friday', '2026-11-27'],
  ['Friday', '2026-11-27'],
  ['last friday', '2026-11-20'],
  ['next saturday', '2026-11-28'],
  ['this saturday', '2026-11-21'],
])('“%s”, typed on 21 November 2026, is %s', (text, day) => {
  expect(readTypedDay(text, today)).toEqual({ value: day })
})

test.each([
  ['2 Jan', '2026-12-28', '2027-01-02'],
  ['28 Dec', '2027-01-02', '2026-12-28'],
  ['20 May', '2026-11-21', '2027-05-20'],
  ['24 May', '2026-11-21', '2026-05-24'],
  ['29 Feb', '2027-06-01', '2028-02-29'],
])('“%s” without a year, typed on %s, is the closest such day, %s', (text, on, day) => {
  expect(readTypedDay(text, on)).toEqual({ value: day })
})

test.each(['soon', '3 days', '31 Nov', '4/3/2031', 'next', '27', 'in 3 days ago'])('“%s” is no date', (text) => {
  expect(readTypedDay(text, today)).toHaveProperty('problem')
})
