import { createHash } from 'node:crypto'
import { headerValue, messageIds } from '../mime/headers.ts'
import type { MimePart } from '../mime/parts.ts'

export interface StoredMessage {
  id: string
  threadId: string
  labelIds: Set<string>
  /** Milliseconds since the epoch at which Gmail accepted the message. */
  internalDate: number
  historyId: number
  raw: Buffer
  mime: MimePart
  /** RFC Message-ID without its brackets. */
  rfcMessageId: string
}

export type HistoryType = 'messageAdded' | 'messageDeleted' | 'labelAdded' | 'labelRemoved'

export interface HistoryRecord {
  id: number
  type: HistoryType
  message: { id: string; threadId: string }
  labelIds: string[]
}

/** Raw MIME and its parsed form; mailboxes share both, since a message is parsed once however many receive it. */
export interface Incoming {
  raw: Buffer
  mime: MimePart
}

export interface Mailbox {
  address: string
  messages: Map<string, StoredMessage>
  /** RFC Message-ID → thread, so that an answer finds its thread at once. */
  threads: Map<string, string>
  history: HistoryRecord[]
  historyId: number
  /** The oldest start Google still answers; anything before it is 404. */
  oldestHistoryId: number
}

export function createMailbox(address: string): Mailbox {
  const start = 100_000 + (Number.parseInt(fingerprint(address).slice(0, 5), 16) % 900_000)
  return { address, messages: new Map(), threads: new Map(), history: [], historyId: start, oldestHistoryId: start }
}

/** Stores a message as new mail. Threads follow References and In-Reply-To (RFC 5322 section 3.6.4). */
export function addMessage(
  mailbox: Mailbox,
  { raw, mime }: Incoming,
  labelIds: string[],
  receivedAt: Date,
): StoredMessage {
  const id = newMessageId(mailbox, receivedAt)
  const message: StoredMessage = {
    id,
    threadId: findThread(mailbox, mime) ?? id,
    labelIds: new Set(labelIds),
    internalDate: receivedAt.getTime(),
    historyId: 0,
    raw,
    mime,
    rfcMessageId: messageIds(headerValue(mime.headers, 'Message-ID'))[0] ?? '',
  }
  mailbox.messages.set(id, message)
  mailbox.threads.set(message.rfcMessageId, message.threadId)
  recordHistory(mailbox, 'messageAdded', message, labelIds)
  return message
}

/** Adds and removes labels the way a person does in Gmail; trashing is `add: ['TRASH'], remove: ['INBOX']`. */
export function relabel(mailbox: Mailbox, id: string, change: { add?: string[]; remove?: string[] }) {
  const message = mailbox.messages.get(id)
  if (!message) throw new Error(`${mailbox.address} has no message ${id}`)
  const added = (change.add ?? []).filter((label) => !message.labelIds.has(label))
  const removed = (change.remove ?? []).filter((label) => message.labelIds.has(label))
  for (const label of added) message.labelIds.add(label)
  for (const label of removed) message.labelIds.delete(label)
  if (added.length > 0) recordHistory(mailbox, 'labelAdded', message, added)
  if (removed.length > 0) recordHistory(mailbox, 'labelRemoved', message, removed)
}

/** Removes a message for good, as "Delete forever" does. */
export function deleteMessage(mailbox: Mailbox, id: string) {
  const message = mailbox.messages.get(id)
  if (!message) throw new Error(`${mailbox.address} has no message ${id}`)
  mailbox.messages.delete(id)
  recordHistory(mailbox, 'messageDeleted', message, [])
}

/** Newest first: the order of every Gmail list. */
export function newestFirst(messages: Iterable<StoredMessage>): StoredMessage[] {
  return [...messages].sort((a, b) => b.internalDate - a.internalDate || (a.id < b.id ? 1 : -1))
}

/** The messages of one thread, oldest first. */
export function threadMessages(mailbox: Mailbox, threadId: string): StoredMessage[] {
  const members = [...mailbox.messages.values()].filter((message) => message.threadId === threadId)
  return newestFirst(members).reverse()
}

function recordHistory(mailbox: Mailbox, type: HistoryType, message: StoredMessage, labelIds: string[]) {
  // History ids rise but are not contiguous, so nothing may count on id + 1.
  mailbox.historyId += 7 + (mailbox.history.length % 5)
  message.historyId = mailbox.historyId
  mailbox.history.push({
    id: mailbox.historyId,
    type,
    message: { id: message.id, threadId: message.threadId },
    labelIds,
  })
}

/** Sixteen hex digits that start with the arrival time, like Google's, and differ between mailboxes. */
function newMessageId(mailbox: Mailbox, receivedAt: Date): string {
  const time = receivedAt.getTime().toString(16).padStart(11, '0').slice(-11)
  for (let attempt = mailbox.history.length; ; attempt++) {
    const id = time + fingerprint(`${mailbox.address} ${attempt}`).slice(0, 5)
    if (!mailbox.messages.has(id)) return id
  }
}

function findThread(mailbox: Mailbox, mime: MimePart): string | undefined {
  const names = ['In-Reply-To', 'References']
  const ancestors = names.flatMap((name) => messageIds(headerValue(mime.headers, name)))
  return ancestors.map((id) => mailbox.threads.get(id)).find((thread) => thread !== undefined)
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
