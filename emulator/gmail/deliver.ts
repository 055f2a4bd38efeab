import { deliveryAddress, parseAddresses } from '../mime/addresses.ts'
import { composeRaw, type DraftMessage } from '../mime/compose.ts'
import { type Header, headerValue } from '../mime/headers.ts'
import { parseMessage } from '../mime/parts.ts'
import type { Workspace } from '../workspace.ts'
import { addMessage } from './mailbox.ts'

export interface DeliveryOptions {
  /** Labels beside SENT or INBOX, for instance `['IMPORTANT']`. */
  labelIds?: string[]
  /** Received copies are unread unless this is true. */
  read?: boolean
  /** When Gmail accepted it; the Date header when absent. */
  receivedAt?: Date
  /** Recipients the headers do not show (Bcc, mailing lists). */
  alsoTo?: string[]
}

export interface Delivery {
  /** RFC Message-ID without its brackets: the same in every mailbox. */
  rfcMessageId: string
  /** One copy per concerned staff mailbox, each with ids of its own. */
  copies: { mailbox: string; id: string; threadId: string }[]
}

/** Puts a message (raw MIME or a draft) into every staff mailbox it concerns. */
export async function deliver(
  workspace: Workspace,
  message: DraftMessage | string | Buffer,
  options: DeliveryOptions = {},
): Promise<Delivery> {
  const isDraft = typeof message === 'object' && !Buffer.isBuffer(message)
  const raw = isDraft ? await composeRaw(message, workspace.nextSerial()) : Buffer.from(message)
  const hidden = [...(options.alsoTo ?? []), ...(isDraft ? parseAddresses(message.bcc).map((to) => to.address) : [])]
  return deliverRaw(workspace, raw, hidden, options)
}

function deliverRaw(workspace: Workspace, raw: Buffer, hidden: string[], options: DeliveryOptions): Delivery {
  const incoming = { raw, mime: parseMessage(raw) }
  const { headers } = incoming.mime
  const receivedAt = options.receivedAt ?? headerDate(headers) ?? workspace.clock.now()
  const senders = addressesIn(headers, ['From'])
  const recipients = new Set([...addressesIn(headers, ['To', 'Cc', 'Bcc']), ...hidden.map(deliveryAddress)])

  const delivery: Delivery = { rfcMessageId: '', copies: [] }
  for (const mailbox of workspace.mailboxes.values()) {
    const sent = senders.has(mailbox.address)
    const received = recipients.has(mailbox.address)
    if (!sent && !received) continue
    const stored = addMessage(mailbox, incoming, labelsFor(sent, received, options), receivedAt)
    delivery.rfcMessageId = stored.rfcMessageId
    delivery.copies.push({ mailbox: mailbox.address, id: stored.id, threadId: stored.threadId })
  }
  return delivery
}

function labelsFor(sent: boolean, received: boolean, options: DeliveryOptions): string[] {
  const unread = received && !sent && !options.read
  return [
    ...(sent ? ['SENT'] : []),
    ...(received ? ['INBOX'] : []),
    ...(unread ? ['UNREAD'] : []),
    ...(options.labelIds ?? []),
  ]
}

function addressesIn(headers: Header[], names: string[]): Set<string> {
  const mailers = names.flatMap((name) => parseAddresses(headerValue(headers, name)))
  return new Set(mailers.map((mailer) => deliveryAddress(mailer.address)))
}

function headerDate(headers: Header[]): Date | null {
  const date = new Date(headerValue(headers, 'Date'))
  return Number.isNaN(date.getTime()) ? null : date
}
