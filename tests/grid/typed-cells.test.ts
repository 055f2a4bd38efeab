import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Field } from '../../server/grid/fields.ts'
import { instantOf, typedCells, typedInstant, typedText } from '../../server/grid/typed-cells.ts'
import type { FieldType } from '../../shared/fields.ts'

const zone = 'Europe/London'
const choices = ['Climate', 'Bio, tech', 'Quote " mark', ' spaced '].map((name) => ({ name }))
const field = (type: FieldType) =>
  ({ key: 'cell', label: 'Cell', type, options: { currency: 'USD', choices } }) as Field
const read = (type: FieldType, typed: unknown) => typedCells([field(type)], { cell: typed }, zone)['cell']

test.each<[FieldType, string, unknown]>([
  ['currency', '$2.5m', 2_500_000_00],
  ['percent', '12.5', 0.125],
  ['percent', '12.5 %', 0.125],
  ['number', '1,250.5', 1250.5],
  ['date', '2026-12-03', '2026-12-03'],
  ['datetime', '2026-07-14T10:00', '2026-07-14T09:00:00.000Z'],
  ['text', '  ', null],
  ['long_text', 'one\r\ntwo', 'one\ntwo'],
])('a %s typed as “%s”', (type, typed, value) => {
  expect(read(type, typed)).toEqual(value)
})

test('a check-box counts when it follows its hidden field', () => {
  expect(read('checkbox', ['false', 'true'])).toBe(true)
  expect(read('checkbox', 'false')).toBe(false)
})

test('all wrong fields are named at once', () => {
  const fields = [
    { ...field('currency'), key: 'ticket' },
    { ...field('date'), key: 'due' },
  ]

  expect(() => typedCells(fields, { ticket: 'lots', due: 'soon' }, zone)).toThrow(
    expect.objectContaining({
      more: {
        fields: { ticket: expect.stringContaining('not an amount'), due: expect.stringContaining('not a date') },
      },
    }),
  )
})

test.each<[FieldType, fc.Arbitrary<unknown>]>([
  ['currency', fc.integer({ min: -1e12, max: 1e12 })],
  ['percent', fc.integer({ min: 0, max: 10_000 }).map((n) => n / 10_000)],
  [
    'multi_select',
    fc.subarray(
      choices.map((choice) => choice.name),
      { minLength: 1 },
    ),
  ],
  [
    'date',
    fc
      .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((d) => d.toISOString().slice(0, 10)),
  ],
  ['checkbox', fc.boolean()],
])('what a form starts with for a %s reads back as the same value', (type, values) => {
  fc.assert(
    fc.property(values, (value) => {
      expect(read(type, typedText(field(type), value, zone))).toEqual(value)
    }),
  )
})

test('a whole minute survives the clock on the wall, outside the hour that autumn repeats', () => {
  const minutes = fc.integer({ min: Date.parse('2025-11-01') / 60_000, max: Date.parse('2026-10-20') / 60_000 })
  fc.assert(
    fc.property(minutes, (minute) => {
      const instant = new Date(minute * 60_000).toISOString()
      expect(instantOf(typedInstant(instant, zone), zone)).toBe(instant)
    }),
  )
})

test('what is no time is none', () => {
  expect(instantOf('tomorrow-ish', zone)).toBeNull()
})
