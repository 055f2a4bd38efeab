import { expect, test } from 'vitest'
import { readMessage } from '../../../server/mail/message/read.ts'
import { fromMaya, parted, raw } from './raw.ts'

const nature = async (bytes: Buffer) => {
  const message = await readMessage(bytes)
  return [message.nature, message.natureWhy]
}

test.each([
  ['Auto-Submitted', 'auto-replied', 'auto', 'Header Auto-Submitted'],
  ['Auto-Submitted', 'auto-generated; owner-email="a@b.example"', 'auto', 'Header Auto-Submitted'],
  ['X-Autoreply', 'yes', 'auto', 'Automatic reply'],
  ['Precedence', 'auto_reply', 'auto', 'Header Precedence'],
  ['Precedence', 'bulk', 'bulk', 'Header Precedence'],
  ['Precedence', 'list', 'bulk', 'Header Precedence'],
  ['List-Id', 'Harbor news <news.harbor.example>', 'bulk', 'Header List-Id'],
  ['List-Unsubscribe', '<https://harbor.example/off>', 'bulk', 'Header List-Unsubscribe'],
  ['Feedback-ID', '1:2:3:mailer', 'bulk', 'Sent by a mailing service'],
  ['X-Failed-Recipients', 'maya@harbor.example', 'bounce', 'Header X-Failed-Recipients'],
  ['Auto-Submitted', 'no', 'personal', null],
  ['Auto-Submitted', '', 'personal', null],
  ['Precedence', 'normal', 'personal', null],
  ['X-Mailer', 'Apple Mail', 'personal', null],
])('%s: %s makes a message %s', async (name, value, expected, why) => {
  expect(await nature(raw([...fromMaya, [name, value]]))).toEqual([expected, why])
})

test.each([
  ['no-reply@bank.example', 'auto'],
  ['"Bank" <NoReply@bank.example>', 'auto'],
  ['do_not_reply@bank.example', 'auto'],
  ['notifications@tool.example', 'auto'],
  ['MAILER-DAEMON@harbor.example', 'bounce'],
  ['norepla@harbor.example', 'personal'],
  ['alberta@harbor.example', 'personal'],
  ['info@harbor.example', 'personal'],
])('mail from %s is %s', async (from, expected) => {
  const rest = fromMaya.filter(([name]) => name !== 'From')

  expect((await nature(raw([['From', from], ...rest])))[0]).toBe(expected)
})

test.each([
  ['Automatic reply: Fund II', 'auto'],
  ['Out of Office: Fund II', 'auto'],
  ['Automatische Antwort: Fonds II', 'auto'],
  ['Réponse automatique : Fonds II', 'auto'],
  ['Risposta automatica: Fondo II', 'auto'],
  ['Re: Automatic reply: Fund II', 'personal'],
  ['Out of office until Monday, then I sign', 'personal'],
  ['Automatic transfers', 'personal'],
])('mail about “%s” is %s, whatever its headers', async (subject, expected) => {
  const rest = fromMaya.filter(([name]) => name !== 'Subject')

  expect((await nature(raw([...rest, ['Subject', subject]])))[0]).toBe(expected)
})

test('a delivery report is a bounce, and the mail in it is evidence and no words', async () => {
  const report = parted('report; report-type=delivery-status', [
    { type: 'text/plain', body: 'Your message could not be delivered.' },
    {
      type: 'message/delivery-status',
      body: 'Reporting-MTA: dns; mx.harbor.example\n\nFinal-Recipient: rfc822; tom@harbor.example\nAction: failed',
    },
    { type: 'message/rfc822', body: 'From: ines@northgate.example\nSubject: Old\n\nOld words' },
  ])
  const message = await readMessage(report)

  expect([message.nature, message.natureWhy]).toEqual(['bounce', 'Delivery report'])
  expect(message.text).toBe('Your message could not be delivered.')
  expect(message.attachments.map(({ name }) => name)).toEqual(['delivery-status.txt', 'message.eml'])
})

test('a read receipt is automatic', async () => {
  const receipt = parted('report; report-type=disposition-notification', [
    { type: 'text/plain', body: 'Read.' },
    { type: 'message/disposition-notification', body: 'Disposition: manual-action/MDN-sent-manually; displayed' },
  ])

  expect(await nature(receipt)).toEqual(['auto', 'Read receipt'])
})

const invitation = (method: string) =>
  parted(
    'alternative',
    [
      { type: 'text/plain', body: 'Annual meeting' },
      { type: `text/calendar; charset=utf-8; method=${method}`, body: 'BEGIN:VCALENDAR\nEND:VCALENDAR' },
    ],
    [['Auto-Submitted', 'auto-generated']],
  )

test.each([['REQUEST'], ['reply'], ['CANCEL']])(
  'a calendar part with the method %s makes an invitation',
  async (method) => {
    expect(await nature(invitation(method))).toEqual(['invite', 'Calendar invitation'])
  },
)

test('a calendar file somebody attached does not make their letter an invitation', async () => {
  const message = await readMessage(
    parted('mixed', [
      { type: 'text/plain', body: 'The dates are attached.' },
      { type: 'text/calendar; name=dates.ics', body: 'BEGIN:VCALENDAR\nEND:VCALENDAR' },
    ]),
  )

  expect([message.nature, message.attachments[0]?.name]).toEqual(['personal', 'dates.ics'])
})

const unverified = 'Gmail could not verify the sender'

test.each([
  [
    'mx.google.com; dkim=pass header.i=@evil.example; spf=pass; dmarc=fail (p=NONE dis=NONE) header.from=harbor.example',
    unverified,
  ],
  ['mx.google.com; spf=softfail smtp.mailfrom=maya@harbor.example', unverified],
  ['mx.google.com; dkim=pass header.i=@harbor.example; spf=softfail; dmarc=pass header.from=harbor.example', null],
  ['mx.google.com; dkim=pass header.i=@harbor.example; spf=softfail', null],
  ['mx.evil.example; dmarc=fail', null],
])('of a sender of whom it is found: %s', async (found, why) => {
  expect(await nature(raw([['Authentication-Results', found], ...fromMaya]))).toEqual(['personal', why])
})

test('what a message says of itself below what Gmail found does not count', async () => {
  const [found, forged] = ['dmarc=fail', 'dmarc=pass'].map(
    (result) => `mx.google.com; ${result} header.from=harbor.example`,
  )
  const headers = [
    ['Authentication-Results', found ?? ''],
    ['Received', 'from evil.example'],
    ['Authentication-Results', forged ?? ''],
  ] as const

  expect(await nature(raw([...headers, ...fromMaya]))).toEqual(['personal', unverified])
})
