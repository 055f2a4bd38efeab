import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arrangeLines, groupId } from '../../views/assets/grid/model/arrange.ts'
import { mergedOrder, type Row } from '../../views/assets/grid/model/rows.ts'
import { instantIn, wallClock } from '../../views/assets/grid/model/zone.ts'
import { headings, jump, neighbour, rectangle, type Walkable } from '../../views/assets/grid/table/selection.ts'

const rows = ['r1', 'r2', 'r3', 'r4', 'r5']
const fields = ['name', 'city', 'owner']
const filled = new Set(['r1.city', 'r2.city', 'r5.city'])
const on: Walkable = {
  rows,
  fields,
  rowAt: (id) => rows.indexOf(id),
  fieldAt: (key) => fields.indexOf(key),
  isBlank: ({ row, field }) => !filled.has(`${row}.${field}`),
}
const at = (row: string, field = 'city') => ({ row, field })

test('arrows stop at the edges, and reach the headings from the first row', () => {
  expect(neighbour(at('r1'), 'up', on)).toEqual(at(headings))
  expect(neighbour(at(headings), 'up', on)).toEqual(at(headings))
  expect(neighbour(at(headings), 'down', on)).toEqual(at('r1'))
  expect(neighbour(at('r5'), 'down', on)).toEqual(at('r5'))
  expect(neighbour(at('r1', 'owner'), 'right', on)).toEqual(at('r1', 'owner'))
})

test('a page up from below stops at the first row, not in the headings', () => {
  expect(neighbour(at('r3'), 'up', on, 20)).toEqual(at('r1'))
})

test('a jump goes to the end of what is filled, then to the next that is', () => {
  expect(jump(at('r1'), 'down', on)).toEqual(at('r2'))
  expect(jump(at('r2'), 'down', on)).toEqual(at('r5'))
  expect(jump(at('r3', 'name'), 'down', on)).toEqual(at('r5', 'name'))
})

test('a range has the same corners however it was drawn', () => {
  const area = { top: 1, bottom: 3, left: 0, right: 2 }

  expect(rectangle({ anchor: at('r2', 'name'), focus: at('r4', 'owner') }, on)).toEqual(area)
  expect(rectangle({ anchor: at('r4', 'owner'), focus: at('r2', 'name') }, on)).toEqual(area)
  expect(rectangle({ anchor: at('gone'), focus: at('r2') }, on)).toBeNull()
})

test('a new order leaves a row it does not know behind the one it stood behind', () => {
  expect(mergedOrder(['a', 'draft', 'b', 'c'], ['c', 'a', 'b'])).toEqual(['c', 'a', 'draft', 'b'])
  expect(mergedOrder(['draft', 'a'], ['a', 'new'])).toEqual(['draft', 'a', 'new'])
})

test('no row is lost or doubled by a new order', () => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }))
  fc.assert(
    fc.property(ids, ids, (old, fresh) => {
      expect(mergedOrder(old, fresh).toSorted()).toEqual([...new Set([...old, ...fresh])].toSorted())
    }),
  )
})

const row = (id: string, list: string | null, stage: string[] | null = null): Row => ({
  kind: 'row',
  id,
  version: 1,
  color: null,
  values: { list, stage },
})
const group = [
  { key: 'list', descending: false },
  { key: 'stage', descending: false },
]

test('a line heads each group that begins, and what is folded is left out', () => {
  const all = [row('a', 'main', ['x', 'y']), row('b', 'main', ['y', 'x']), row('c', 'main'), row('d', null)]
  const shown = (folded: string[]) => arrangeLines(all, group, new Set(folded), new Map()).map((line) => line.id)
  const [main, mainXy] = [groupId(['main']), groupId(['main', ['x', 'y']])]

  expect(shown([])).toEqual([
    main,
    mainXy,
    'a',
    'b',
    groupId(['main', null]),
    'c',
    groupId([null]),
    groupId([null, null]),
    'd',
  ])
  expect(shown([mainXy])).toEqual([
    main,
    mainXy,
    groupId(['main', null]),
    'c',
    groupId([null]),
    groupId([null, null]),
    'd',
  ])
  expect(shown([main])).toEqual([main, groupId([null]), groupId([null, null]), 'd'])
})

test.each([
  ['Europe/Berlin', '2026-11-16T09:30', '2026-11-16T08:30:00.000Z'],
  ['Europe/Berlin', '2026-07-16T09:30', '2026-07-16T07:30:00.000Z'],
  ['America/New_York', '2026-03-08T03:30', '2026-03-08T07:30:00.000Z'],
  ['Asia/Kathmandu', '2026-01-01T00:00', '2025-12-31T18:15:00.000Z'],
])('in %s the clock shows %s at %s', (zone, wall, instant) => {
  expect(instantIn(zone, `${wall}:00`)).toBe(instant)
  expect(wallClock(zone, instant)).toBe(wall)
})
