import { createHash } from 'node:crypto'
import type { Email } from 'postal-mime'
import type { MailAttachment, MailParty } from '../../db/mirror.ts'
import { headerOf } from './headers.ts'

type Content = {
  messageId: string | null
  parties: MailParty[]
  subject: string | null
  text: string
  attachments: MailAttachment[]
}

/**
 * What makes two copies one message: its Message-ID with sender, date and words, since a Message-ID alone can be used twice.
 * Spaces do not count, as they change with the transfer encoding. Without a Message-ID the whole content decides.
 */
export function identityOf(content: Content, { headers }: Email): string {
  const { messageId, parties, subject, text, attachments } = content
  const from = parties.find(({ role }) => role === 'from')?.address.toLowerCase() ?? ''
  const marks = [messageId ?? '', from, headerOf(headers, 'date') ?? '', text.replace(/\s+/g, '')]
  const more = messageId ? [] : [subject ?? '', ...attachments.map(({ sha256 }) => sha256)]

  return createHash('sha256')
    .update(JSON.stringify([...marks, ...more]))
    .digest('hex')
}
