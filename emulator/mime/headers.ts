import { parseHeaderValue } from 'nodemailer/lib/mime-funcs'

export interface Header {
  name: string
  value: string
}

/** Unfolds and decodes a header block (RFC 5322 section 2.2.3, RFC 2047). */
export function parseHeaders(block: string): Header[] {
  return block
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .filter((line) => line.includes(':'))
    .map((line) => {
      const colon = line.indexOf(':')
      return { name: line.slice(0, colon).trim(), value: decodeWords(line.slice(colon + 1).trim()) }
    })
}

/** The value of the first header of that name, or '' when the message has none. */
export function headerValue(headers: Header[], name: string): string {
  return headers.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value ?? ''
}

/** The values of every header of that name: a malformed message may hold several To headers. */
export function headerValues(headers: Header[], name: string): string[] {
  return headers.filter((header) => header.name.toLowerCase() === name.toLowerCase()).map(({ value }) => value)
}

/** The message without one of its headers; every other byte stays as it is. */
export function withoutHeader(raw: Buffer, name: string): Buffer {
  const text = raw.toString('latin1')
  const end = headEnd(text)
  const header = new RegExp(`^${name}:.*(\\r?\\n[ \\t].*)*(\\r?\\n|$)`, 'gim')
  return Buffer.from(text.slice(0, end).replace(header, '') + text.slice(end), 'latin1')
}

/** Where the last header line ends and the empty line begins. */
function headEnd(text: string): number {
  const gap = /(\r?\n)\r?\n/.exec(text)
  return gap ? gap.index + (gap[1]?.length ?? 0) : text.length
}

/** The message with one header more, above the others. */
export function withHeader(raw: Buffer, name: string, value: string): Buffer {
  return Buffer.concat([Buffer.from(`${name}: ${value}\r\n`), raw])
}

export function structuredHeader(headers: Header[], name: string, fallback: string) {
  return parseHeaderValue(headerValue(headers, name) || fallback)
}

/** Message ids inside a header such as References, without their angle brackets. */
export function messageIds(value: string): string[] {
  return [...value.matchAll(/<([^<>\s]+)>/g)].map((match) => match[1] ?? '')
}

const encodedWord = /=\?([^?\s]+)\?([bqBQ])\?([^?]*)\?=/g

function decodeWords(value: string): string {
  // White space between two adjacent encoded words is not part of the text (RFC 2047 section 6.2).
  return value
    .replace(/(\?=)\s+(?==\?)/g, '$1')
    .replace(encodedWord, (word, charset: string, kind: string, text: string) => decodeWord(word, charset, kind, text))
}

function decodeWord(word: string, charset: string, kind: string, text: string): string {
  const bytes = kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : decodeQ(text)
  return decodeText(bytes, charset) ?? word
}

function decodeQ(text: string): Buffer {
  const unescaped = text
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(unescaped, 'latin1')
}

/** Bytes as text, or null for a charset nobody knows. */
export function decodeText(bytes: Buffer, charset: string): string | null {
  try {
    return new TextDecoder(charset.toLowerCase() || 'utf-8').decode(bytes)
  } catch {
    return null
  }
}
