/** Reads a message as it came over the wire (RFC 5322, RFC 2045–2049). Mail is written by strangers: every size is bounded here. */
import type { Email } from 'postal-mime'
import { messageIdOf } from '../../communications/message-id.ts'
import type { MailAttachment, MailNature, MailParty } from '../../db/mirror.ts'
import { listAttachments } from './attachments.ts'
import { boundedMail, limits, UnreadableMessage } from './bounds.ts'
import { dateOf, partiesOf, referencesOf, subjectOf } from './headers.ts'
import { identityOf } from './identity.ts'
import { natureOf } from './nature.ts'
import { trimmedHtml } from './own-html.ts'
import { parse } from './parser.ts'
import { snippetOf, trimmedText } from './trim.ts'
import { htmlOf, textOf } from './words.ts'

export { UnreadableMessage } from './bounds.ts'

/**
 * What is kept of a message. `parties` are as written, the first 500 of them; `beyond` are the addresses of the others, which
 * are not kept; `recipients` counts all. `references` are at most
 * 100 Message-IDs, the one it answers last. `sentAt` is what the sender's clock said (UTC ISO 8601), null when that cannot be.
 * `text` is the whole of it, from the HTML where there is no other; `trimmed` is without quoted replies and signature.
 * `html` is not safe to show: see `safeHtml`. `identity` is the same for every copy, however it was encoded on its way.
 */
export type ReadMessage = {
  messageId: string | null
  references: string[]
  parties: MailParty[]
  beyond: string[]
  recipients: number
  subject: string | null
  sentAt: string | null
  text: string
  trimmed: string
  snippet: string
  html: string | null
  nature: MailNature
  natureWhy: string | null
  attachments: MailAttachment[]
  identity: string
  size: number
}

/** Throws `UnreadableMessage`, with a reason that holds none of the message's words. */
export async function readMessage(raw: Buffer): Promise<ReadMessage> {
  const mail = await parseMail(raw)
  const people = partiesOf(mail.headers)
  if (people.parties.length === 0) throw new UnreadableMessage('It names neither a sender nor a recipient.')
  const attachments = listAttachments(mail.attachments)
  const text = textOf(mail)
  const trimmed = trimmedOf(mail, text)
  const read = {
    messageId: messageIdOf(mail.messageId),
    references: referencesOf(mail),
    ...people,
    subject: subjectOf(mail),
    sentAt: dateOf(mail),
    text,
    trimmed,
    snippet: snippetOf(trimmed),
    html: htmlOf(mail),
    ...natureOf(mail),
    attachments,
    size: raw.length,
  }
  return { ...read, identity: identityOf(read, mail) }
}

/** HTML without a plain text beside it says by its elements what it quotes. */
const trimmedOf = ({ text, html }: Email, words: string): string =>
  (!text?.trim() && html && trimmedHtml(html)) || trimmedText(words)

export type AttachedFile = { name: string; type: string; content: Buffer }

/** Bytes and name of the part that `MailAttachment.part` numbers; null when the message has no such part. */
export async function readAttachment(raw: Buffer, part: number): Promise<AttachedFile | null> {
  const mail = await parseMail(raw)
  const listed = listAttachments(mail.attachments)[part]
  const content = mail.attachments[part]?.content
  return listed && content instanceof ArrayBuffer
    ? { name: listed.name, type: listed.type, content: Buffer.from(content) }
    : listed && content instanceof Uint8Array
      ? { name: listed.name, type: listed.type, content: Buffer.from(content) }
      : null
}

async function parseMail(raw: Buffer): Promise<Email> {
  if (raw.length > limits.message) throw new UnreadableMessage('It is larger than any mail that Gmail takes.')
  const mail = await parse(boundedMail(raw)).catch((error: unknown) => {
    throw new UnreadableMessage(reasonOf(error))
  })
  if (mail.headers.every(({ value }) => value === '')) throw new UnreadableMessage('It has no headers.')
  return mail
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : ''
  if (text.includes('nesting depth')) return 'Its parts are nested deeper than any mail program does.'
  if (text.includes('header size')) return 'Its headers are larger than any mail program writes.'
  return 'It does not follow the format of e-mail.'
}
