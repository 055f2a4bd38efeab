import { expect, test } from 'vitest'
import { type Spanning, spread } from '../../views/assets/grid/paste/spans.ts'

const cell = (text: string, span: Partial<Spanning> = {}): Spanning => ({ text, columns: 1, rows: 1, ...span })

test('a cell over two rows leaves its place in the second one blank', () => {
  const rows = [
    [cell('Harbor', { rows: 2 }), cell('Maya Chen')],
    [cell('Noah Reyes')],
    [cell('Alder'), cell('Ida Lund')],
  ]

  expect(spread(rows)).toEqual([
    ['Harbor', 'Maya Chen'],
    ['', 'Noah Reyes'],
    ['Alder', 'Ida Lund'],
  ])
})

test('a cell over two columns counts as its text and a blank', () => {
  expect(spread([[cell('Harbor', { columns: 2 }), cell('Boston')]])).toEqual([['Harbor', '', 'Boston']])
})

test('a cell that covers all rows there are covers no more', () => {
  expect(spread([[cell('Harbor', { rows: 0 }), cell('1')], [cell('2')]])).toEqual([
    ['Harbor', '1'],
    ['', '2'],
  ])
})

test('cells that claim to cover more columns than a table has are cut, all of them together', () => {
  const wide = Array.from({ length: 500 }, () => cell('x', { columns: 1000 }))

  expect(spread([wide])[0]).toHaveLength(1000)
})
