import { createReadStream } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { UserError } from '../errors.ts'

/** What somebody hands in: pasted text, an uploaded body, or a file on disk. Each can be read more than once. */
export type Source = { text: string } | { bytes: Uint8Array } | { path: string }

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

const chunkSize = 256 * 1024

/**
 * How the bytes spell text: by byte order mark, else by the pattern of NULs in UTF-16, else UTF-8 when every byte of
 * the file agrees, else Windows-1252, in which any byte is a character. Refuses what is no text at all.
 */
export async function encodingOf(source: Source): Promise<Encoding> {
  if ('text' in source) {
    if (source.text.includes('\0'))
      throw unreadable('The text contains NUL characters. Paste it from the table itself.')
    return 'utf-8'
  }

  const head = await firstBytes(source)
  refuseKnownBinaries(head)
  const declared = byteOrderMark(head) ?? guessUtf16(head)
  return isUtf16(declared) ? declared : utf8OrWindows(source, declared === 'utf-8')
}

async function utf8OrWindows(source: Source, declared: boolean): Promise<Encoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let valid = true

  for await (const chunk of bytesOf(source)) {
    if (chunk.includes(0)) throw unreadable('This file is not text. Export the table as CSV and import that file.')
    valid &&= decodes(decoder, chunk)
  }
  if (valid && decodes(decoder)) return 'utf-8'
  if (declared) throw unreadable('This file says that it is UTF-8, but parts of it are not. Export it again.')
  return 'windows-1252'
}

function decodes(decoder: TextDecoder, chunk?: Uint8Array): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined })
    return true
  } catch {
    return false
  }
}

function isUtf16(encoding: Encoding | null): encoding is 'utf-16le' | 'utf-16be' {
  return encoding === 'utf-16le' || encoding === 'utf-16be'
}

function byteOrderMark(head: Buffer): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null
}

/** Latin text in UTF-16 has a NUL in nearly every pair, always on the same side; separators and line ends are such. */
function guessUtf16(head: Buffer): Encoding | null {
  const nuls = [0, 0]
  for (let at = 0; at + 1 < head.length; at += 1) if (head[at] === 0) nuls[at % 2] = (nuls[at % 2] ?? 0) + 1

  const [even = 0, odd = 0] = nuls
  const pairs = head.length / 2
  if (odd > pairs / 4 && even === 0) return 'utf-16le'
  return even > pairs / 4 && odd === 0 ? 'utf-16be' : null
}

const binaries: [magic: string, sentence: string][] = [
  ['PK\x03\x04', 'This is an Excel workbook or a ZIP archive. Save the sheet as CSV and import that file.'],
  ['\xd0\xcf\x11\xe0', 'This is an old Excel workbook. Save the sheet as CSV and import that file.'],
  ['%PDF-', 'This is a PDF. Export the table as CSV and import that file.'],
  ['\x1f\x8b', 'This file is compressed. Unpack it and import the CSV inside.'],
]

function refuseKnownBinaries(head: Buffer): void {
  const start = head.toString('latin1', 0, 8)
  const known = binaries.find(([magic]) => start.startsWith(magic))
  if (known) throw unreadable(known[1])
}

/** The text of the source, in pieces. A byte order mark is not part of it. */
export async function* textOf(source: Source, encoding: Encoding): AsyncGenerator<string> {
  if ('text' in source) {
    yield* piecesOf(source.text.startsWith('\ufeff') ? source.text.slice(1) : source.text)
    return
  }

  const decoder = new TextDecoder(encoding, { fatal: encoding !== 'windows-1252' })
  for await (const chunk of bytesOf(source)) yield decodeOrRefuse(decoder, chunk)
  yield decodeOrRefuse(decoder)
}

/** Text in memory is handed on in pieces too, with a turn of the event loop for everybody else between them. */
async function* piecesOf(text: string): AsyncGenerator<string> {
  let at = 0
  while (at < text.length) {
    const end = at + chunkSize
    const cutsCharacter = isHighSurrogate(text.charCodeAt(end - 1))
    yield text.slice(at, cutsCharacter ? end + 1 : end)
    at = cutsCharacter ? end + 1 : end
    await setImmediate()
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}

function decodeOrRefuse(decoder: TextDecoder, chunk?: Uint8Array): string {
  const text = attempt(decoder, chunk)
  if (text?.includes('\0') === false) return text
  throw unreadable('This file is damaged: parts of it are not text. Export it again.')
}

function attempt(decoder: TextDecoder, chunk?: Uint8Array): string | null {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined })
  } catch {
    return null
  }
}

async function firstBytes(source: Source): Promise<Buffer> {
  for await (const chunk of bytesOf(source)) return Buffer.from(chunk.subarray(0, 4096))
  return Buffer.alloc(0)
}

async function* bytesOf(source: Source): AsyncGenerator<Uint8Array> {
  if ('path' in source) yield* createReadStream(source.path, { highWaterMark: chunkSize })
  else if ('bytes' in source) {
    for (let at = 0; at < source.bytes.length; at += chunkSize) {
      yield source.bytes.subarray(at, at + chunkSize)
      await setImmediate()
    }
  }
}

export function unreadable(sentence: string): UserError {
  return new UserError('invalid', sentence, { fields: { data: sentence } })
}
