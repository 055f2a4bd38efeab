import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatAttachments, formatList, parseAttachments, parseList } from '../../server/imports/lists.ts'

describe('multi-selects, links and look-ups', () => {
  test.each([
    ['Seed', ['Seed']],
    ['Seed,Growth', ['Seed', 'Growth']],
    ['"Otter Vale, LLC",Fenwick & Moss', ['Otter Vale, LLC', 'Fenwick & Moss']],
    ['"Otter Vale, LLC"', ['Otter Vale, LLC']],
    ['"The ""Vale"", LLC"', ['The "Vale", LLC']],
    ['Seed,Seed,Growth', ['Seed', 'Seed', 'Growth']],
    ['Seed, Growth', ['Seed', 'Growth']],
    ['Seed,,Growth,', ['Seed', 'Growth']],
    ['', []],
    ['a 5" pipe,Seed', ['a 5" pipe', 'Seed']],
    ['["Seed", "Growth, late"]', ['Seed', 'Growth, late']],
    ["['Seed', 'it\\'s']", ['Seed', "it's"]],
    ['[sic]', ['[sic]']],
  ])('%s', (text, items) => {
    expect(parseList(text)).toEqual(items)
  })

  const name = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', ' ', '[', ']', "'"), minLength: 1 })

  test('names written as a list are read back, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (names) => {
        expect(parseList(formatList(names))).toEqual(names)
      }),
    )
  })
})

describe('attachments', () => {
  const host = 'https://v5.airtableusercontent.com/v3/u/0'

  test.each([
    [`Deck v2 (final).pdf (${host}/a)`, ['Deck v2 (final).pdf']],
    [`Deck.pdf (${host}/a),Memo, signed.pdf (${host}/b)`, ['Deck.pdf', 'Memo, signed.pdf']],
    [`copy (https://x.example) (${host}/a)`, ['copy (https://x.example)']],
  ])('%s', (text, names) => {
    expect(parseAttachments(text)?.map(({ name }) => name)).toEqual(names)
    expect(formatAttachments(parseAttachments(text) ?? [])).toBe(text)
  })

  test.each(['Deck.pdf', 'see (https://x.example) for more', ''])('%j is none', (text) => {
    expect(parseAttachments(text)).toBeNull()
  })
})
