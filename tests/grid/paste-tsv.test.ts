import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTsv, writeTsv } from '../../views/assets/grid/paste/tsv.ts'

const text = fc.oneof(
  fc.string(),
  fc
    .array(fc.constantFrom('a', '"', '\t', '\n', '\r', '\r\n', ' ', ','), { maxLength: 8 })
    .map((parts) => parts.join('')),
)
const cells = fc
  .integer({ min: 1, max: 5 })
  .chain((width) => fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }))

test('whatever stands in the cells, what is copied is read back as it was', () => {
  fc.assert(
    fc.property(cells, (given) => {
      expect(readTsv(writeTsv(given))).toEqual(given)
    }),
  )
})

test.each<[what: string, text: string, cells: string[][]]>([
  [
    'what Excel writes',
    'Name\tTicket\r\nHarbor\t$12.5M\r\n',
    [
      ['Name', 'Ticket'],
      ['Harbor', '$12.5M'],
    ],
  ],
  ['a cell of two lines', 'a\t"one\ntwo"\tb', [['a', 'one\ntwo', 'b']]],
  ['doubled quotes', '"say ""hi"""\tb', [['say "hi"', 'b']]],
  ['a quote within a cell', 'the "big" one\tb', [['the "big" one', 'b']]],
  ['a quoted word at the start', '"big" fund\tb', [['"big" fund', 'b']]],
  ['a quote that is never closed', '"big\tb', [['"big', 'b']]],
  [
    'blank cells',
    '\t\na\t',
    [
      ['', ''],
      ['a', ''],
    ],
  ],
  ['one cell', 'Lisbon', [['Lisbon']]],
  ['a column', 'a\nb\n', [['a'], ['b']]],
  ['an old Mac', 'a\rb', [['a'], ['b']]],
  ['a blank line at the end of a column', 'a\n\n', [['a'], ['']]],
])('%s', (_what, text, cells) => {
  expect(readTsv(text)).toEqual(cells)
})
