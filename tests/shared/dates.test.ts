import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  dayIn,
  dayOf,
  formatDate,
  formatInstant,
  isDate,
  needsOrder,
  provenOrder,
  readDate,
} from '../../shared/dates.ts'

describe('dates in every form seen', () => {
  test.each([
    ['2031-03-04', '2031-03-04'],
    ['2031/3/4', '2031-03-04'],
    ['March 4, 2031', '2031-03-04'],
    ['Mar 4 2031', '2031-03-04'],
    ['4 March 2031', '2031-03-04'],
    ['4-Mar-2031', '2031-03-04'],
    ['4th September, 2031', '2031-09-04'],
    ['Sept. 4, 2031', '2031-09-04'],
    ['4.3.2031', '2031-03-04'],
    ['04. 03. 2031', '2031-03-04'],
    ['29 February 2032', '2032-02-29'],
    ['1000-01-01', '1000-01-01'],
    ['2031-03-04T09:40:00.000Z', '2031-03-04'],
  ])('%s', (text, day) => {
    const written = readDate(text)
    expect(written && dayOf(written)).toBe(day)
  })

  test.each([
    ['4/3/2031', 'dmy', '2031-03-04'],
    ['4/3/2031', 'mdy', '2031-04-03'],
    ['19/10/2031', 'dmy', '2031-10-19'],
    ['19/10/2031', 'mdy', null],
    ['4-3-2031', 'dmy', '2031-03-04'],
  ] as const)('%s read as %s', (text, order, day) => {
    const written = readDate(text)
    expect(written && dayOf(written, order)).toBe(day)
  })

  test.each([
    '29/2/2031',
    '31 June 2031',
    '32/13/2031',
    '4/3/31',
    '2031-13-01',
    '2031-02-30',
    'None',
    '1/2 Capital',
    '12',
    'May 2031',
    '4/3/2031 25:00',
    '4/3/2031 13:00pm',
    '',
  ])('%s is no date', (text) => {
    expect(readDate(text)).toBeNull()
  })

  test.each([
    ['19/10/2031 9:40am', '09:40:00'],
    ['19/10/2031 2:03pm', '14:03:00'],
    ['19/10/2031 12:00am', '00:00:00'],
    ['19/10/2031 12:00 PM', '12:00:00'],
    ['19/10/2031 14:03', '14:03:00'],
    ['March 4, 2031 2:03pm', '14:03:00'],
    ['2031-03-04T09:40:15', '09:40:15'],
  ])('%s has the time %s', (text, time) => {
    expect(readDate(text)?.time).toBe(time)
  })

  test('only a zone that is written is taken', () => {
    expect(readDate('2031-03-04T09:40:00Z')?.offset).toBe(0)
    expect(readDate('2031-03-04T09:40:00-05:30')?.offset).toBe(-330)
    expect(readDate('2031-03-04 09:40')?.offset).toBeUndefined()
  })
})

describe('the order of day and month', () => {
  test.each([
    ['19/10/2031', 'dmy', false],
    ['10/19/2031', 'mdy', false],
    ['4/3/2031', null, true],
    ['4/4/2031', null, false],
    ['2031-03-04', null, false],
  ] as const)('%s proves %s', (text, order, open) => {
    const written = readDate(text)
    expect(written && provenOrder(written)).toBe(order)
    expect(written && needsOrder(written)).toBe(open)
  })

  const day = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })

  test('a day written in either order reads back as that day', () => {
    fc.assert(
      fc.property(day, fc.constantFrom('dmy', 'mdy'), (date, order) => {
        const iso = date.toISOString().slice(0, 10)
        const [year, month, dayOfMonth] = iso.split('-').map(Number)
        const text = order === 'dmy' ? `${dayOfMonth}/${month}/${year}` : `${month}/${dayOfMonth}/${year}`
        const written = readDate(text)

        expect(written && dayOf(written, order)).toBe(iso)
        expect([null, order]).toContain(written && provenOrder(written))
      }),
    )
  })

  test('any text gives a date or null, never an exception', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const written = readDate(text)
        expect(written === null || written.year > 0).toBe(true)
      }),
    )
  })
})

describe('days and instants', () => {
  test('days are counted by the calendar', () => {
    expect(addDays('2032-02-28', 2)).toBe('2032-03-01')
    expect(addDays('2031-01-01', -1)).toBe('2030-12-31')
    expect(isDate('2031-02-29')).toBe(false)
    expect(isDate('2032-02-29')).toBe(true)
  })

  test('which day it is depends on the zone', () => {
    expect(dayIn('America/New_York', '2031-03-04T03:00:00Z')).toBe('2031-03-03')
    expect(dayIn('Asia/Tokyo', '2031-03-04T16:00:00Z')).toBe('2031-03-05')
  })

  test('dates are shown as written in the locale, and never move with the zone', () => {
    expect(formatDate('2031-03-04')).toBe('Mar 4, 2031')
    expect(formatDate('2031-03-04', 'en-GB')).toBe('4 Mar 2031')
    expect(formatDate('2031-09-04', 'en-GB')).toBe('4 Sep 2031')
    expect(formatInstant('2031-09-04T14:40:00Z', 'Europe/London', 'en-GB')).toMatch(/^4 Sep 2031/)
    expect(formatInstant('2031-03-04T14:40:00Z', 'America/New_York')).toMatch(/Mar 4, 2031.*9:40/)
  })
})
