import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { encodingOf, type Source, textOf } from '../../server/imports/decode.ts'

const table = 'Name,City\nÖtter Vale,São Paulo\nKestrel “North”,Zürich'

async function read(source: Source): Promise<string> {
  let text = ''
  for await (const piece of textOf(source, await encodingOf(source))) text += piece
  return text
}

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}

describe('text in every encoding spreadsheets write', () => {
  test.each([
    ['UTF-8', Buffer.from(table)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${table}`)],
    ['UTF-16 LE with a byte order mark', Buffer.from(`\ufeff${table}`, 'utf16le')],
    ['UTF-16 BE with a byte order mark', utf16be(`\ufeff${table}`)],
    ['UTF-16 LE without one', Buffer.from(table, 'utf16le')],
    ['UTF-16 BE without one', utf16be(table)],
  ])('%s', async (_name, bytes) => {
    expect(await read({ bytes })).toBe(table)
  })

  test('Windows-1252, when the bytes are not UTF-8', async () => {
    const bytes = Buffer.from('Name,City\nM\xfcller \x96 S\xf6hne,K\xf6ln \x80', 'latin1')

    expect(await read({ bytes })).toBe('Name,City\nMüller – Söhne,Köln €')
  })

  test('a character cut in two by a read is one character', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'import-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const path = join(folder, 'long.csv')
    const text = `x${'ö'.repeat(300_000)}`
    writeFileSync(path, text)

    expect((await read({ path })) === text).toBe(true)
    expect((await read({ text: `${text}x${'🦦'.repeat(300_000)}` })) === `${text}x${'🦦'.repeat(300_000)}`).toBe(true)
  })

  test('pasted text keeps everything but its byte order mark', async () => {
    expect(await read({ text: `\ufeff${table}` })).toBe(table)
  })

  test('any text survives UTF-8 and UTF-16', async () => {
    const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0') && !one.startsWith('\ufeff'))
    await fc.assert(
      fc.asyncProperty(text, async (one) => {
        expect(await read({ bytes: Buffer.from(`\ufeff${one}`) })).toBe(one)
        expect(await read({ bytes: Buffer.from(`\ufeff${one}`, 'utf16le') })).toBe(one)
      }),
    )
  })
})

describe('what is no text', () => {
  test.each([
    ['an Excel workbook', Buffer.from('PK\x03\x04and more'), 'Excel'],
    ['an old Excel workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'old Excel'],
    ['a PDF', Buffer.from('%PDF-1.7'), 'PDF'],
    ['a gzip file', Buffer.from([0x1f, 0x8b, 8]), 'compressed'],
    ['bytes with NULs', Buffer.from('Name\0City\n'), 'not text'],
    ['UTF-8 by its mark only', Buffer.from('\xef\xbb\xbfN\xfcme', 'latin1'), 'says that it is UTF-8'],
    ['half a UTF-16 character', Buffer.concat([Buffer.from('\ufeffName', 'utf16le'), Buffer.from([0x41])]), 'damaged'],
  ])('%s is refused with a sentence', async (_name, bytes, sentence) => {
    await expect(read({ bytes })).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining(sentence) })
  })

  test('pasted NULs are refused', async () => {
    await expect(read({ text: 'Name\0' })).rejects.toMatchObject({ code: 'invalid' })
  })
})
