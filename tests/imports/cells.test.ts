import { describe, expect, test } from 'vitest'
import { cellReader, type Reading } from '../../server/imports/cells.ts'
import type { FieldType } from '../../shared/fields.ts'

const zone = 'America/New_York'
const read = (type: FieldType, text: string, reading: Partial<Reading> = {}) =>
  cellReader(type, { zone, ...reading })(text)

describe('cells of each type', () => {
  test.each<[FieldType, string, unknown, Partial<Reading>?]>([
    ['text', ' Otter Vale Capital ', ' Otter Vale Capital '],
    ['long_text', '- met\n- "maybe"', '- met\n- "maybe"'],
    ['number', '3.50', 3.5],
    ['number', '-1', -1],
    ['number', '1,250', 1250],
    ['number', '1,250', 1.25, { mark: 'comma' }],
    ['currency', '$1250000.0', 125_000_000],
    ['currency', '€1.250.000,50', 125_000_050, { currency: 'EUR' }],
    ['percent', '0.63%', 0.0063],
    ['percent', '-69.9%', -0.699],
    ['percent', '0', 0],
    ['checkbox', 'checked', true],
    ['checkbox', 'FALSE', false],
    ['date', 'March 4, 2031', '2031-03-04'],
    ['date', '4/3/2031', '2031-03-04', { order: 'dmy' }],
    ['date', '4/3/2031', '2031-04-03', { order: 'mdy' }],
    ['date', '4/4/2031', '2031-04-04'],
    ['date', '2031-03-04T00:00:00.000Z', '2031-03-04'],
    ['datetime', '19/10/2031 9:40am', '2031-10-19T13:40:00.000Z', { order: 'dmy' }],
    ['datetime', '19/1/2031 14:03', '2031-01-19T19:03:00.000Z', { order: 'dmy' }],
    ['datetime', '2031-03-04T09:40:00+02:00', '2031-03-04T07:40:00.000Z'],
    ['datetime', '2031-03-04', '2031-03-04T05:00:00.000Z'],
    ['single_select', 'Soft circled ', 'Soft circled'],
    ['multi_select', '"Otter Vale, LLC",Seed', ['Otter Vale, LLC', 'Seed']],
    ['url', 'harbor.example/team', 'harbor.example/team'],
    ['email', 'maya@harbor.example', 'maya@harbor.example'],
    ['phone', '+1 (415) 555-0100', '+1 (415) 555-0100'],
    ['attachments', 'Deck.pdf (https://x.example/a)', [{ name: 'Deck.pdf', url: 'https://x.example/a' }]],
  ])('%s: %s', (type, text, value, reading) => {
    expect(read(type, text, reading)).toEqual({ value })
  })

  test.each<FieldType>([
    'text',
    'number',
    'currency',
    'percent',
    'date',
    'checkbox',
    'multi_select',
    'attachments',
    'url',
  ])('a blank cell of type %s is null', (type) => {
    expect(read(type, '')).toEqual({ value: null })
  })

  test.each<[FieldType, string, string, Partial<Reading>?]>([
    ['number', '100+', 'not a number'],
    ['number', '12345678901234567', 'more digits'],
    ['currency', '$50k to $1M', 'not an amount'],
    ['commitment', '-$200', 'cannot be less than nothing'],
    ['currency', '€5', 'marked €'],
    ['percent', '12', 'no % sign'],
    ['date', 'None', 'not a date'],
    ['date', '4/3/2031', 'day first or month first'],
    ['date', '19/10/2031', 'does not fit the date order', { order: 'mdy' }],
    ['date', '2031-03-04 09:40', 'time of day'],
    ['checkbox', 'maybe', 'neither checked nor unchecked'],
    ['email', 'maya at harbor', 'not an e-mail address'],
    ['url', 'not a site', 'not a web address'],
    ['attachments', 'Deck.pdf', 'not a list of attachments'],
  ])('%s refuses %s', (type, text, sentence, reading) => {
    expect(read(type, text, reading)).toEqual({ problem: expect.stringContaining(sentence) })
  })
})
