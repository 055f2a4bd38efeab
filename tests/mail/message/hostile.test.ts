import { expect, test } from 'vitest'
import { readAttachment, readMessage, UnreadableMessage } from '../../../server/mail/message/read.ts'
import { fromMaya, raw } from './raw.ts'

/** Enough for a slow machine under load; what is tried here would take minutes or all memory if it were not bounded. */
const patience = 60_000
const typed = (type: string, body: string | Buffer) => raw([...fromMaya, ['Content-Type', type]], body)

test(
  'a message of 25 MB is read, and its attachment can be fetched',
  async () => {
    const file = Buffer.alloc(25_000_000, 'Harbor ')
    const lines = file.toString('base64').replace(/.{76}/g, '$&\r\n')
    const part = 'Content-Type: application/pdf; name=deck.pdf\r\nContent-Transfer-Encoding: base64'
    const message = typed(
      'multipart/mixed; boundary=e',
      Buffer.from(`--e\r\n\r\nHello\r\n--e\r\n${part}\r\n\r\n${lines}\r\n--e--\r\n`),
    )
    const { text, attachments } = await readMessage(message)

    expect([text, attachments[0]?.name, attachments[0]?.size]).toEqual(['Hello', 'deck.pdf', file.length])
    expect((await readAttachment(message, 0))?.content.equals(file)).toBe(true)
  },
  patience,
)

test(
  'all of 100,000 recipients are counted, and 500 people kept',
  async () => {
    const people = Array.from({ length: 100_000 }, (_, n) => `"Person, ${n}" <person${n}@many.example>`)
    const { parties, recipients } = await readMessage(
      raw([
        ['From', 'maya@harbor.example'],
        ['To', people.join(',\r\n ')],
      ]),
    )

    expect([recipients, parties.length]).toEqual([100_000, 500])
    expect(parties.at(-1)).toEqual({ role: 'to', name: 'Person, 498', address: 'person498@many.example' })
  },
  patience,
)

test.each([
  [
    'parts within parts',
    Array.from({ length: 3000 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`).join(''),
  ],
  ['headers without an end', 'X-Padding: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n'.repeat(200_000)],
])(
  'a bomb of %s is told apart as unreadable, without its words',
  async (_, text) => {
    const failure = await readMessage(Buffer.from(`From: maya@harbor.example\r\n${text}`)).catch(
      (error: unknown) => error,
    )

    expect(failure).toBeInstanceOf(UnreadableMessage)
    expect(String(failure)).toMatch(/^Error: Its (parts|headers) are /)
  },
  patience,
)

test('more than Gmail takes is not even looked at', async () => {
  await expect(readMessage(Buffer.alloc(101 * 2 ** 20, 'From: a@b.example\n'))).rejects.toThrow(/larger/)
})

test.each([
  ['millions of parts', typed('multipart/mixed; boundary=x', '--x\n\n'.repeat(1_000_000))],
  ['messages within messages', raw(fromMaya.slice(0, 2), 'Content-Type: message/rfc822\n\n'.repeat(100_000))],
  [
    'an attached message within an attached message',
    typed('message/rfc822', 'Content-Type: message/rfc822\n\n'.repeat(100_000)),
  ],
  ['lines of nothing', raw(fromMaya, '\n'.repeat(10_000_000))],
  [
    'quoted-printable lines of nothing',
    raw([...fromMaya, ['Content-Transfer-Encoding', 'quoted-printable']], '\n'.repeat(5_000_000)),
  ],
  ['base64 of short lines', raw([...fromMaya, ['Content-Transfer-Encoding', 'base64']], 'QUJD\n'.repeat(1_000_000))],
  ['one line', raw(fromMaya, 'a'.repeat(20_000_000))],
  ['HTML whose tags never end', typed('text/html', '<div>'.repeat(1_000_000))],
  ['HTML of tables within tables', typed('text/html', '<table><tr><td>'.repeat(300_000))],
  [
    'HTML of links that never end beside plain text',
    typed(
      'multipart/mixed; boundary=e',
      `--e\n\nHi\n--e\nContent-Type: text/html\n\n${'<a href="'.repeat(500_000)}\n--e--`,
    ),
  ],
  [
    'addresses that are none',
    raw([
      ['From', 'maya@harbor.example'],
      ['To', 'a, '.repeat(500_000)],
    ]),
  ],
  [
    'an address without an end',
    raw([
      ['From', 'maya@harbor.example'],
      ['To', 'a'.repeat(5_000_000)],
    ]),
  ],
  [
    'a quote without an end',
    raw([
      ['From', 'maya@harbor.example'],
      ['To', `"${'a'.repeat(5_000_000)}`],
    ]),
  ],
  [
    'comments within comments',
    raw([
      ['From', 'maya@harbor.example'],
      ['To', '('.repeat(2_000_000)],
    ]),
  ],
  [
    'groups within groups',
    raw([
      ['From', 'maya@harbor.example'],
      ['To', 'g:'.repeat(1_000_000)],
    ]),
  ],
  [
    'encoded words without an end',
    raw([
      ['From', 'maya@harbor.example'],
      ['Subject', '=?utf-8?q?a?= '.repeat(200_000)],
    ]),
  ],
  ['parameters without an end', typed(`text/plain${'; p=1'.repeat(500_000)}`, 'Hi')],
])(
  '%s are read within bounds',
  async (_, message) => {
    const { parties, text, trimmed, html } = await readMessage(message)

    expect(parties[0]?.address).toBe('maya@harbor.example')
    expect(Math.max(text.length, html?.length ?? 0)).toBeLessThanOrEqual(2 * 2 ** 20)
    expect(trimmed.length).toBeLessThanOrEqual(200_000)
  },
  patience,
)

test('bytes that only look like headers are told apart as unreadable, since they name nobody', async () => {
  const failure = readMessage(Buffer.from('\xff\xd8\xff\xe0: JFIF\r\n\r\nno letter at all'))

  await expect(failure).rejects.toThrow(new UnreadableMessage('It names neither a sender nor a recipient.'))
})
