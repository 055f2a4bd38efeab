import fc from 'fast-check'
import { expect, test } from 'vitest'
import { act, type Tx } from '../../server/db/write.ts'
import { addField } from '../../server/grid/fields.ts'
import { groupRows } from '../../server/grid/groups.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { findRows } from '../../server/grid/rows.ts'
import { dayIn } from '../../shared/dates.ts'
import type { Figure } from '../../shared/views.ts'
import { actorFor, openApp, openWorld } from '../support/world.ts'

const zone = 'America/New_York'
const { ines, marcus } = openWorld()
type Cells = Record<string, unknown>
type Groups = {
  groups: { values: unknown[]; count: number; figures: Cells }[]
  total: { count: number; figures: Cells }
}

/** A world whose investors with the source `grid` have these cells. */
function openGrid(rows: Cells[]) {
  const world = openWorld()
  const choices = ['Warm', 'Cold'].map((name) => ({ name }))
  const prepare = (tx: Tx) => {
    addField(tx, { label: 'Size', type: 'number' })
    addField(tx, { label: 'Due', type: 'date' })
    addField(tx, { label: 'Seen', type: 'datetime' })
    addField(tx, { label: 'Mood', type: 'single_select', options: { choices } })
    addField(tx, { label: 'Regions', type: 'multi_select', options: { choices } })
    addField(tx, { label: 'KYC', type: 'checkbox' })
    for (const [n, cells] of rows.entries()) addInvestor(tx, { name: `N${n}`, source: 'grid', ...cells })
  }
  act(world.db, actorFor(world.ines), 'Prepared', prepare, { now: world.clock.now() })
  const filter = { field: 'source', op: 'is', value: 'grid' }
  const time = { now: world.clock.now(), zone }
  const groups = (keys: string[], figures: Record<string, Figure> = {}, descending = false): Groups => {
    const group = keys.map((key) => ({ key, descending }))
    return JSON.parse(groupRows(world.db, { filter, group, figures }, time))
  }
  const found = () => findRows(world.db, { filter, limit: 1000, offset: 0 }, time).rows.map((row) => row.values)
  return { ...world, groups, found }
}

const valuesOf = ({ groups }: Groups) => groups.map(({ values, count }) => [...values, count])

test('options group in their own order, blanks last in both directions', () => {
  const { groups } = openGrid([{ mood: 'Cold' }, { mood: 'Warm' }, {}, { mood: 'Cold' }])

  expect(valuesOf(groups(['mood']))).toEqual([
    ['Warm', 1],
    ['Cold', 2],
    [null, 1],
  ])
  expect(valuesOf(groups(['mood'], {}, true))).toEqual([
    ['Cold', 2],
    ['Warm', 1],
    [null, 1],
  ])
})

test('people group by name, stages by their place', () => {
  const { groups } = openGrid([{ owner: marcus.id }, { owner: ines.id }, { owner: marcus.id }])

  expect(valuesOf(groups(['owner']))).toEqual([
    [ines.id, 1],
    [marcus.id, 2],
  ])
  expect(valuesOf(groups(['stage']))).toEqual([[null, 3]])
})

test('lists group by their exact set, whatever its order', () => {
  const { groups } = openGrid([
    { regions: ['Warm', 'Cold'], tags: ['US', 'Anchor'] },
    { regions: ['Cold', 'Warm'], tags: ['Anchor', 'US'] },
    { regions: ['Cold'], tags: ['US'] },
    {},
  ])

  expect(valuesOf(groups(['regions']))).toEqual([
    [['Cold', 'Warm'], 2],
    [['Cold'], 1],
    [null, 1],
  ])
  expect(valuesOf(groups(['tags']))).toEqual([
    [['Anchor', 'US'], 2],
    [['US'], 1],
    [null, 1],
  ])
})

test('instants group by the day they are on in the fund’s zone', () => {
  const { groups } = openGrid([
    // New York leaves summer time on the first of November, at six in the morning UTC.
    { seen: '2026-11-01T03:59:59.999Z' },
    { seen: '2026-11-01T04:00:00.000Z' },
    { seen: '2026-11-02T04:59:59.999Z' },
    { seen: '2026-11-02T05:00:00.000Z' },
  ])

  expect(valuesOf(groups(['seen']))).toEqual([
    ['2026-10-31', 1],
    ['2026-11-01', 2],
    ['2026-11-02', 1],
  ])
})

test('ticks, numbers, texts and contacts group by their value', () => {
  const { groups, maya } = openGrid([
    { kyc: true, size: 2, city: 'oslo', fund_i_signed: 500 },
    { kyc: false, size: 10, city: 'Oslo' },
    { size: 2 },
  ])

  expect(valuesOf(groups(['kyc']))).toEqual([
    [false, 1],
    [true, 1],
    [null, 1],
  ])
  expect(valuesOf(groups(['size', 'kyc']))).toEqual([
    [2, true, 1],
    [2, null, 1],
    [10, false, 1],
  ])
  expect(valuesOf(groups(['city', 'total_committed']))).toEqual([
    ['Oslo', 0, 1],
    ['oslo', 500, 1],
    [null, 0, 1],
  ])
  expect(valuesOf(groups(['contacts']))).toEqual([[null, 3]])
  expect(maya.name).toBe('Maya Chen')
})

test('three columns group within each other', () => {
  const { groups } = openGrid([
    { list: 'longshot', mood: 'Cold', kyc: true },
    { list: 'main', mood: 'Cold' },
    { list: 'main', mood: 'Warm' },
    { list: 'main', mood: 'Cold' },
  ])

  expect(valuesOf(groups(['list', 'mood', 'kyc']))).toEqual([
    ['main', 'Warm', null, 1],
    ['main', 'Cold', null, 2],
    ['longshot', 'Cold', true, 1],
  ])
})

test('without a group there is the total alone, also of no rows', () => {
  const { groups } = openGrid([])

  expect(groups([], { size: 'sum' }).groups).toEqual([])
  expect(groups([], { size: 'sum', due: 'min', regions: 'unique' }).total).toEqual({
    count: 0,
    figures: { size: 0, due: null, regions: 0 },
  })
})

test('sums of amounts stay whole, and sums too large for an integer are still answered', () => {
  const { groups } = openGrid([
    { size: 9e18, fund_i_signed: 33 },
    { size: 9e18, fund_i_signed: 34 },
  ])

  expect(groups([], { size: 'sum', fund_i_signed: 'sum' }).total.figures).toEqual({ size: 1.8e19, fund_i_signed: 67 })
})

test.each<[object, string]>([
  [{ group: [{ key: 'shoe' }] }, 'group.0'],
  [{ group: [], figures: { shoe: 'filled' } }, 'figures.shoe'],
  [{ group: [], figures: { city: 'sum' } }, 'figures.city'],
  [{ group: [], figures: { next_step_at: 'average' } }, 'figures.next_step_at'],
  [{ group: [], figures: { tags: 'checked' } }, 'figures.tags'],
  [{ group: [], figures: { city: 'mode' } }, 'figures.city'],
  [{ group: Array(4).fill({ key: 'city' }) }, 'group'],
  [{}, 'group'],
])('a wrong question (case %#) is refused with a sentence where it is wrong', async (body, place) => {
  const { asVera } = await openApp()

  const reply = await asVera('POST', '/api/fundraising/rows/groups', body)

  expect(reply.statusCode).toBe(422)
  expect(reply.json().fields).toHaveProperty([place])
})

const blankable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 3 })
const someCells = fc.record({
  size: blankable(fc.constantFrom(-1, 0, 0.5, 2, 7)),
  fund_i_signed: blankable(fc.constantFrom(1, 2, 100)),
  due: blankable(fc.constantFrom('2026-10-31', '2026-11-01', '2026-11-16')),
  seen: blankable(fc.constantFrom('2026-11-01T03:59:00.000Z', '2026-11-01T04:00:00.000Z', '2026-11-16T23:00:00.000Z')),
  mood: blankable(fc.constantFrom('Warm', 'Cold')),
  city: blankable(fc.constantFrom('a', 'A', 'é', 'É', 'b')),
  regions: blankable(fc.uniqueArray(fc.constantFrom('Warm', 'Cold'), { minLength: 1 })),
  tags: blankable(fc.uniqueArray(fc.constantFrom('US', 'Anchor', 'Family'), { minLength: 1 })),
  kyc: blankable(fc.boolean()),
  owner: blankable(fc.constantFrom(ines.id, marcus.id)),
})

/** The value by which plain JavaScript would group a cell. */
function keyOf(field: string, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return value.toSorted()
  return field === 'seen' ? dayIn(zone, String(value)) : value
}

function figureOf(figure: Figure, cells: unknown[]): unknown {
  const filled = cells.filter((cell) => cell !== null && cell !== undefined)
  const numbers = filled.map(Number).toSorted((a, b) => a - b)
  const sum = numbers.reduce((total, n) => total + n, 0)
  const middle = Math.floor(numbers.length / 2)
  const median = numbers.length % 2 ? numbers[middle] : ((numbers[middle - 1] ?? 0) + (numbers[middle] ?? 0)) / 2
  const sorted = filled.toSorted((a, b) =>
    typeof a === 'number' ? Number(a) - Number(b) : String(a) < String(b) ? -1 : 1,
  )
  const different = new Set(filled.map((cell) => JSON.stringify(Array.isArray(cell) ? cell.toSorted() : cell)))
  const answers: Partial<Record<Figure, unknown>> = {
    sum,
    average: filled.length ? sum / filled.length : null,
    median: filled.length ? median : null,
    min: sorted[0] ?? null,
    max: sorted.at(-1) ?? null,
    filled: filled.length,
    empty: cells.length - filled.length,
    unique: different.size,
    checked: filled.filter((cell) => cell === true).length,
  }
  return answers[figure]
}

const amounts: Figure[] = ['sum', 'average', 'median', 'min', 'max', 'filled', 'empty', 'unique']
const others: Figure[] = ['filled', 'empty', 'unique']
const possible: Record<string, Figure[]> = {
  size: amounts,
  fund_i_signed: amounts,
  due: [...others, 'min', 'max'],
  seen: [...others, 'min', 'max'],
  kyc: [...others, 'checked'],
  mood: others,
  city: others,
  regions: others,
  tags: others,
  owner: others,
}
const keys = Object.keys(possible)
const someFigures = fc.record(
  Object.fromEntries(keys.map((key) => [key, fc.constantFrom(...(possible[key] as Figure[]))])) as Record<
    string,
    fc.Arbitrary<Figure>
  >,
)

test('counts and figures are what plain JavaScript makes of the same rows', () => {
  const asked = fc.tuple(fc.uniqueArray(fc.constantFrom(...keys), { maxLength: 3 }), someFigures)

  fc.assert(
    fc.property(fc.array(someCells, { maxLength: 10 }), fc.array(asked, { minLength: 5 }), (rows, questions) => {
      const { groups, found } = openGrid(rows)
      const all = found()
      for (const [group, figures] of questions) {
        const answer = groups(group, figures)
        const told = (cells: Cells[]) =>
          Object.fromEntries(
            Object.entries(figures).map(([key, figure]) => [
              key,
              figureOf(
                figure,
                cells.map((one) => one[key]),
              ),
            ]),
          )
        const inGroup = (values: unknown[]) =>
          all.filter((cells) => JSON.stringify(group.map((key) => keyOf(key, cells[key]))) === JSON.stringify(values))

        expect(answer.total).toEqual({ count: all.length, figures: told(all) })
        expect(answer.groups.reduce((sum, { count }) => sum + count, 0)).toBe(group.length > 0 ? all.length : 0)
        for (const { values, count, figures: figured } of answer.groups) {
          const members = inGroup(values.map((value) => (Array.isArray(value) ? value.toSorted() : value)))
          expect([count, figured], JSON.stringify({ group, values })).toEqual([members.length, told(members)])
        }
      }
    }),
    { numRuns: 40 },
  )
})

test('rows asked for by group stand in the order of the groups', () => {
  const group = fc.uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: 3 })

  fc.assert(
    fc.property(fc.array(someCells, { maxLength: 10 }), group, fc.boolean(), (rows, fields, descending) => {
      const { db, clock, groups } = openGrid(rows)
      const terms = fields.map((key) => ({ key, descending }))
      const filter = { field: 'source', op: 'is', value: 'grid' }
      const query = { filter, group: terms, limit: 100, offset: 0 }

      const inOrder = findRows(db, query, { now: clock.now(), zone }).rows.map(({ values }) =>
        JSON.stringify(fields.map((key) => keyOf(key, values[key]))),
      )

      const sorted = (value: unknown) => (Array.isArray(value) ? value.toSorted() : value)
      const expected = groups(fields, {}, descending).groups.flatMap(({ values, count }) =>
        Array(count).fill(JSON.stringify(values.map(sorted))),
      )
      expect(inOrder).toEqual(expected)
    }),
    { numRuns: 60 },
  )
})
