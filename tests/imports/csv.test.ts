import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { recognise } from '../../server/imports/recognise.ts'

async function read(text: string) {
  const file = await recognise({ text })
  const rows = []
  for await (const row of file.rows()) rows.push(row)
  return { headers: file.columns.map((column) => column.header), rows, file }
}

async function cells(text: string): Promise<string[][]> {
  return (await read(text)).rows.map((row) => row.cells)
}

describe('separators', () => {
  test.each([
    ['comma', 'Name,City\nOtter Vale,Oslo', ','],
    ['semicolon', 'Name;City\nOtter Vale;Oslo', ';'],
    ['tab', 'Name\tCity\nOtter Vale\tOslo', '\t'],
    ['comma, with semicolons in the cells', 'Name,City\n"Otter; Vale",Oslo;Bergen', ','],
    ['semicolon, with a comma in a header', 'Name;Amount, in USD\nOtter Vale;1,5', ';'],
    ['semicolon, with quoted commas in the header', '"Name, legal";City\nOtter Vale;Oslo', ';'],
    ['semicolon, below empty lines', '\r\n\nName;City\nOtter Vale;Rome, Italy', ';'],
    ['one column only', 'Name\nOtter Vale', ','],
    ['Excel’s own announcement', 'sep=;\nName;City\nOtter, Vale;Oslo', ';'],
  ])('%s', async (_name, text, separator) => {
    const { file } = await read(text)
    expect(file.layout.separator).toBe(separator)
    expect(file.total).toBe(1)
  })
})

describe('records', () => {
  test('line breaks, commas and doubled quotes inside quotes belong to the cell', async () => {
    expect(await cells('Name,Notes\n"Otter, ""the"" Vale","Met in May.\nSaid ""maybe""."')).toEqual([
      ['Otter, "the" Vale', 'Met in May.\nSaid "maybe".'],
    ])
  })

  test('a bare CR is part of a cell where lines end with LF, and a line end where nothing else is', async () => {
    expect(await cells('Name,Notes\nOtter,one\rtwo')).toEqual([['Otter', 'one\rtwo']])
    expect(await cells('Name,Notes\rOtter,one\rFenwick,two')).toEqual([
      ['Otter', 'one'],
      ['Fenwick', 'two'],
    ])
  })

  test('a quote in the middle of a cell is text', async () => {
    expect(await cells('Name,Notes\nOtter,a 5" pipe')).toEqual([['Otter', 'a 5" pipe']])
  })

  test('a row that ends early has the cells it has, and is counted', async () => {
    const { file, rows } = await read('Name\tCity\tNotes\t\nOtter\nFenwick\tOslo\nKestrel\tRome\twarm')

    expect(rows.map((row) => row.cells.length)).toEqual([1, 2, 3])
    expect(file.warnings).toEqual([expect.stringContaining('2 rows end early')])
  })

  test('a row with too many cells says so; separators after the last cell do not matter', async () => {
    const { rows } = await read('Name,City\nOtter,Oslo,,\nFenwick,Oslo,Norway')

    expect(rows[0]).toEqual({ number: 1, cells: ['Otter', 'Oslo'] })
    expect(rows[1]?.problem).toContain('3 cells')
  })

  test('rows count from 1 after the header, lines with nothing on them included', async () => {
    const { rows } = await read('Name,City\nOtter,Oslo\n\nFenwick,Bergen\n')

    expect(rows.map((row) => row.number)).toEqual([1, 3])
  })

  test('a table without records is a header and nothing after it', async () => {
    const { headers, rows } = await read('Name,City')

    expect(headers).toEqual(['Name', 'City'])
    expect(rows).toEqual([])
  })

  test('whatever a CSV writer wrote is read back cell by cell', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'ö', '"', ',', ';', '\t', '\n', ' ', "'", '\\') })
    const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(',', ';', '\t'), async (table, delimiter) => {
        const text = stringify([['one', 'two', 'three'], ...table], { delimiter })
        expect(await cells(text)).toEqual(table)
      }),
    )
  })
})

describe('headers', () => {
  test('are matched trimmed', async () => {
    expect((await read('Name, Warm intro,($M)\nOtter,,')).headers).toEqual(['Name', 'Warm intro', '($M)'])
  })

  test('equal ones are numbered and nameless ones called by their place, with a warning', async () => {
    const { headers, file } = await read('Name,Email,Email,\nOtter,a@b.example,c@d.example,kept')

    expect(headers).toEqual(['Name', 'Email', 'Email (2)', 'Column 4'])
    expect(file.warnings).toHaveLength(2)
  })

  test('a nameless column with nothing in it is no column', async () => {
    expect((await read('Name,City,\nOtter,Oslo,')).headers).toEqual(['Name', 'City'])
  })

  test('the same headers in another order are the same shape', async () => {
    const one = await recognise({ text: 'Name,City\nOtter,Oslo' })
    const other = await recognise({ text: 'City,Name\nBergen,Fenwick' })
    const third = await recognise({ text: 'City,Firm\nBergen,Fenwick' })

    expect(other.signature).toBe(one.signature)
    expect(third.signature).not.toBe(one.signature)
  })
})

describe('broken files', () => {
  test.each([
    ['an empty file', '', 'empty'],
    ['blank lines only', '\n \n', 'empty'],
    ['a quote that is never closed', 'Name,Notes\nOtter,fine\nFenwick,"open\nKestrel,x', 'row 2 is never closed'],
    ['an open quote in the header', '"Name,Notes\nOtter,fine', 'in the header'],
    ['a quote that swallows the rest of a long file', `Name\n"${'x'.repeat(17_000_000)}`, 'too long'],
  ])('%s is refused with a sentence', async (_name, text, sentence) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining(sentence) })
  })
})

test('a file too long to keep is read a second time, with the same rows', async () => {
  const long = 'x'.repeat(30_000)
  const text = `Name,Notes\n${Array.from({ length: 450 }, (_, n) => `Otter ${n},${long}`).join('\n')}`
  const { rows, file } = await read(text)

  expect(Array.isArray(file.rows())).toBe(false)
  expect(rows).toHaveLength(450)
  expect(rows[449]?.cells[0]).toBe('Otter 449')
})
