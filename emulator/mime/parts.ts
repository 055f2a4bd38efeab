import { decodeText, type Header, headerValue, parseHeaders, structuredHeader } from './headers.ts'

/** One node of a parsed message; `body` is transfer-decoded and empty for a multipart. */
export interface MimePart {
  partId: string
  mimeType: string
  charset: string
  filename: string
  headers: Header[]
  body: Buffer
  parts: MimePart[]
}

/** Parses a message as Gmail numbers it: the root has the id '', its children '0', '1', theirs '1.0', '1.1' … */
export function parseMessage(raw: Buffer): MimePart {
  return parsePart(raw, '')
}

/** The text a person reads: the first text/plain part, else the first text/html with its tags removed. */
export function readableText(root: MimePart): string {
  const plain = findPart(root, 'text/plain')
  if (plain) return decodeText(plain.body, plain.charset) ?? plain.body.toString('latin1')
  const html = findPart(root, 'text/html')
  return html ? (decodeText(html.body, html.charset) ?? '').replace(/<[^>]*>/g, ' ') : ''
}

export function findPart(part: MimePart, mimeType: string): MimePart | undefined {
  if (part.mimeType === mimeType && !part.filename) return part
  return part.parts.map((child) => findPart(child, mimeType)).find((found) => found !== undefined)
}

/** Deeper parts than these stay unopened bytes of their parent, so that a nest of thousands stops nobody. */
const deepest = 50

function parsePart(raw: Buffer, partId: string, depth = 0): MimePart {
  const { headers, body } = splitHead(raw)
  const type = structuredHeader(headers, 'Content-Type', 'text/plain')
  const disposition = structuredHeader(headers, 'Content-Disposition', 'inline')
  const shared = {
    partId,
    mimeType: String(type.value).toLowerCase(),
    charset: type.params['charset'] ?? 'utf-8',
    filename: disposition.params['filename'] ?? type.params['name'] ?? '',
    headers,
  }
  const boundary = type.params['boundary']
  if (shared.mimeType.startsWith('multipart/') && boundary && depth < deepest) {
    return { ...shared, body: Buffer.alloc(0), parts: parseChildren(body, boundary, partId, depth + 1) }
  }
  return { ...shared, body: decodeBody(body, headerValue(headers, 'Content-Transfer-Encoding')), parts: [] }
}

/** The headers of a message or part, and the bytes after the empty line. */
export function splitHead(raw: Buffer): { headers: Header[]; body: Buffer } {
  // Bytes survive a round trip through latin1, so positions found in the text are positions in the buffer.
  const match = /\r?\n\r?\n/.exec(raw.toString('latin1'))
  if (!match) return { headers: parseHeaders(raw.toString('utf8')), body: Buffer.alloc(0) }
  const head = raw.subarray(0, match.index).toString('utf8')
  return { headers: parseHeaders(head), body: raw.subarray(match.index + match[0].length) }
}

function parseChildren(body: Buffer, boundary: string, partId: string, depth: number): MimePart[] {
  const chunks = `\r\n${body.toString('latin1')}`.split(new RegExp(`\\r?\\n--${escapeForRegExp(boundary)}`))
  const children = chunks.slice(1).filter((chunk) => !chunk.startsWith('--'))
  return children.map((chunk, index) => {
    const content = chunk.replace(/^[ \t]*\r?\n/, '')
    return parsePart(Buffer.from(content, 'latin1'), partId === '' ? `${index}` : `${partId}.${index}`, depth)
  })
}

function decodeBody(body: Buffer, encoding: string): Buffer {
  if (/^base64$/i.test(encoding)) return Buffer.from(body.toString('latin1'), 'base64')
  if (/^quoted-printable$/i.test(encoding)) return decodeQuotedPrintable(body.toString('latin1'))
  return body
}

function decodeQuotedPrintable(text: string): Buffer {
  const joined = text.replace(/[ \t]+$/gm, '').replace(/=\r?\n/g, '')
  const decoded = joined.replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(decoded, 'latin1')
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
