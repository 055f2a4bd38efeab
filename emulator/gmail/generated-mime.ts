import { encodeWord } from 'nodemailer/lib/mime-funcs'
import type { Mailer } from '../mime/addresses.ts'
import { draw, type GeneratedFacts, type GeneratedPlan, generatedFacts } from './generated-facts.ts'

/** The bytes of a generated message: plain, with an HTML twin, or with a small attachment, in several encodings. */
export function composeGenerated(plan: GeneratedPlan, facts: GeneratedFacts): Buffer {
  const kind = draw(plan, facts.index, 10) % 20
  const text = textOf(plan, facts)
  const body = kind === 0 ? withAttachment(plan, facts, text) : kind < 8 ? withHtml(facts, text) : plain(kind, text)
  return Buffer.from([...headersOf(plan, facts), ...body].join('\r\n'), 'utf8')
}

function headersOf(plan: GeneratedPlan, facts: GeneratedFacts): string[] {
  const { from, to, cc, at, turn, index, isBulk } = facts
  const ancestors = Array.from({ length: turn }, (_, back) => generatedFacts(plan, index - turn + back).rfcMessageId)
  return [
    `From: ${mailbox(from)}`,
    `To: ${to.map(mailbox).join(', ')}`,
    ...(cc.length > 0 ? [`Cc: ${cc.map(mailbox).join(', ')}`] : []),
    `Subject: ${encoded((turn > 0 ? 'Re: ' : '') + subjectOf(plan, facts))}`,
    `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${facts.rfcMessageId}>`,
    ...(turn > 0
      ? [`In-Reply-To: <${ancestors.at(-1)}>`, `References: ${ancestors.map((id) => `<${id}>`).join(' ')}`]
      : []),
    ...(isBulk ? ['List-Unsubscribe: <mailto:leave@letters.example>', 'Precedence: bulk'] : []),
    'MIME-Version: 1.0',
  ]
}

const mailbox = ({ name, address }: Mailer) => (name ? `${encoded(name, true)} <${address}>` : address)

function encoded(text: string, isName = false): string {
  if (/[^\x20-\x7e]/.test(text)) return encodeWord(text, 'Q', 52)
  return isName && /[^\w ]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text
}

function plain(kind: number, text: string): string[] {
  const type = (charset: string, encoding: string) => [
    `Content-Type: text/plain; charset=${charset}`,
    `Content-Transfer-Encoding: ${encoding}`,
    '',
  ]
  if (kind < 12) return [...type('iso-8859-1', 'quoted-printable'), quotedPrintable(Buffer.from(text, 'latin1'))]
  if (kind < 15) return [...type('utf-8', 'base64'), base64(Buffer.from(text))]
  return [...type('utf-8', '8bit'), text]
}

function withHtml({ index }: GeneratedFacts, text: string): string[] {
  const boundary = `twin-${index}`
  const paragraphs = text.split('\r\n\r\n').map((paragraph) => `<p>${escaped(paragraph)}</p>`)
  return [
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    ...plain(19, text),
    `--${boundary}`,
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    quotedPrintable(Buffer.from(`<html><body>${paragraphs.join('\r\n')}</body></html>`)),
    `--${boundary}--`,
    '',
  ]
}

function withAttachment(plan: GeneratedPlan, facts: GeneratedFacts, text: string): string[] {
  const boundary = `mixed-${facts.index}`
  const size = 200 + (draw(plan, facts.index, 11) % 3000)
  return [
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    ...plain(19, text),
    `--${boundary}`,
    `Content-Type: application/pdf; name="report-${facts.index}.pdf"`,
    `Content-Disposition: attachment; filename="report-${facts.index}.pdf"`,
    'Content-Transfer-Encoding: base64',
    '',
    base64(Buffer.alloc(size, `report ${facts.index} `)),
    `--${boundary}--`,
    '',
  ]
}

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/.{76}/g, '$&\r\n')

/** RFC 2045 section 6.7, line breaks kept and lines folded softly. */
function quotedPrintable(bytes: Buffer): string {
  const escapedText = bytes.toString('latin1').replace(/[^\x20-\x3c\x3e-\x7e\r\n]/g, hex)
  return escapedText.replace(/[^\r\n]{70}(?=[^\r\n])(?<!=.?)/g, '$&=\r\n')
}

const hex = (byte: string) => `=${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\r\n', '<br>')

const topics = [
  'Fund II update',
  'Data room access',
  'Capital call',
  'Reference calls',
  'Café in Zürich',
  'Side letter',
  'Quarterly report',
  'Site visit',
]

function subjectOf(plan: GeneratedPlan, { first }: GeneratedFacts): string {
  return `${topics[draw(plan, first, 12) % topics.length]} ${first}`
}

const sentences = [
  'Thank you for the time last week.',
  'We have read the deck and would like to see the track record by company.',
  'Could you send the model before Thursday?',
  'The committee meets at the end of the month.',
  'Our counsel has two comments on the side letter.',
  'I am happy to talk again whenever it suits you.',
  'Grüße aus Zürich, it was good to see the team.',
  'The numbers for the third quarter are attached to the last mail.',
]

function textOf(plan: GeneratedPlan, facts: GeneratedFacts): string {
  const own = ownWords(plan, facts)
  if (facts.turn === 0) return own
  const before = generatedFacts(plan, facts.index - 1)
  const quote = ownWords(plan, before).replace(/^/gm, '> ')
  return `${own}\r\nOn ${new Date(before.at).toUTCString()}, ${before.from.name} wrote:\r\n${quote}`
}

function ownWords(plan: GeneratedPlan, { index, from, to }: GeneratedFacts): string {
  const count = 3 + (draw(plan, index, 13) % 6)
  const said = Array.from({ length: count }, (_, at) => sentences[draw(plan, index, 20 + at) % sentences.length])
  const greeting = `Dear ${to[0]?.name.split(' ')[0] ?? 'all'},`
  return [greeting, `${said.join(' ')} (${index})`, `Best regards\r\n-- \r\n${from.name}\r\n${from.address}\r\n`].join(
    '\r\n\r\n',
  )
}
