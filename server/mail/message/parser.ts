import PostalMime, { type Email, type Header } from 'postal-mime'
import { htmlOfText, textOfHtml } from './html.ts'

/** What is used here of the parser's insides, which its types leave out. */
type Insides = {
  buf: ArrayBuffer
  av: Uint8Array
  readPos: number
  currentNode?: { state?: string; contentTransferEncoding?: { encoding?: string } }
  root: { headers: Header[] }
  readLine: () => Line
  buildMessage: () => Email
  textMap: Map<unknown, Words>
  textContent: Partial<Record<'plain' | 'html', string>>
  renderTextContent: () => void
}
type Words = Partial<Record<'plain' | 'html', { value?: string }[]>>
type Line = { bytes: Uint8Array; done: boolean }

/**
 * Attached messages stay attachments, so that none is read within another. 100,000 recipients need 5 MB of headers.
 * https://github.com/postalsys/postal-mime#postalmimeparse
 */
const options = { forceRfc822Attachments: true, maxNestingDepth: 64, maxHeadersSize: 8 * 2 ** 20 }

/** Throws what the parser throws. */
export function parse(raw: Buffer): Promise<Email> {
  const parser = new PostalMime(options)
  const insides = parser as unknown as Insides
  const readLine = insides.readLine.bind(parser)
  insides.readLine = () => takeBody(insides) ?? readLine()
  leaveAddresses(insides)
  insides.renderTextContent = () => joinWords(insides)
  return parser.parse(raw)
}

const addressed = ['from', 'sender', 'to', 'cc', 'bcc', 'reply-to', 'delivered-to', 'return-path']

/** Addresses are read from their headers by `parseAddressList`, as everywhere else, and a list of 100,000 only once. */
function leaveAddresses(parser: Insides): void {
  const build = parser.buildMessage.bind(parser)
  parser.buildMessage = () => {
    const { headers } = parser.root
    parser.root.headers = headers.filter(({ key }) => !addressed.includes(key))
    return { ...build(), headers }
  }
}

/**
 * A body of several parts, such as a letter in HTML with a footer in plain text, has its words in both forms: what a part does not
 * have is made of what it has. The parser's own way of doing so takes minutes for HTML that was made to be slow.
 */
function joinWords({ textMap, textContent }: Insides): void {
  const parts = [...textMap.values()].map(({ plain, html }) => ({ plain: joined(plain), html: joined(html) }))
  if (parts.some(({ plain }) => plain !== null)) {
    textContent.plain = parts.map(({ plain, html }) => plain ?? textOfHtml(html ?? '')).join('\n')
  }
  if (parts.some(({ html }) => html !== null)) {
    textContent.html = parts.map(({ plain, html }) => html ?? htmlOfText(plain ?? '')).join('\n')
  }
}

const joined = (entries: { value?: string }[] | undefined) =>
  entries ? entries.map(({ value }) => value ?? '').join('\n') : null

const [newline, dash, carriageReturn] = [0x0a, 0x2d, 0x0d]

/**
 * The parser takes the body line by line and keeps every line of it by itself, which takes 20 µs and hundreds of bytes for each,
 * and minutes for a body of nothing but line ends. Lines are given to it together here up to the next that may be a boundary.
 * Null where it has to see lines: in headers, at a boundary, and in quoted-printable, where their ends mean something.
 */
function takeBody(parser: Insides): Line | null {
  const { av, buf, readPos: start, currentNode } = parser
  const encoding = currentNode?.contentTransferEncoding?.encoding ?? 'quoted-printable'
  if (currentNode?.state !== 'body' || encoding.includes('quoted-printable')) return null
  if (av[start] === dash && av[start + 1] === dash) return null

  const end = endOfRun(av, start)
  parser.readPos = end
  return { bytes: new Uint8Array(buf, start, withoutLineEnd(av, start, end) - start), done: end >= av.length }
}

/** Just behind the last line before one that begins with two dashes. */
function endOfRun(bytes: Uint8Array, start: number): number {
  let at = bytes.indexOf(newline, start)
  while (at !== -1 && !(bytes[at + 1] === dash && bytes[at + 2] === dash)) at = bytes.indexOf(newline, at + 1)
  return at === -1 ? bytes.length : at + 1
}

/** The last line break of a part belongs to the boundary behind it (RFC 2046, 5.1.1). */
function withoutLineEnd(bytes: Uint8Array, start: number, end: number): number {
  const before = end > start && bytes[end - 1] === newline ? end - 1 : end
  return before > start && bytes[before - 1] === carriageReturn ? before - 1 : before
}
