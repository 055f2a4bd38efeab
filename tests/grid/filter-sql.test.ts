import fc from 'fast-check'
import { expect, test } from 'vitest'
import { act, type Tx } from '../../server/db/write.ts'
import { addCustomField } from '../../server/grid/custom-fields.ts'
import { addField } from '../../server/grid/fields.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { findRows } from '../../server/grid/rows.ts'
import { dayIn } from '../../shared/dates.ts'
import { type FilterKind, type FilterTree, operators } from '../../shared/filter.ts'
import { actorFor, openWorld } from '../support/world.ts'
import { type Cells, holds, type Kinds } from './filter-oracle.ts'

const zone = 'America/New_York'
/** Every world is a copy of the same one, so people have the same ids in all of them. */
const { ines, marcus, vera } = openWorld()
const kinds: Kinds = {
  word: 'text',
  city: 'text',
  size: 'number',
  ticket: 'number',
  fund_i_signed: 'number',
  due: 'date',
  seen: 'datetime',
  mood: 'select',
  type: 'select',
  owner: 'user',
  regions: 'multi',
  tags: 'multi',
  kyc: 'checkbox',
  total_committed: 'number',
  open_opportunities: 'number',
  stage: 'select',
  shouted: 'text',
  inverse: 'number',
  day_after: 'date',
  hour_after: 'datetime',
  is_big: 'checkbox',
}

/** Columns worked out of the others, a column of each result type; the inverse fails for nought. */
const formulas = {
  Shouted: 'IF({Word}, UPPER({Word}))',
  Inverse: 'IF({Word}, 1 / {Size})',
  'Day after': 'IF({Due}, DATEADD({Due}, 1, "days"))',
  'Hour after': 'IF({Seen}, DATEADD({Seen}, 1, "hours"))',
  'Is big': '{Size} > 1',
}
const workedOut = [
  'total_committed',
  'open_opportunities',
  'stage',
  'shouted',
  'inverse',
  'day_after',
  'hour_after',
  'is_big',
]

/** A world whose only investors have these cells, named `0`, `1`, … */
function openGrid(rows: Cells[]) {
  const world = openWorld()
  const choices = ['Warm', 'COLD', 'Écarté'].map((name) => ({ name }))
  const prepare = (tx: Tx) => {
    addField(tx, { label: 'Word', type: 'text' })
    addField(tx, { label: 'Size', type: 'number' })
    addField(tx, { label: 'Ticket', type: 'currency' })
    addField(tx, { label: 'Due', type: 'date' })
    addField(tx, { label: 'Seen', type: 'datetime' })
    addField(tx, { label: 'Mood', type: 'single_select', options: { choices } })
    addField(tx, { label: 'Regions', type: 'multi_select', options: { choices } })
    addField(tx, { label: 'KYC', type: 'checkbox' })
    for (const [label, formula] of Object.entries(formulas)) addCustomField(tx, { label, type: 'formula', formula })
    for (const [n, cells] of rows.entries()) addInvestor(tx, { name: String(n), source: 'grid', ...cells })
  }
  act(world.db, actorFor(world.ines), 'Prepared', prepare, { now: world.clock.now() })
  const ours: FilterTree = { field: 'source', op: 'is', value: 'grid' }
  const find = (tree: FilterTree) => {
    const query = { filter: { op: 'and', conditions: [ours, tree] }, limit: 100, offset: 0 }
    return findRows(world.db, query, { now: world.clock.now(), zone, me: ines.id }).rows.map((row) => row.values)
  }
  return { find, today: dayIn(zone, world.clock.now()) }
}

const cellsOf = {
  word: 'Straße “Ωmega”',
  city: 'ZÜRICH',
  size: 2.5,
  ticket: 100,
  fund_i_signed: 700,
  due: '2026-11-16',
  seen: '2026-11-16T03:30:00.000Z',
  mood: 'COLD',
  regions: ['Warm', 'Écarté'],
  tags: ['Family', 'Anchor'],
  kyc: true,
  owner: ines.id,
}

test.each<[string, string, unknown, boolean, boolean]>([
  // field, operator, value, holds for the cells above, holds for blanks
  ['word', 'is', 'STRASSE “ωMEGA”', true, false],
  ['word', 'is', 'Straße', false, false],
  ['word', 'is_not', 'straße “ωmega”', false, true],
  ['word', 'is_not', 'else', true, true],
  ['word', 'contains', 'ΩM', true, false],
  ['word', 'not_contains', 'ΩM', false, true],
  ['word', 'starts_with', 'sTraß', true, false],
  ['word', 'ends_with', 'Mega”', true, false],
  ['word', 'ends_with', 'Mega', false, false],
  ['word', 'contains', '%', false, false],
  ['word', 'contains', '', true, false],
  ['word', 'empty', undefined, false, true],
  ['word', 'not_empty', undefined, true, false],
  ['city', 'is', 'zürich', true, false],
  ['city', 'is', 'zurich', false, false],
  ['city', 'contains', 'RIC', true, false],
  ['city', 'starts_with', 'zü', true, false],
  ['city', 'ends_with', 'h', true, false],
  ['city', 'not_contains', 'x', true, true],
  ['city', 'empty', undefined, false, true],
  ['size', '=', 2.5, true, false],
  ['size', '!=', 2.5, false, true],
  ['size', '!=', 3, true, true],
  ['size', '<', 2.5, false, false],
  ['size', '<=', 2.5, true, false],
  ['size', '>', 2, true, false],
  ['size', '>=', 2.6, false, false],
  ['size', 'between', [2.5, 3], true, false],
  ['size', 'between', [3, 2], false, false],
  ['ticket', 'between', [0, 100], true, false],
  ['ticket', 'empty', undefined, false, true],
  ['fund_i_signed', '>=', 700, true, false],
  ['fund_i_signed', '!=', 700, false, true],
  ['fund_i_signed', 'empty', undefined, false, true],
  ['total_committed', '=', 0, false, true],
  ['due', 'is', '2026-11-16', true, false],
  ['due', 'before', '2026-11-16', false, false],
  ['due', 'after', '2026-11-15', true, false],
  ['due', 'on_or_before', '2026-11-16', true, false],
  ['due', 'on_or_after', '2026-11-17', false, false],
  ['due', 'between', ['2026-11-01', '2026-11-16'], true, false],
  ['due', 'in_last_days', 0, true, false],
  ['due', 'in_next_days', 0, true, false],
  ['due', 'not_in_last_days', 0, false, true],
  ['due', 'is', '$today', true, false],
  ['due', 'after', '$today-1', true, false],
  ['due', 'on_or_after', '$today+1', false, false],
  ['due', 'between', ['$today-30', '$today+7'], true, false],
  ['due', 'empty', undefined, false, true],
  // Half past three in the morning UTC is the evening before in New York.
  ['seen', 'is', '2026-11-15', true, false],
  ['seen', 'is', '2026-11-16', false, false],
  ['seen', 'is', '2026-11-16T04:30:00+01:00', true, false],
  ['seen', 'before', '2026-11-16', true, false],
  ['seen', 'before', '2026-11-16T03:30:00Z', false, false],
  ['seen', 'after', '2026-11-15', false, false],
  ['seen', 'after', '2026-11-16T03:29:59.999Z', true, false],
  ['seen', 'on_or_before', '2026-11-15', true, false],
  ['seen', 'on_or_after', '2026-11-15', true, false],
  ['seen', 'between', ['2026-11-14', '2026-11-15'], true, false],
  ['seen', 'in_last_days', 0, false, false],
  ['seen', 'in_last_days', 1, true, false],
  ['seen', 'in_next_days', 5, false, false],
  ['seen', 'not_in_last_days', 0, true, true],
  ['seen', 'not_in_last_days', 1, false, true],
  ['seen', 'is', '$today-1', true, false],
  ['seen', 'before', '$today', true, false],
  ['seen', 'between', ['$today-3', '$today-1'], true, false],
  ['seen', 'not_empty', undefined, true, false],
  ['mood', 'is', 'cold', true, false],
  ['mood', 'is_not', 'Cold', false, true],
  ['mood', 'any_of', ['écarté', 'cold'], true, false],
  ['mood', 'none_of', ['Warm'], true, true],
  ['mood', 'none_of', ['Warm', 'COLD'], false, true],
  ['mood', 'empty', undefined, false, true],
  ['list', 'is', 'MAIN', true, true],
  ['owner', 'is_not', 'nobody', true, true],
  ['owner', 'is', '$me', true, false],
  ['owner', 'is', ines.id, true, false],
  ['owner', 'is_not', '$me', false, true],
  ['owner', 'any_of', [marcus.id, '$me'], true, false],
  ['owner', 'none_of', [marcus.id, '$me'], false, true],
  ['mood', 'is', '$me', false, false],
  ['created_by', 'not_empty', undefined, true, true],
  ['created_at', 'in_last_days', 0, true, true],
  ['created_at', 'before', '2026-11-16', false, false],
  ['regions', 'has_any', ['cold', 'écarté'], true, false],
  ['regions', 'has_all', ['warm', 'Écarté'], true, false],
  ['regions', 'has_all', ['warm', 'COLD'], false, false],
  ['regions', 'has_none', ['COLD'], true, true],
  ['regions', 'has_none', ['Warm'], false, true],
  ['regions', 'is_exactly', ['Écarté', 'Warm', 'warm'], true, false],
  ['regions', 'is_exactly', ['Warm'], false, false],
  ['regions', 'empty', undefined, false, true],
  ['tags', 'has_any', ['FAMILY', 'x'], true, false],
  ['tags', 'has_all', ['anchor', 'family'], true, false],
  ['tags', 'has_none', ['anchor'], false, true],
  ['tags', 'has_none', ['nowhere'], true, true],
  ['tags', 'is_exactly', ['anchor', 'family'], true, false],
  ['tags', 'is_exactly', ['anchor'], false, false],
  ['tags', 'not_empty', undefined, true, false],
  ['contacts', 'empty', undefined, true, true],
  ['contacts', 'has_none', ['somebody'], true, true],
  ['shouted', 'contains', 'ωMEGA', true, false],
  ['shouted', 'empty', undefined, false, true],
  ['inverse', '=', 0.4, true, false],
  ['inverse', '!=', 1, true, true],
  ['day_after', 'is', '$today+1', true, false],
  ['day_after', 'not_in_last_days', 3, true, true],
  ['hour_after', 'is', '2026-11-15', true, false],
  ['hour_after', 'after', '2026-11-16T04:29:59.999Z', true, false],
  ['is_big', 'is', true, true, false],
  ['is_big', 'is', false, false, true],
  ['kyc', 'is', true, true, false],
  ['kyc', 'is', false, false, false],
  ['kyc', 'empty', undefined, false, true],
])('%s %s %j', (field, op, value, filled, blank) => {
  const { find } = openGrid([cellsOf, {}])
  const names = find({ field, op, ...(value === undefined ? {} : { value }) } as FilterTree).map((row) => row['name'])

  expect([names.includes('0'), names.includes('1')]).toEqual([filled, blank])
})

const blankable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 4 })
const someWord = fc.constantFrom('a', 'A', 'ab', 'Ab c', 'é', 'É', 'e\u0301', 'bé', "'", '%', '_', '"; --', 'Z', '0')
const someNumber = fc.constantFrom(-1, 0, 0.5, 1, 2, 1e9)
const someShift = fc.integer({ min: -20, max: 3 }).map((n) => `$today${n < 0 ? n : `+${n}`}`)
const someAskedDay = fc.oneof(fc.constant('$today'), someShift, fc.constantFrom('2026-11-01', '2026-11-14'))
const someDay = fc.constantFrom('2026-10-31', '2026-11-01', '2026-11-02', '2026-11-14', '2026-11-15', '2026-11-16')
// New York leaves summer time on the first of November.
const someInstant = fc.constantFrom(
  '2026-11-01T03:59:59.999Z',
  '2026-11-01T04:00:00.000Z',
  '2026-11-02T04:59:59.999Z',
  '2026-11-02T05:00:00.000Z',
  '2026-11-16T04:59:00.000Z',
  '2026-11-16T09:00:00.000Z',
)
const mood = fc.constantFrom('Warm', 'COLD', 'Écarté')
const tag = fc.constantFrom('Family', 'Anchor', 'US')

const someCells: fc.Arbitrary<Cells> = fc.record({
  word: blankable(someWord),
  city: blankable(someWord),
  size: blankable(someNumber),
  ticket: blankable(fc.constantFrom(0, 1, 100)),
  fund_i_signed: blankable(fc.constantFrom(1, 2, 100)),
  due: blankable(someDay),
  seen: blankable(someInstant),
  mood: blankable(mood),
  type: blankable(fc.constantFrom('Pension', 'Individual')),
  regions: blankable(fc.uniqueArray(mood, { minLength: 1 })),
  tags: blankable(fc.uniqueArray(tag, { minLength: 1 })),
  kyc: blankable(fc.boolean()),
  owner: blankable(fc.constantFrom(ines.id, marcus.id)),
})

const someValue: Record<string, fc.Arbitrary<unknown>> = {
  text: someWord,
  number: someNumber,
  date: fc.oneof(someDay, someAskedDay),
  datetime: fc.oneof(someDay, someAskedDay),
  user: fc.constantFrom(ines.id, marcus.id, vera.id, '$me'),
  select: fc.constantFrom('warm', 'COLD', 'pension', 'gone'),
  multi: fc.array(fc.constantFrom('warm', 'Cold', 'family', 'ANCHOR', 'gone'), { minLength: 1, maxLength: 3 }),
  checkbox: fc.boolean(),
}

type SomeCondition = { field: string; op: string; value?: unknown }

const someCondition = fc.constantFrom(...Object.keys(kinds)).chain((field) => {
  const kind = String(kinds[field])
  const value = someValue[kind] ?? fc.constant(null)
  return fc
    .constantFrom(...operators[kind === 'user' ? 'select' : (kind as FilterKind)])
    .chain((op): fc.Arbitrary<SomeCondition> => {
      if (op === 'empty' || op === 'not_empty') return fc.constant({ field, op })
      if (op === 'between') return fc.tuple(value, value).map((ends) => ({ field, op, value: ends }))
      if (op.includes('_days')) return fc.nat(20).map((n) => ({ field, op, value: n }))
      if (op === 'any_of' || op === 'none_of')
        return fc.array(value, { minLength: 1 }).map((v) => ({ field, op, value: v }))
      return value.map((v) => ({ field, op, value: v }))
    })
})

const { tree: someTree } = fc.letrec<{ tree: unknown; group: unknown }>((tie) => ({
  tree: fc.oneof({ maxDepth: 3 }, someCondition, tie('group')),
  group: fc.record({ op: fc.constantFrom('and', 'or'), conditions: fc.array(tie('tree'), { maxLength: 3 }) }),
}))

/** What the grid answers in the columns nobody fills in; a formula that failed counts as blank. */
const workedOutIn = (row: Cells = {}): Cells =>
  Object.fromEntries(workedOut.map((key) => [key, typeof row[key] === 'object' ? null : row[key]]))

test('what SQL finds is what plain JavaScript finds', () => {
  const rows = fc.array(someCells, { minLength: 1, maxLength: 8 })
  const trees = fc.array(someTree, { minLength: 10, maxLength: 30 })

  fc.assert(
    fc.property(rows, trees, (cells, filters) => {
      const { find, today } = openGrid(cells)
      const day = { today, me: ines.id, dayOfInstant: (instant: string) => dayIn(zone, instant) }
      const whole = find({ op: 'and', conditions: [] })
      const answered = cells.map((row, n) => ({ ...row, ...workedOutIn(whole.find(({ name }) => name === String(n))) }))
      for (const filter of filters as FilterTree[]) {
        const expected = answered.flatMap((row, n) => (holds(filter, row, kinds, day) ? [String(n)] : []))
        expect(
          find(filter).map((row) => row['name']),
          JSON.stringify(filter),
        ).toEqual(expected)
      }
    }),
    { numRuns: 40 },
  )
})
