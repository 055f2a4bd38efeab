import { describe, expect, test } from 'vitest'
import { clipped, dayWords, guessInvestor, guessName, percent, when } from '../../addon/words.ts'

describe('a day', () => {
  test.each([
    ['2026-11-20', 'today'],
    ['2026-11-19', 'yesterday'],
    ['2026-11-21', 'tomorrow'],
    ['2026-11-12', '8 days ago'],
    ['2026-11-11', '11 Nov'],
    ['2026-11-27', '27 Nov'],
    ['2025-11-14', '14 Nov 2025'],
    ['2026-09-04', '4 Sep'],
  ])('%s is told as %s', (day, expected) => {
    expect(dayWords(day, '2026-11-20')).toBe(expected)
  })

  test('is the one of the fund, not of the machine', () => {
    const now = new Date('2026-11-20T03:00:00Z')

    expect(when('2026-11-19T23:00:00Z', 'America/New_York', now)).toBe('today')
    expect(when('2026-11-19T23:00:00Z', 'Europe/London', now)).toBe('yesterday')
  })
})

test('a probability is shown as a percentage, without false digits', () => {
  expect([percent(0.4), percent(0.125), percent(0.29)]).toEqual(['40%', '12.5%', '29%'])
})

test('a long text is cut between characters, on one line', () => {
  expect(clipped('Two\n lines')).toBe('Two lines')
  expect(clipped('🌊'.repeat(100), 10)).toBe(`${'🌊'.repeat(9)}…`)
})

describe('a name', () => {
  test('is guessed from an address nobody signed', () => {
    expect(guessName('maya.chen2@harbor.example')).toBe('Maya Chen')
    expect(guessName('007@harbor.example')).toBe('007')
  })

  test('of an investor is guessed from its domain, but never from a free mail host', () => {
    expect(guessInvestor('maya@harbor-office.co.uk', 'Maya Chen')).toBe('Harbor Office')
    expect(guessInvestor('maya@gmail.com', 'Maya Chen')).toBe('Maya Chen')
  })
})
