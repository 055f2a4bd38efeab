import { expect, test } from 'vitest'
import type { FilterKind, FilterTree } from '../../shared/filter.ts'
import { impliedValues } from '../../shared/implied-values.ts'

const kinds: Record<string, FilterKind> = {
  city: 'text',
  owner: 'select',
  list: 'select',
  ticket: 'number',
  kyc: 'checkbox',
  tags: 'multi',
  due: 'date',
  seen: 'datetime',
}
const implied = (tree: FilterTree | null) => impliedValues(tree, 'ines', '2026-11-16', (key) => kinds[key] ?? null)
const is = (field: string, value: unknown): FilterTree => ({ field, op: 'is', value })
const and = (...conditions: FilterTree[]): FilterTree => ({ op: 'and', conditions })

test.each<[string, FilterTree | null, object]>([
  ['no filter', null, {}],
  ['a text', is('city', 'Lisbon'), { city: 'Lisbon' }],
  ['an empty text, which no cell holds', is('city', ''), {}],
  ['an option', is('list', 'main'), { list: 'main' }],
  ['the only one of several', { field: 'list', op: 'any_of', value: ['main'] }, { list: 'main' }],
  ['one of two, which is a choice', { field: 'list', op: 'any_of', value: ['main', 'longshot'] }, {}],
  ['whoever asks', is('owner', '$me'), { owner: 'ines' }],
  ['a text that only looks like whoever asks', is('city', '$me'), { city: '$me' }],
  ['a number', { field: 'ticket', op: '=', value: 5 }, { ticket: 5 }],
  ['more than a number', { field: 'ticket', op: '>=', value: 5 }, {}],
  ['a tick', is('kyc', true), { kyc: true }],
  ['no tick', is('kyc', false), { kyc: false }],
  ['all of several', { field: 'tags', op: 'has_all', value: ['US', 'Warm'] }, { tags: ['US', 'Warm'] }],
  ['exactly these', { field: 'tags', op: 'is_exactly', value: ['US'] }, { tags: ['US'] }],
  ['any of one', { field: 'tags', op: 'has_any', value: ['US'] }, { tags: ['US'] }],
  ['any of two', { field: 'tags', op: 'has_any', value: ['US', 'Warm'] }, {}],
  ['a day', is('due', '2026-12-24'), { due: '2026-12-24' }],
  ['a week from today', is('due', '$today+7'), { due: '2026-11-23' }],
  ['an instant', is('seen', '2026-11-16T09:30:00.000Z'), { seen: '2026-11-16T09:30:00.000Z' }],
  ['some instant of a day', is('seen', '2026-11-16'), {}],
  ['something else', { field: 'city', op: 'is_not', value: 'Porto' }, {}],
])('%s', (_what, tree, values) => {
  expect(implied(tree)).toEqual(values)
})

test('conditions joined by “and” each have their say, in groups too', () => {
  expect(
    implied(and(is('city', 'Lisbon'), and(is('list', 'main'), { op: 'or', conditions: [is('kyc', true)] }))),
  ).toEqual({ city: 'Lisbon', list: 'main', kyc: true })
})

test('conditions joined by “or” leave a choice', () => {
  expect(implied(and(is('city', 'Lisbon'), { op: 'or', conditions: [is('list', 'main'), is('kyc', true)] }))).toEqual({
    city: 'Lisbon',
  })
})

test('lists are joined, and two values for one cell are none', () => {
  const tags = (value: string[]): FilterTree => ({ field: 'tags', op: 'has_all', value })

  expect(implied(and(tags(['US']), tags(['Warm', 'US']), is('city', 'Lisbon'), is('city', 'Porto')))).toEqual({
    tags: ['US', 'Warm'],
  })
})
