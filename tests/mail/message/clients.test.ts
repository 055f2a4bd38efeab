/** Replies as mail programs write them, one file each: the same words above, below or around the same question. */
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textOfHtml } from '../../../server/mail/message/html.ts'
import { readMessage } from '../../../server/mail/message/read.ts'
import { safeHtml } from '../../../server/mail/message/safe-html.ts'
import { foldQuotes } from '../../../server/mail/shown/quotes.ts'
import { parted } from './raw.ts'

const folder = new URL('clients/', import.meta.url)
const clients = readdirSync(folder).map((file) => file.replace('.eml', ''))
const mailOf = (client: string) => readFileSync(new URL(`${client}.eml`, folder))
const letterOf = (client: string) => mailOf(client).toString().split('\n\n').slice(1).join('\n\n')
const folded = (html: string) => foldQuotes(safeHtml(html, { remote: false }))

/** The words in sight, on one line. */
const inSight = (html: string) => wordsIn(html.replace(/<details class="quoted">.*?<\/details>/gs, ''))
const wordsIn = (html: string) =>
  html
    .replace(/<summary.*?<\/summary>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&\w+;/g, ' ')
    .replace(/[\s\u00a0\ufeff]+/g, ' ')
    .trim()

const reply = 'Dear Ines, We will join with three million. Maya'

test.each(clients)('of a reply by %s only what was written this time is in sight', (client) => {
  expect(inSight(folded(letterOf(client)))).toBe(reply)
})

test.each(clients)('of a reply by %s everything is one click away', (client) => {
  const safe = safeHtml(letterOf(client), { remote: false })

  expect(wordsIn(foldQuotes(safe))).toBe(wordsIn(safe))
  expect(foldQuotes(safe)).toContain('will you join us?')
})

test.each(clients)(
  'of a reply by %s that has no plain text the snippet is what was written this time',
  async (client) => {
    expect((await readMessage(mailOf(client))).snippet).toBe(reply)
  },
)

/** What only elements say is lost in plain text: a signature without a mark, and headers in languages we do not know. */
const saidByElements = new Set(['outlook-web', 'outlook-desktop-estonian'])

test.each(clients.filter((client) => !saidByElements.has(client)))(
  'of a reply by %s with its plain text beside it the trimmed words are the same',
  async (client) => {
    const html = letterOf(client)
    const mail = parted('alternative', [
      { type: 'text/plain; charset=utf-8', body: textOfHtml(html) },
      { type: 'text/html; charset=utf-8', body: html },
    ])

    expect((await readMessage(mail)).snippet).toBe(reply)
  },
)

test.each([
  ['a forward without a word', '<div id="divRplyFwdMsg">From: Ines<br>Sent: today<br>To: Maya</div><p>Terms</p>'],
  [
    'a paragraph that is only set in',
    '<p>Hi</p><blockquote style="margin:0 0 0 40px;border:none;padding:0px">Three million.</blockquote>',
  ],
  ['a letter that speaks of mail sent from phones', '<p>It was sent from my office by post.</p><p>Yes.</p>'],
  [
    'a letter that asks for discretion',
    `<p>Yes.</p><p>Please keep this confidential, it is for the use of your committee alone until we have signed. ${'Thank you. '.repeat(9)}</p>`,
  ],
  ['a table of figures', '<table><tr><td>From: Ines</td><td>1</td></tr><tr><td>Total</td><td>2</td></tr></table>'],
])('nothing of %s is folded', (_, html) => {
  expect(folded(html)).not.toContain('<details')
})

test('answers between quotes stay in sight, in their order, and every quote has a fold of its own', () => {
  const html =
    '<p>See below.</p><blockquote type="cite">Will you join?</blockquote><p>Yes.</p><blockquote type="cite">With how much?</blockquote><p>Three million.</p>'

  expect(inSight(folded(html))).toBe('See below. Yes. Three million.')
  expect(folded(html).match(/<details/g)).toHaveLength(2)
})

test('a fold within a table leaves a table above and below it', () => {
  const html =
    '<table><tbody><tr><td><p style="color:red">Yes.</p><blockquote type="cite">Join?</blockquote><p>Maya</p></td></tr></tbody></table>'

  expect(folded(html)).toBe(
    '<table><tbody><tr><td><p style="color:red">Yes.</p></td></tr></tbody></table>' +
      '<details class="quoted"><summary title="Show what it quotes">…</summary>' +
      '<table><tbody><tr><td><blockquote>Join?</blockquote></td></tr></tbody></table></details>' +
      '<table><tbody><tr><td><p>Maya</p></td></tr></tbody></table>',
  )
})

test('whatever the HTML, folding loses no word, adds none and closes what it opens', () => {
  const piece = fc.constantFrom(
    ...['<p>', '</p>', '<div class="gmail_quote">', '<div id="divRplyFwdMsg">', '</div>', '<blockquote type="cite">'],
    ...[
      '</blockquote>',
      '<pre>',
      '</pre>',
      '<br>',
      '<hr>',
      '<table><tr><td>',
      '</td></tr></table>',
      'Yes.',
      '-- ',
      '\n',
    ],
    ...[
      'On 3 Mar 2026, ines@a.example wrote:',
      'From: Ines',
      'Sent: today',
      'To: Maya',
      '<b>',
      '</b>',
      'a &lt;b&gt; data-mark="old"',
    ],
  )

  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const safe = safeHtml(pieces.join(''), { remote: false })
      const made = foldQuotes(safe)
      expect(wordsIn(made)).toBe(wordsIn(safe))
      expect(made.match(/<details/g)?.length).toBe(made.match(/<\/details>/g)?.length)
      expect(safeHtml(made, { remote: false })).toBe(
        safeHtml(made.replace(/<\/?(?:details|summary)[^>]*>/g, ''), { remote: false }),
      )
    }),
  )
})

test.each([
  ['blockquotes within blockquotes', '<blockquote type="cite">a'],
  ['quotes and answers', '<blockquote type="cite">a</blockquote>b'],
  ['headers without an end', '<div style="border-top:solid red 1.0pt;padding:3.0pt">From: a'],
])(
  'a megabyte of %s is folded at once',
  (_, unit) => {
    expect(folded(unit.repeat(1_000_000 / unit.length)).length).toBeLessThan(6_000_000)
  },
  30_000,
)
