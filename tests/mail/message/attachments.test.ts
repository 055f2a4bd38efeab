import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readAttachment, readMessage } from '../../../server/mail/message/read.ts'
import { parted } from './raw.ts'

const letter = { type: 'text/plain', body: 'Attached.' }
const named = (disposition: string, type = 'application/pdf') =>
  parted('mixed', [
    letter,
    {
      type,
      body: 'JVBERi0=',
      headers: [
        ['Content-Transfer-Encoding', 'base64'],
        ['Content-Disposition', disposition],
      ],
    },
  ])

test('an attachment is listed with name, type, size and checksum, and fetched by its number', async () => {
  const message = named('attachment; filename="Term sheet.pdf"')
  const content = Buffer.from('%PDF-')

  expect((await readMessage(message)).attachments).toEqual([
    {
      part: 0,
      name: 'Term sheet.pdf',
      type: 'application/pdf',
      size: 5,
      sha256: createHash('sha256').update(content).digest('hex'),
      inline: false,
    },
  ])
  expect(await readAttachment(message, 0)).toEqual({ name: 'Term sheet.pdf', type: 'application/pdf', content })
})

test.each([[-1], [1], [0.5]])('there is no part %s to fetch', async (part) => {
  expect(await readAttachment(named('attachment; filename=a.pdf'), part)).toBeNull()
})

test.each([
  ["attachment; filename*=utf-8''Caf%C3%A9%20terms.pdf", 'Café terms.pdf'],
  ['attachment; filename*0*=utf-8\'en\'Term%20; filename*1="sheet "; filename*2=II.pdf', 'Term sheet II.pdf'],
  ['attachment; filename="=?utf-8?B?Q2Fmw6kucGRm?="', 'Café.pdf'],
  ['attachment; filename="../../etc/passwd"', 'passwd'],
  ['attachment; filename="C:\\\\Users\\\\maya\\\\terms.pdf"', 'terms.pdf'],
  ['attachment; filename="invoice\u202Efdp.exe"', 'invoice fdp.exe'],
  ['attachment; filename="a<script>.pdf"', 'a_script_.pdf'],
  ['attachment; filename="...."', 'unnamed'],
  ['attachment', 'unnamed'],
])('%s names it %s', async (disposition, name) => {
  expect((await readMessage(named(disposition))).attachments[0]?.name).toBe(name)
})

test('a name of a thousand characters is cut', async () => {
  const { attachments } = await readMessage(named(`attachment; filename="${'a'.repeat(1000)}.pdf"`))

  expect(attachments[0]?.name).toHaveLength(200)
})

test('a type that is none is not repeated to a browser', async () => {
  const { attachments } = await readMessage(named('attachment; filename=a', 'text/html<script>'))

  expect(attachments[0]?.type).toBe('application/octet-stream')
})

test('what is packed into an attachment stays packed', async () => {
  const bomb = deflateRawSync(Buffer.alloc(50 * 2 ** 20))
  const body = bomb.toString('base64').replace(/.{76}/g, '$&\n')
  const packed = { type: 'application/zip', body, headers: [['Content-Transfer-Encoding', 'base64']] as const }
  const { attachments, text } = await readMessage(parted('mixed', [letter, packed]))

  expect(attachments).toMatchObject([{ type: 'application/zip', size: bomb.length }])
  expect(text).toBe('Attached.')
})

test('a picture within the letter is inline, and its HTML names it by its number', async () => {
  const html = { type: 'text/html', body: '<p>Chart: <img src="cid:chart%40harbor"> <img src=cid:other></p>' }
  const headers = [
    ['Content-ID', '<chart@harbor>'],
    ['Content-Transfer-Encoding', 'base64'],
    ['Content-Disposition', 'inline'],
  ] as const
  const message = await readMessage(parted('related', [html, { type: 'image/png', body: 'iVBORw0KGgo=', headers }]))

  expect(message.attachments).toMatchObject([{ part: 0, inline: true, size: 8 }])
  expect(message.html).toContain('<img src="cid:0"> <img src=cid:unknown>')
})
