import { expect, test } from 'vitest'
import { readMessage } from '../../../server/mail/message/read.ts'
import { fromMaya, parted, raw } from './raw.ts'

const identity = async (bytes: Buffer) => (await readMessage(bytes)).identity
const words = 'Dear Ines,\n\nWe are in for €3 million.\n'
const encoded = (encoding: string, body: string | Buffer) =>
  raw([...fromMaya, ['Content-Type', 'text/plain; charset=utf-8'], ['Content-Transfer-Encoding', encoding]], body)

test('copies are one message however they were encoded on the way', async () => {
  const plain = await identity(encoded('8bit', words))
  const quoted = words.replace('€', '=E2=82=AC').replace('in for', 'in =\nfor')

  expect(await identity(encoded('base64', Buffer.from(words).toString('base64')))).toBe(plain)
  expect(await identity(encoded('quoted-printable', quoted))).toBe(plain)
})

test('a copy that came through another server is the same message', async () => {
  const received = [['Received', 'from a by b'], ['Delivered-To', 'marcus@northgate.example'], ...fromMaya] as const

  expect(await identity(raw(received))).toBe(await identity(raw(fromMaya)))
})

test.each([
  ['From', 'Tom <tom@alder.example>'],
  ['Date', 'Wed, 4 Mar 2026 10:00:00 +0100'],
])('two messages with one Message-ID and another %s are two', async (name, value) => {
  const other = fromMaya.map(([key, was]) => [key, key === name ? value : was] as const)

  expect(await identity(raw(other))).not.toBe(await identity(raw(fromMaya)))
})

test('two messages with one Message-ID and other words are two', async () => {
  expect(await identity(raw(fromMaya, 'Send it to account 1.'))).not.toBe(
    await identity(raw(fromMaya, 'Send it to account 2.')),
  )
})

test('without a Message-ID the content decides', async () => {
  const unnamed = fromMaya.filter(([name]) => name !== 'Message-ID')
  const renamed = unnamed.map(([name, value]) => [name, name === 'Subject' ? 'Other' : value] as const)

  expect(await identity(raw(unnamed))).toBe(await identity(raw(unnamed)))
  expect(await identity(raw(unnamed))).not.toBe(await identity(raw(renamed)))
})

test.each([
  ['formatted words', { html: '<p>Send it to account 2.</p>' }],
  ['attachments', { file: 'another file' }],
])(
  'two messages with one Message-ID and other %s are two',
  async (_, { html = '<p>Account 1.</p>', file = 'file' }: Mixed) => {
    const mixed = (given: Required<Mixed>) =>
      parted('mixed', [
        { type: 'text/plain', body: 'See below.' },
        { type: 'text/html', body: given.html },
        { type: 'application/pdf; name=terms.pdf', body: given.file },
      ])
    const first = await identity(mixed({ html: '<p>Account 1.</p>', file: 'file' }))

    expect(await identity(mixed({ html, file }))).not.toBe(first)
    expect(await identity(mixed({ html: '<p>Account 1.</p>', file: 'file' }))).toBe(first)
  },
)

type Mixed = { html?: string; file?: string }
