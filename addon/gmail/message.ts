import { type Mailbox, normaliseAddress, parseAddressList } from '../../shared/addresses.ts'
import type { Event } from '../event.ts'
import { Problem } from '../problem.ts'

/** The open message as its headers tell it: who, when, and its ids. Subject and body are never read. */
export interface OpenMessage {
  messageId: string
  threadId: string
  /** The Message-ID header every mailbox of the thread shares (RFC 5322, 3.6.4); null when Gmail does not say. */
  rfcMessageId: string | null
  at: string
  from: Mailbox | null
  /** Everybody in From, Reply-To, To, Cc and Bcc, each address once, in that order. */
  people: Mailbox[]
}

/** Null on a card that was not opened beside a message. */
export function openMessage(event: Event): OpenMessage | null {
  const open = event.gmail
  if (!open?.messageId) return null

  const message = headersOf(open)
  const from = parseAddressList(message.getFrom())
  const others = [message.getReplyTo(), message.getTo(), message.getCc(), message.getBcc()]
  return {
    messageId: open.messageId,
    threadId: open.threadId,
    rfcMessageId: rfcMessageId(message),
    at: new Date(message.getDate().getTime()).toISOString(),
    from: from[0] ?? null,
    people: eachOnce([...from, ...others.flatMap((header) => parseAddressList(header ?? ''))]),
  }
}

/** What every question about the open message carries: ids and addresses, at most 100. */
export function aboutMessage(message: OpenMessage | null) {
  if (!message) return { addresses: [] }

  const { messageId, threadId, rfcMessageId, people } = message
  return {
    addresses: people.slice(0, 100).map(({ address }) => address),
    message_id: messageId,
    thread_id: threadId,
    ...(rfcMessageId && { rfc_message_id: rfcMessageId }),
  }
}

/** The person behind an address of this message, by the name they write under. */
export function nameOf(message: OpenMessage | null, address: string): string | null {
  const wanted = normaliseAddress(address)
  return message?.people.find((person) => normaliseAddress(person.address) === wanted)?.name ?? null
}

/** The token is good for this message and this event alone, and must be set before anything is read. */
function headersOf({ accessToken, messageId }: NonNullable<Event['gmail']>): GoogleAppsScript.Gmail.GmailMessage {
  try {
    GmailApp.setCurrentMessageAccessToken(accessToken)
    return GmailApp.getMessageById(messageId)
  } catch {
    throw new Problem('Gmail did not hand over this message. Open it again, and try again.')
  }
}

/** `getHeader` compares letter case, and mail programs do not agree on one. */
const idHeaders = ['Message-ID', 'Message-Id', 'Message-id']

/** Google does not say that the scope of headers opens this one. Without it the service goes by Gmail's own ids. */
function rfcMessageId(message: GoogleAppsScript.Gmail.GmailMessage): string | null {
  try {
    return idHeaders.map((name) => message.getHeader(name)).find(Boolean) ?? null
  } catch {
    return null
  }
}

function eachOnce(people: Mailbox[]): Mailbox[] {
  const byAddress = new Map<string, Mailbox>()
  for (const person of people) {
    const address = normaliseAddress(person.address)
    if (address && !byAddress.get(address)?.name) byAddress.set(address, { name: person.name, address })
  }
  return [...byAddress.values()]
}
