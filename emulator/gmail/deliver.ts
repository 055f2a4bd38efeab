import { deliveryAddress } from '../mime/addresses.ts'
import { composeRaw, type DraftMessage } from '../mime/compose.ts'
import { headerValue, withoutHeader } from '../mime/headers.ts'
import type { Workspace } from '../workspace.ts'
import { ArrivedContent, type PeopleField } from './content.ts'
import { addMessage, type Mailbox } from './mailbox.ts'

export interface DeliveryOptions {
  /** Labels beside SENT or INBOX, for instance `['IMPORTANT']`. */
  labelIds?: string[]
  /** Received copies are unread unless this is true. */
  read?: boolean
  /** When Gmail accepted it; the Date header when absent, or now when that says something absurd. */
  receivedAt?: Date
  /** Recipients the headers do not show (Bcc, mailing lists). */
  alsoTo?: string[]
  /** The thread of the sender's copy, or null for a new one; it follows from what is answered when absent. */
  threadId?: string | null
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
  return deliverRaw(workspace, raw, options)
}

/** Only the sender's own copy shows hidden recipients (RFC 5322 section 3.6.3). */
export function deliverRaw(workspace: Workspace, raw: Buffer, options: DeliveryOptions = {}): Delivery {
  const written = new ArrivedContent(raw)
  const shown = written.people('bcc').length > 0 ? new ArrivedContent(withoutHeader(raw, 'Bcc')) : written
  const receivedAt = options.receivedAt ?? believableDate(written, workspace) ?? workspace.clock.now()
  const senders = addressesIn(written, ['from'])
  const recipients = new Set([
    ...addressesIn(written, ['to', 'cc', 'bcc']),
    ...(options.alsoTo ?? []).map(deliveryAddress),
  ])

  const delivery: Delivery = { rfcMessageId: written.rfcMessageId, copies: [] }
  for (const mailbox of workspace.mailboxes.values()) {
    const own = addressesOf(workspace, mailbox)
    const sent = own.some((address) => senders.has(address))
    const received = own.some((address) => recipients.has(address))
    if (!sent && !received) continue
    const labels = labelsFor(sent, received, options)
    const thread = sent ? options.threadId : undefined
    const { id, threadId } = addMessage(mailbox, sent ? written : shown, labels, receivedAt, thread)
    delivery.copies.push({ mailbox: mailbox.address, id, threadId })
  }
  return delivery
}

/** The addresses at which a mailbox receives, and in whose name its owner may send. */
export function addressesOf(workspace: Workspace, { address }: Mailbox): string[] {
  return [address, ...(workspace.users.get(address)?.aliases ?? [])]
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

function addressesIn(content: ArrivedContent, fields: PeopleField[]): Set<string> {
  return new Set(fields.flatMap((field) => content.people(field)).map(({ address }) => deliveryAddress(address)))
}

const aDay = 24 * 60 * 60 * 1000

/** The Date header, unless it lies before e-mail or ahead of the clock: Google notes when it accepted a message. */
function believableDate({ headers }: ArrivedContent, { clock }: Workspace): Date | null {
  const date = new Date(headerValue(headers, 'Date'))
  const isBelievable = date.getTime() > Date.UTC(1990, 0) && date.getTime() < clock.now().getTime() + aDay
  return isBelievable ? date : null
}
