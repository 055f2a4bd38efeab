import { decodeText, type Header } from '../mime/headers.ts'
import { type MimePart, readableText } from '../mime/parts.ts'
import type { StoredMessage } from './mailbox.ts'

export type MessageFormat = 'minimal' | 'metadata' | 'full' | 'raw'

/** A message as `users.messages.get` shows it in that format. 64-bit numbers are strings, as in all proto JSON. */
export function messageResource(message: StoredMessage, format: MessageFormat, metadataHeaders?: string[]) {
  return {
    ...minimal(message),
    ...(format === 'raw' && { raw: message.raw.toString('base64url') }),
    ...(format === 'metadata' && { payload: metadataPayload(message.mime, metadataHeaders) }),
    ...(format === 'full' && { payload: fullPart(message.mime) }),
  }
}

function minimal(message: StoredMessage) {
  return {
    id: message.id,
    threadId: message.threadId,
    ...(message.labelIds.size > 0 && { labelIds: [...message.labelIds] }),
    snippet: snippet(message.mime),
    historyId: `${message.historyId}`,
    internalDate: `${message.internalDate}`,
    sizeEstimate: message.raw.length,
  }
}

/** The first hundred characters of the readable text, on one line. */
export function snippet(mime: MimePart): string {
  return readableText(mime).replace(/\s+/g, ' ').trim().slice(0, 100)
}

function metadataPayload(mime: MimePart, wanted?: string[]) {
  const headers = wanted ? mime.headers.filter((header) => isWanted(header, wanted)) : mime.headers
  return { mimeType: mime.mimeType, ...(headers.length > 0 && { headers }) }
}

function isWanted(header: Header, wanted: string[]): boolean {
  return wanted.some((name) => name.toLowerCase() === header.name.toLowerCase())
}

function fullPart(part: MimePart): object {
  return {
    partId: part.partId,
    mimeType: part.mimeType,
    filename: part.filename,
    ...(part.headers.length > 0 && { headers: part.headers }),
    body: partBody(part),
    ...(part.parts.length > 0 && { parts: part.parts.map(fullPart) }),
  }
}

function partBody(part: MimePart) {
  if (part.parts.length > 0) return { size: 0 }
  if (part.filename) return { attachmentId: attachmentId(part), size: part.body.length }
  const bytes = textAsUtf8(part)
  return { size: bytes.length, ...(bytes.length > 0 && { data: bytes.toString('base64url') }) }
}

function attachmentId(part: MimePart): string {
  return Buffer.from(`attachment ${part.partId} ${part.filename}`).toString('base64url')
}

function textAsUtf8(part: MimePart): Buffer {
  if (!part.mimeType.startsWith('text/')) return part.body
  const text = decodeText(part.body, part.charset)
  return text === null ? part.body : Buffer.from(text)
}
