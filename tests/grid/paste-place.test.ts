import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillDown, fillOver, fillRight, grown, place } from '../../views/assets/grid/paste/place.ts'

const ground = { rows: ['r1', 'r2', 'r3', 'r4'], fields: ['name', 'city', 'country', 'source'] }
const range = (rows: string, fields: string) => ({ rows: rows.split(' '), fields: fields.split(' ') })
/** `r1.city→r2.city` for each copy. */
const told = (copies: ReturnType<typeof fillDown>) =>
  copies.map(({ from, to }) => `${from.row}.${from.field}→${to.row}.${to.field}`)

test('a rectangle goes to the right and down from the first marked cell', () => {
  const placed = place(
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
    range('r2', 'city'),
    ground,
  )

  expect(placed).toEqual({
    rows: ['r2', 'r3'],
    fields: ['city', 'country'],
    cells: [
      ['a', 'b'],
      ['c', 'd'],
    ],
    cut: 0,
  })
})

test('one cell fills all that is marked', () => {
  const placed = place([['x']], range('r1 r2', 'city country'), ground)

  expect(placed.cells).toEqual([
    ['x', 'x'],
    ['x', 'x'],
  ])
})

test('a row is repeated over marked rows', () => {
  const placed = place([['a', 'b']], range('r1 r2 r3', 'city country'), ground)

  expect(placed.cells).toEqual([
    ['a', 'b'],
    ['a', 'b'],
    ['a', 'b'],
  ])
})

test('a marked range that is no multiple is only where it begins', () => {
  const placed = place([['a'], ['b']], range('r1 r2 r3', 'city'), ground)

  expect(placed).toMatchObject({ rows: ['r1', 'r2'], cells: [['a'], ['b']] })
})

test('what reaches below the last row makes new rows', () => {
  expect(place([['a'], ['b'], ['c']], range('r3', 'name'), ground).rows).toEqual(['r3', 'r4', null])
})

test('what reaches beyond the last column is cut off and counted', () => {
  const placed = place([['a', 'b', 'c']], range('r1', 'country'), ground)

  expect(placed).toMatchObject({ fields: ['country', 'source'], cells: [['a', 'b']], cut: 1 })
})

test('short lines leave the cells they do not reach alone', () => {
  expect(place([['a', 'b'], ['c']], range('r1', 'city'), ground).cells).toEqual([
    ['a', 'b'],
    ['c', null],
  ])
})

test('filling down copies the first marked row, or the row above a single one', () => {
  expect(told(fillDown(range('r1 r2 r3', 'city'), ground))).toEqual(['r1.city→r2.city', 'r1.city→r3.city'])
  expect(told(fillDown(range('r3', 'city'), ground))).toEqual(['r2.city→r3.city'])
  expect(fillDown(range('r1', 'city'), ground)).toEqual([])
})

test('filling right copies the first marked column, or the column to the left of a single one', () => {
  expect(told(fillRight(range('r1', 'city country'), ground))).toEqual(['r1.city→r1.country'])
  expect(told(fillRight(range('r1', 'country'), ground))).toEqual(['r1.city→r1.country'])
})

test('a pattern drawn down goes on, and drawn up goes on backwards', () => {
  const two = range('r2 r3', 'city')
  expect(told(fillOver(two, range('r2 r3 r4', 'city')))).toEqual(['r2.city→r4.city'])
  expect(told(fillOver(two, range('r1 r2 r3', 'city')))).toEqual(['r3.city→r1.city'])
})

test('the corner grows the range in one direction, the one it was drawn further in', () => {
  expect(grown(range('r1', 'city'), { row: 'r3', field: 'country' }, ground)).toEqual(range('r1 r2 r3', 'city'))
  expect(grown(range('r1', 'city'), { row: 'r2', field: 'source' }, ground)).toEqual(range('r1', 'city country source'))
  expect(grown(range('r2', 'city'), { row: 'r2', field: 'city' }, ground)).toEqual(range('r2', 'city'))
})

test('every text that has a place is in it exactly once, unless a marked range repeats them', () => {
  const sizes = fc.record({
    height: fc.integer({ min: 1, max: 6 }),
    width: fc.integer({ min: 1, max: 6 }),
    row: fc.nat(3),
    column: fc.nat(3),
  })
  fc.assert(
    fc.property(sizes, ({ height, width, row, column }) => {
      const texts = Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => `${y}/${x}`))
      const start = { rows: [ground.rows[row] ?? ''], fields: [ground.fields[column] ?? ''] }
      const placed = place(texts, start, ground)

      expect(placed.cells).toEqual(texts.map((line) => line.slice(0, 4 - column)))
      expect(placed.rows).toHaveLength(height)
      expect(placed.cut).toBe(Math.max(0, width - (4 - column)))
    }),
  )
})
