import { expect, test } from 'vitest'
import { bounds, checkFilter, type FilterKind, kindOf, operators } from '../../shared/filter.ts'

const kinds: Record<string, FilterKind> = {
  name: 'text',
  raised: 'number',
  due: 'date',
  seen: 'datetime',
  list: 'select',
  tags: 'multi',
  signed: 'checkbox',
  files: 'none',
}
const check = (given: unknown) => checkFilter(given, (key) => kinds[key] ?? null)
const problems = (given: unknown) => {
  const checked = check(given)
  return 'problems' in checked ? checked.problems : {}
}

test('a checked tree is the tree that was sent, instants in UTC', () => {
  const tree = {
    op: 'and',
    conditions: [
      { field: 'seen', op: 'before', value: '2026-03-31T09:30:00+02:00' },
      { op: 'or', conditions: [{ field: 'name', op: 'empty' }] },
    ],
  }

  expect(check(tree)).toEqual({
    tree: {
      op: 'and',
      conditions: [
        { field: 'seen', op: 'before', value: '2026-03-31T07:30:00.000Z' },
        { op: 'or', conditions: [{ field: 'name', op: 'empty', value: undefined }] },
      ],
    },
  })
})

test.each([
  ['text', { field: 'name', op: 'starts_with', value: 'Ha' }],
  ['text', { field: 'name', op: 'is', value: '' }],
  ['number', { field: 'raised', op: 'between', value: [1, 2.5] }],
  ['date', { field: 'due', op: 'in_last_days', value: 0 }],
  ['date', { field: 'due', op: 'between', value: ['2024-02-29', '2024-03-01'] }],
  ['date', { field: 'due', op: 'between', value: ['$today-30', '$today+7'] }],
  ['date', { field: 'due', op: 'not_in_last_days', value: 30 }],
  ['datetime', { field: 'seen', op: 'before', value: '$today' }],
  ['datetime', { field: 'seen', op: 'on_or_after', value: '2026-03-31' }],
  ['select', { field: 'list', op: 'none_of', value: ['main'] }],
  ['multi', { field: 'tags', op: 'is_exactly', value: ['Warm', 'US'] }],
  ['checkbox', { field: 'signed', op: 'is', value: false }],
  ['none', { field: 'files', op: 'not_empty' }],
  ['blank with null', { field: 'files', op: 'empty', value: null }],
])('a %s condition may be %j', (_kind, condition) => {
  expect(problems(condition)).toEqual({})
})

test.each([
  ['an unknown column', { field: 'shoe', op: 'is', value: 'x' }, 'filter.field', 'There is no column “shoe”.'],
  ['another kind’s operator', { field: 'name', op: '>', value: 1 }, 'filter.op', 'is, is_not, contains'],
  ['an operator of Object', { field: 'name', op: 'constructor', value: 1 }, 'filter.op', 'Not “constructor”'],
  ['a number for a text', { field: 'name', op: 'is', value: 3 }, 'filter.value', 'Give a text.'],
  ['a text for a number', { field: 'raised', op: '=', value: '3' }, 'filter.value', 'Give a number.'],
  ['no value', { field: 'raised', op: '=' }, 'filter.value', 'Give a number.'],
  ['one end', { field: 'raised', op: 'between', value: [1] }, 'filter.value', 'Give two values, [from, to].'],
  ['a day that is none', { field: 'due', op: 'is', value: '2026-02-30' }, 'filter.value', 'such as 2026-03-31'],
  ['an instant for a day', { field: 'due', op: 'is', value: '2026-02-01T00:00:00Z' }, 'filter.value', 'such as 2026'],
  ['half a day from today', { field: 'due', op: 'is', value: '$today+0.5' }, 'filter.value', 'or $today, $today+7'],
  ['a day too far away', { field: 'due', op: 'is', value: '$today+99999' }, 'filter.value', 'or $today, $today+7'],
  ['tomorrow', { field: 'seen', op: 'is', value: '$tomorrow' }, 'filter.value', 'or $today'],
  ['no days', { field: 'seen', op: 'not_in_last_days', value: '$today' }, 'filter.value', 'whole number of days'],
  ['days in words', { field: 'due', op: 'in_last_days', value: '7' }, 'filter.value', 'whole number of days'],
  ['half a day', { field: 'due', op: 'in_last_days', value: 0.5 }, 'filter.value', 'whole number of days'],
  ['days backwards', { field: 'due', op: 'in_next_days', value: -1 }, 'filter.value', '0 or more'],
  ['one for a list', { field: 'list', op: 'any_of', value: 'main' }, 'filter.value', 'list of texts'],
  ['an empty list', { field: 'tags', op: 'has_any', value: [] }, 'filter.value', 'at least one'],
  ['yes for true', { field: 'signed', op: 'is', value: 'yes' }, 'filter.value', 'true or false'],
  ['a value for blank', { field: 'name', op: 'empty', value: 'x' }, 'filter.value', 'Leave the value out.'],
  ['an unknown key', { field: 'name', op: 'empty', negate: true }, 'filter.negate', 'not known'],
  ['an unknown joint', { op: 'xor', conditions: [] }, 'filter.op', '“and” or “or”'],
  ['no list of conditions', { op: 'or', conditions: {} }, 'filter.conditions', 'Give a list of conditions.'],
  ['a text', 'name is x', 'filter', 'A filter is a group'],
  ['a list', [], 'filter', 'A filter is a group'],
  ['nothing', null, 'filter', 'A filter is a group'],
])('%s is refused where it stands', (_what, given, path, sentence) => {
  expect(problems(given)[path]).toContain(sentence)
})

test('a mistake deep in the tree is named by its path', () => {
  const wrong = { field: 'raised', op: '=', value: 'x' }

  expect(
    problems({
      op: 'and',
      conditions: [
        { field: 'name', op: 'empty' },
        { op: 'or', conditions: [wrong] },
      ],
    }),
  ).toEqual({ 'filter.conditions.1.conditions.0.value': 'Give a number.' })
})

test('a tree deeper than anybody needs is refused, however deep it is', () => {
  const nested = (depth: number): unknown =>
    JSON.parse(`${'{"op":"and","conditions":['.repeat(depth)}{"field":"name","op":"empty"}${']}'.repeat(depth)}`)

  expect(problems(nested(bounds.depth - 1))).toEqual({})
  expect(Object.values(problems(nested(2000)))).toEqual([`Filters nest at most ${bounds.depth} groups deep.`])
})

test('a tree of more conditions than anybody needs is refused', () => {
  const many = (n: number) => ({ op: 'or', conditions: Array(n).fill({ field: 'name', op: 'empty' }) })
  const groups = { op: 'or', conditions: [many(150), many(150)] }

  expect(problems(many(bounds.conditions))).toEqual({})
  expect(problems(many(bounds.conditions + 1))['filter']).toContain('at most 200 conditions')
  expect(problems(groups)['filter']).toContain('at most 200 conditions')
})

test('a tree of more groups than anybody needs is refused', () => {
  const empty = { op: 'and', conditions: [] }
  const many = (n: number) => ({ op: 'or', conditions: Array(n).fill(empty) })

  expect(problems(many(bounds.groups - 1))).toEqual({})
  expect(problems({ op: 'and', conditions: [many(99), many(99)] })).toEqual({
    filter: 'A filter has at most 100 groups.',
  })
})

test('a mistake is named from the place the filter was sent in', () => {
  const wrong = { op: 'and', conditions: [{ field: 'shoe', op: 'is', value: 'x' }] }
  const checked = checkFilter(wrong, (key) => kinds[key] ?? null, 'colors.2.filter')

  expect(checked).toEqual({ problems: { 'colors.2.filter.conditions.0.field': 'There is no column “shoe”.' } })
})

test.each([
  ['due', 'in_last_days', bounds.days + 1, 'Give at most 36,500 days.'],
  ['due', 'in_last_days', -1, 'Give 0 or more days.'],
  ['list', 'any_of', Array.from({ length: bounds.items + 1 }, () => 'main'), 'Name at most 500.'],
  ['tags', 'has_any', [], 'Name at least one.'],
])('“%s” %s something out of bounds says in a sentence what is taken', (field, op, value, sentence) => {
  expect(problems({ field, op, value })).toEqual({ 'filter.value': sentence })
})

test('every kind can be asked whether it is blank', () => {
  for (const list of Object.values(operators)) expect(list).toEqual(expect.arrayContaining(['empty', 'not_empty']))
})

test('columns compare by their type', () => {
  expect([kindOf('commitment'), kindOf('long_text'), kindOf('updated_by'), kindOf('attachments')]).toEqual([
    'number',
    'text',
    'select',
    'none',
  ])
})
