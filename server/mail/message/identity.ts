import { createHash } from 'node:crypto'
import type { Email } from 'postal-mime'
import type { MailAttachment, MailParty } from '../../db/mirror.ts'
import { headerOf } from './headers.ts'

type Content = {
  messageId: string | null
  parties: MailParty[]
  subject: string | null
  text: string
  html: string | null
  attachments: MailAttachment[]
}

/**
 * What makes two copies one message: its Message-ID with sender, date and body, since a Message-ID alone can be used twice, and
 * a forged copy would else put its own formatted words or attachments in the place of those that were sent. Spaces do not
 * count, as they change with the transfer encoding. Without a Message-ID the subject decides as well.
 */
export function identityOf(content: Content, { headers }: Email): string {
  const { messageId, parties, subject, text, html, attachments } = content
  const from = parties.find(({ role }) => role === 'from')?.address.toLowerCase() ?? ''
  const marks = [messageId ?? '', from, headerOf(headers, 'date') ?? '', squeezed(text)]
  const body = [squeezed(html ?? ''), ...attachments.map(({ sha256 }) => sha256)]
  const more = messageId ? body : [subject ?? '', ...body]

  return createHash('sha256')
    .update(JSON.stringify([...marks, ...more]))
    .digest('hex')
}

const squeezed = (text: string): string => text.replace(/\s+/g, '')
