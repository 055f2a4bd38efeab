import { parseAddressList } from '../../shared/addresses.ts'
import { messageIdOf } from '../communications/message-id.ts'
import type { Google } from './clients.ts'
import { GoogleFailure, retrying } from './retry.ts'

/** What one message's headers say. `at` is when Gmail accepted it (UTC ISO 8601); addresses stand as they were written. */
export type MessageHeaders = {
  messageId: string | null
  threadId: string | null
  subject: string | null
  from: string | null
  to: string[]
  at: string
}

const wanted = ['Message-ID', 'From', 'To', 'Cc', 'Subject', 'Date']

/**
 * Reads the headers of one message in its owner's own mailbox, by delegation. Only the headers
 * named here are asked for, never the body. Throws `GoogleFailure`; somebody waits in the sidebar, so it gives up after `patience` ms.
 * `onRead` is told of every answer, one that comes too late included.
 * https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/get
 */
export async function readMessageHeaders(
  google: Google,
  mailbox: string,
  gmailId: string,
  patience: number,
  onRead: () => void = () => undefined,
): Promise<MessageHeaders> {
  const question = { userId: 'me', id: gmailId, format: 'metadata', metadataHeaders: wanted }
  const ask = async () => {
    const { data } = await google.gmail(mailbox).users.messages.get(question)
    onRead()
    return data
  }
  const message = await within(patience, retrying(ask, { tries: 2, forget: () => google.forget(mailbox) }))

  return headersOf(message)
}

type GmailMessage = {
  threadId?: string | null
  internalDate?: string | null
  payload?: { headers?: { name?: string | null; value?: string | null }[] }
}

function headersOf(message: GmailMessage): MessageHeaders {
  const header = (name: string) =>
    message.payload?.headers?.find((h) => h.name?.toLowerCase() === name.toLowerCase())?.value ?? ''
  const people = (name: string) => parseAddressList(header(name)).map((person) => person.address)

  return {
    messageId: messageIdOf(header('Message-ID')),
    threadId: message.threadId ?? null,
    subject: header('Subject').slice(0, 1000) || null,
    from: people('From')[0] ?? null,
    to: [...people('To'), ...people('Cc')],
    at: instantOf(message.internalDate, header('Date')),
  }
}

/** Gmail's own date is more reliable than the header, which the sender's machine wrote. */
function instantOf(internalDate: string | null | undefined, dateHeader: string): string {
  const instant = new Date(internalDate ? Number(internalDate) : dateHeader)
  if (Number.isNaN(instant.getTime())) throw new GoogleFailure('google_refused', null, 'no date')

  return instant.toISOString()
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new GoogleFailure('google_unreachable', null, 'too slow')), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
