import { decodeText, type Header } from '../mime/headers.ts'
import { type MimePart, readableText } from '../mime/parts.ts'
import { invalidArgument } from '../problems.ts'
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
  if (isAttachment(part)) return { attachmentId: attachmentId(part), size: part.body.length }
  const bytes = textAsUtf8(part)
  return { size: bytes.length, ...(bytes.length > 0 && { data: bytes.toString('base64url') }) }
}

function isAttachment(part: MimePart): boolean {
  return part.parts.length === 0 && (part.filename !== '' || !/^(text|multipart)\//.test(part.mimeType))
}

export function hasAttachment(part: MimePart): boolean {
  return isAttachment(part) || part.parts.some(hasAttachment)
}

let attachmentSerial = 0

/** A new id with every reading: Google's are not stable between calls either, so nobody may store one. */
function attachmentId(part: MimePart): string {
  attachmentSerial += 1
  return Buffer.from(`${attachmentSerial} ${part.partId}`).toString('base64url')
}

/** `users.messages.attachments.get`: the bytes of the part an id of that message was given for. */
export function attachmentResource(message: StoredMessage, id: string) {
  const [serial, partId] = Buffer.from(id, 'base64url').toString().split(' ')
  const isIssued = Number(serial) >= 1 && Number(serial) <= attachmentSerial
  const part = isIssued ? partNumbered(message.mime, partId ?? '') : undefined
  if (!part || !isAttachment(part)) throw invalidArgument('Invalid attachment token')
  return { size: part.body.length, data: part.body.toString('base64url') }
}

function partNumbered(part: MimePart, partId: string): MimePart | undefined {
  if (part.partId === partId) return part
  return part.parts.map((child) => partNumbered(child, partId)).find((found) => found !== undefined)
}

function textAsUtf8(part: MimePart): Buffer {
  if (!part.mimeType.startsWith('text/')) return part.body
  const text = decodeText(part.body, part.charset)
  return text === null ? part.body : Buffer.from(text)
}
