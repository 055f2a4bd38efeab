import fc from 'fast-check'
import { expect, test } from 'vitest'
import { snippetOf, trimmedText } from '../../../server/mail/message/trim.ts'

const old = 'Dear Maya,\nwill you join us?\nInes'
const quoted = old.replace(/^/gm, '> ')
const reply = 'Yes, we will.\n\nMaya'

test.each([
  ['Gmail', `On Tue, 3 Mar 2026 at 10:00, Ines Duarte <ines@northgate.example> wrote:\n\n${quoted}`],
  [
    'Gmail, broken over two lines',
    `On Tue, 3 Mar 2026 at 10:00, Ines Duarte of Northgate Ventures\n<ines@northgate.example> wrote:\n\n${quoted}`,
  ],
  ['Apple Mail', `> On 3 Mar 2026, at 10:00, Ines Duarte <ines@northgate.example> wrote:\n>\n${quoted}`],
  [
    'Outlook',
    `From: Ines Duarte <ines@northgate.example>\nSent: Tuesday, March 3, 2026 10:00 AM\nTo: Maya Chen\nSubject: Fund II\n\n${old}`,
  ],
  [
    'Outlook, without addresses',
    `________________________________\nFrom: Ines Duarte\nSent: Tuesday, March 3, 2026 10:00 AM\nTo: Maya Chen\nSubject: Fund II\n\n${old}`,
  ],
  [
    'Outlook in bold',
    `*From:* Ines Duarte\n*Date:* Tuesday, 3 March 2026\n*To:* Maya Chen\n*Subject:* Fund II\n\n${old}`,
  ],
  ['an older Outlook', `-----Original Message-----\nFrom: Ines Duarte\n\n${old}`],
  [
    'a forward',
    `---------- Forwarded message ---------\nFrom: Ines Duarte <ines@northgate.example>\nDate: Tue\nSubject: x\n\n${old}`,
  ],
  ['Thunderbird in German', `Am 03.03.26 um 10:00 schrieb Ines Duarte:\n${quoted}`],
  [
    'Outlook in German',
    `Von: Ines Duarte\nGesendet: Dienstag, 3. März 2026 10:00\nAn: Maya Chen\nBetreff: Fonds II\n\n${old}`,
  ],
  ['Gmail in French', `Le mar. 3 mars 2026 à 10:00, Ines Duarte <ines@northgate.example> a écrit :\n\n${quoted}`],
  [
    'Outlook in French',
    `De : Ines Duarte\nEnvoyé : mardi 3 mars 2026 10:00\nÀ : Maya Chen\nObjet : Fonds II\n\n${old}`,
  ],
  ['Gmail in Spanish', `El mar, 3 mar 2026 a las 10:00, Ines Duarte (<ines@northgate.example>) escribió:\n\n${quoted}`],
  [
    'Gmail in Portuguese',
    `Em ter., 3 de mar. de 2026 às 10:00, Ines Duarte <ines@northgate.example> escreveu:\n\n${quoted}`,
  ],
  [
    'Gmail in Italian',
    `Il giorno mar 3 mar 2026 alle ore 10:00 Ines Duarte <ines@northgate.example> ha scritto:\n\n${quoted}`,
  ],
  ['Gmail in Dutch', `Op di 3 mrt 2026 om 10:00 schreef Ines Duarte <ines@northgate.example>:\n\n${quoted}`],
  ['Gmail in Swedish', `Den tis 3 mars 2026 kl 10:00 skrev Ines Duarte <ines@northgate.example>:\n\n${quoted}`],
  ['Gmail in Polish', `wt., 3 mar 2026 o 10:00 Ines Duarte <ines@northgate.example> napisał(a):\n\n${quoted}`],
  ['Gmail in Czech', `út 3. 3. 2026 v 10:00 odesílatel Ines Duarte <ines@northgate.example> napsal:\n\n${quoted}`],
  ['Gmail in Russian', `вт, 3 мар. 2026 г. в 10:00, Ines Duarte <ines@northgate.example>:\n\n${quoted}`],
  ['Yandex', `03.03.2026, 10:00, "Ines Duarte" <ines@northgate.example> написал:\n\n${old}`],
  ['Gmail in Japanese', `2026年3月3日(火) 10:00 Ines Duarte <ines@northgate.example>:\n\n${quoted}`],
  ['Gmail in Chinese', `Ines Duarte <ines@northgate.example> 于2026年3月3日周二 10:00写道：\n\n${quoted}`],
  [
    'Gmail in Turkish',
    `Ines Duarte <ines@northgate.example>, 3 Mar 2026 Sal, 10:00 tarihinde şunu yazdı:\n\n${quoted}`,
  ],
])('what %s quotes is left out', (_, below) => {
  expect(trimmedText(`${reply}\n\n${below}`)).toBe(reply)
})

test.each([
  ['-- \nMaya Chen\nHarbor Capital\n+44 20 7946 0000'],
  ['Sent from my iPhone'],
  ['Kind regards,\nMaya Chen'],
  ['Get Outlook for iOS'],
])('the signature %j is left out', (signature) => {
  expect(trimmedText(`Yes, we will.\n\n${signature}`)).toBe('Yes, we will.')
})

test('answers between quotes stay, in their order', () => {
  const text =
    'See below.\n\nOn Tue, 3 Mar 2026, Ines <ines@northgate.example> wrote:\n> Will you join?\n\nYes.\n\n> With how much?\n\nThree million.'

  expect(trimmedText(text).split(/\n+/)).toEqual(['See below.', 'Yes.', 'Three million.'])
})

test.each([
  [
    'a letter with nothing to leave out',
    'Dear Ines,\n\nOn Monday we met at 10:00.\nFrom: here to there.\n\nWe wrote: see attached.\n\nMaya',
  ],
  ['a letter that lists dates', 'The dates:\n\n- 3 Mar 2026: closing\n- 4 Mar 2026: wire'],
  [
    'a mail only forwarded',
    `---------- Forwarded message ---------\nFrom: Tom <tom@alder.example>\nDate: Tue\nSubject: x\n\n${old}`,
  ],
  ['a mail of nothing but quotes', quoted],
  ['an empty mail', ''],
])('%s stays whole', (_, text) => {
  expect(trimmedText(text)).toBe(text)
})

test('long lines come out as they went in', () => {
  const long = `${'We will join you, as we said. '.repeat(40)}$& $1 end`

  expect(trimmedText(`${long}\n\n${long}\n\nOn 3 Mar 2026, Ines <ines@northgate.example> wrote:\n${quoted}`)).toBe(
    `${long}\n\n${long}`,
  )
})

test('nothing is invented: every line of the outcome stands in the letter', () => {
  const line = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.constantFrom('> x', '', '-- ', 'On 3 Mar, a@b.c wrote:', 'From: x', 'To: y', 'Regards,', '\uE0001\uE000'),
  )

  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const words = (text: string) => text.split(/\s+/).filter(Boolean)
      const given = new Set(words(lines.join('\n')))
      expect(words(trimmedText(lines.join('\n'))).filter((word) => !given.has(word))).toEqual([])
    }),
  )
})

test.each([
  ['blank lines', ' \n'],
  ['introductions without an end', 'On Tue 3, a\n'],
  ['headers without an end', 'From: a\n'],
  ['words its expressions go back for', '0000from<>":'],
  ['verbs of every language', 'abc. skrev schreef pisze\n'],
  ['dashes', '-'],
  ['quotes', '>'],
])(
  'two million characters of %s are done with',
  (_, unit) => {
    expect(trimmedText(unit.repeat(2_000_000 / unit.length)).length).toBeLessThanOrEqual(200_000)
  },
  30_000,
)

test('a snippet is the beginning on one line, and never half a character', () => {
  expect(snippetOf(`Yes,\n\n we   will. ${'😀'.repeat(200)}`)).toMatch(/^Yes, we will\. (😀)+\ufffd?$/u)
})
