import { expect, test } from 'vitest'
import { readMessage } from '../../../server/mail/message/read.ts'
import { fromMaya, raw } from './raw.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

test.each([
  ['windows-1252', hex('93 47 72 fc df 65 94 20 80 35'), '“Grüße” €5'],
  ['iso-8859-1', hex('63 61 66 e9'), 'café'],
  ['iso-8859-15', hex('a4 35'), '€5'],
  ['iso-8859-2', hex('b3 f3 64 bc'), 'łódź'],
  ['koi8-r', hex('f0 d2 c9 d7 c5 d4'), 'Привет'],
  ['windows-1251', hex('cf f0 e8 e2 e5 f2'), 'Привет'],
  ['iso-2022-jp', hex('1b 24 42 46 7c 4b 5c 38 6c 1b 28 42'), '日本語'],
  ['shift_jis', hex('93 fa 96 7b 8c ea'), '日本語'],
  ['euc-kr', hex('c7 d1 b1 db'), '한글'],
  ['gb18030', hex('d6 d0 ce c4'), '中文'],
  ['gb2312', hex('d6 d0 ce c4'), '中文'],
  ['big5', hex('a4 a4 a4 e5'), '中文'],
  ['"UTF-8"', Buffer.from('café'), 'café'],
])('a body in %s is read', async (charset, bytes, text) => {
  const headers = [
    ...fromMaya,
    ['Content-Type', `text/plain; charset=${charset}`],
    ['Content-Transfer-Encoding', '8bit'],
  ] as const

  expect((await readMessage(raw(headers, bytes))).text).toBe(text)
})

test.each([['x-unknown-9'], ['utf-7'], ['../../etc/passwd'], ['']])(
  'a body in “%s”, which nobody reads, is shown as it is',
  async (charset) => {
    const headers = [...fromMaya, ['Content-Type', `text/html; charset=${charset}`]] as const
    const { text, html } = await readMessage(raw(headers, 'Hi +ADw-script+AD4-alert(1)+ADw-/script+AD4-'))

    expect(text).toBe('Hi +ADw-script+AD4-alert(1)+ADw-/script+AD4-')
    expect(html).not.toContain('<script')
  },
)

test('a body that says nothing about its characters is taken for UTF-8', async () => {
  expect((await readMessage(raw(fromMaya, 'Grüße'))).text).toBe('Grüße')
})

test('bytes that are no characters, and halves of them, do not end up in the store', async () => {
  const headers = [...fromMaya, ['Content-Type', 'text/plain; charset=utf-8']] as const
  const { text } = await readMessage(raw(headers, Buffer.from([0x41, 0x00, 0xff, 0xed, 0xa0, 0x80, 0x42, 0x07])))

  expect(text.isWellFormed()).toBe(true)
  expect(text).toMatch(/^A\ufffd+B$/)
})

test('a body in UTF-16, whose bytes are no lines, is read from base64', async () => {
  const headers = [
    ...fromMaya,
    ['Content-Type', 'text/plain; charset=utf-16le'],
    ['Content-Transfer-Encoding', 'base64'],
  ] as const

  expect((await readMessage(raw(headers, Buffer.from('café', 'utf16le').toString('base64')))).text).toBe('café')
})
