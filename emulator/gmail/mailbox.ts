import { createHash } from 'node:crypto'
import type { MimePart } from '../mime/parts.ts'
import { AddressIndex } from './address-index.ts'
import type { MailContent } from './content.ts'

/** One copy of a message in one mailbox. */
export class StoredMessage {
  readonly id: string
  readonly threadId: string
  /** Replaced as a whole when labels change: generated messages share one set. */
  labelIds: ReadonlySet<string>
  /** Milliseconds since the epoch at which Gmail accepted the message. */
  readonly internalDate: number
  historyId = 0
  readonly content: MailContent

  constructor(
    place: { id: string; threadId: string; internalDate: number },
    labels: ReadonlySet<string>,
    content: MailContent,
  ) {
    this.id = place.id
    this.threadId = place.threadId
    this.internalDate = place.internalDate
    this.labelIds = labels
    this.content = content
  }

  get raw(): Buffer {
    return this.content.raw
  }

  get mime(): MimePart {
    return this.content.mime
  }

  get rfcMessageId(): string {
    return this.content.rfcMessageId
  }
}

export type HistoryType = 'messageAdded' | 'messageDeleted' | 'labelAdded' | 'labelRemoved'

export interface HistoryRecord {
  id: number
  type: HistoryType
  /** When it happened by the workspace's clock: starts from before a week ago are refused. */
  at: number
  message: { id: string; threadId: string }
  labelIds: string[]
}

export interface Mailbox {
  address: string
  messages: Map<string, StoredMessage>
  /** RFC Message-ID → thread, so that an answer finds its thread at once. */
  threads: Map<string, string>
  /** Finds the thread of a generated message, which `threads` does not hold. */
  generatedThread: ((rfcMessageId: string) => string | undefined)[]
  /** Draft id → message id. */
  drafts: Map<string, string>
  index: AddressIndex
  history: HistoryRecord[]
  historyId: number
  /** The oldest start Google still answers; anything before it is 404. */
  oldestHistoryId: number
  /** Rises with every change; what was found at one revision holds as long as it stands. */
  revision: number
  /** How many of the next lists lose their newest message right after it was listed. */
  vanishing: number
  now: () => number
}

export function createMailbox(address: string, now: () => number): Mailbox {
  const start = 100_000 + (Number.parseInt(fingerprint(address).slice(0, 5), 16) % 900_000)
  return {
    address,
    messages: new Map(),
    threads: new Map(),
    generatedThread: [],
    drafts: new Map(),
    index: new AddressIndex(),
    history: [],
    historyId: start,
    oldestHistoryId: start,
    revision: 0,
    vanishing: 0,
    now,
  }
}

/** Stores a message as new mail. Threads follow References and In-Reply-To (RFC 5322 section 3.6.4). */
export function addMessage(
  mailbox: Mailbox,
  content: MailContent,
  labelIds: string[],
  receivedAt: Date,
  /** Null begins a new thread, whatever the message answers. */
  threadId?: string | null,
): StoredMessage {
  const id = newMessageId(mailbox, receivedAt)
  const place = {
    id,
    threadId: threadId === null ? id : (threadId ?? findThread(mailbox, content) ?? id),
    internalDate: receivedAt.getTime(),
  }
  const message = new StoredMessage(place, new Set(labelIds), content)
  keepMessage(mailbox, message)
  if (message.rfcMessageId) mailbox.threads.set(message.rfcMessageId, message.threadId)
  recordArrival(mailbox, message)
  return message
}

/** Puts a message into the mailbox's order and index, without telling history. */
export function keepMessage(mailbox: Mailbox, message: StoredMessage) {
  mailbox.messages.set(message.id, message)
  mailbox.index.add(message)
  mailbox.revision += 1
}

/** Tells history that a message arrived. */
export function recordArrival(mailbox: Mailbox, message: StoredMessage) {
  recordHistory(mailbox, 'messageAdded', message, [...message.labelIds])
}

/** Adds and removes labels the way a person does in Gmail; trashing is `add: ['TRASH'], remove: ['INBOX']`. */
export function relabel(mailbox: Mailbox, id: string, change: { add?: string[]; remove?: string[] }) {
  const message = requireMessage(mailbox, id)
  const added = (change.add ?? []).filter((label) => !message.labelIds.has(label))
  const removed = (change.remove ?? []).filter((label) => message.labelIds.has(label))
  message.labelIds = new Set([...message.labelIds, ...added].filter((label) => !removed.includes(label)))
  mailbox.revision += 1
  if (added.length > 0) recordHistory(mailbox, 'labelAdded', message, added)
  if (removed.length > 0) recordHistory(mailbox, 'labelRemoved', message, removed)
}

/** Takes a message out of the bin; what was received goes back to the inbox. */
export function untrash(mailbox: Mailbox, id: string) {
  const isReceived = !requireMessage(mailbox, id).labelIds.has('SENT')
  relabel(mailbox, id, { add: isReceived ? ['INBOX'] : [], remove: ['TRASH'] })
}

/** Removes a message for good, as "Delete forever" does. */
export function deleteMessage(mailbox: Mailbox, id: string) {
  const message = requireMessage(mailbox, id)
  mailbox.messages.delete(id)
  mailbox.index.remove(message)
  mailbox.revision += 1
  recordHistory(mailbox, 'messageDeleted', message, [])
}

function requireMessage(mailbox: Mailbox, id: string): StoredMessage {
  const message = mailbox.messages.get(id)
  if (!message) throw new Error(`${mailbox.address} has no message ${id}`)
  return message
}

/** Newest first: the order of every Gmail list. */
export function newestFirst(messages: Iterable<StoredMessage>): StoredMessage[] {
  return [...messages].sort(olderLast)
}

export function olderLast(a: Place, b: Place): number {
  return b.internalDate - a.internalDate || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)
}

type Place = { internalDate: number; id: string }

/** The messages of one thread, oldest first. */
export function threadMessages(mailbox: Mailbox, threadId: string): StoredMessage[] {
  const members = [...mailbox.messages.values()].filter((message) => message.threadId === threadId)
  return newestFirst(members).reverse()
}

function recordHistory(mailbox: Mailbox, type: HistoryType, message: StoredMessage, labelIds: string[]) {
  // History ids rise but are not contiguous, so nothing may count on id + 1.
  mailbox.historyId += 7 + (mailbox.history.length % 5)
  message.historyId = mailbox.historyId
  const { id, threadId } = message
  mailbox.history.push({ id: mailbox.historyId, type, at: mailbox.now(), message: { id, threadId }, labelIds })
}

/** Sixteen hex digits that start with the arrival time, like Google's, and differ between mailboxes. */
function newMessageId(mailbox: Mailbox, receivedAt: Date): string {
  const time = receivedAt.getTime().toString(16).padStart(11, '0').slice(-11)
  for (let attempt = mailbox.history.length; ; attempt++) {
    const id = time + fingerprint(`${mailbox.address} ${attempt}`).slice(0, 5)
    if (!mailbox.messages.has(id)) return id
  }
}

function findThread(mailbox: Mailbox, content: MailContent): string | undefined {
  for (const ancestor of content.ancestors) {
    const thread = mailbox.threads.get(ancestor) ?? generatedThread(mailbox, ancestor)
    if (thread !== undefined) return thread
  }
  return undefined
}

function generatedThread(mailbox: Mailbox, rfcMessageId: string): string | undefined {
  for (const find of mailbox.generatedThread) {
    const thread = find(rfcMessageId)
    if (thread !== undefined) return thread
  }
  return undefined
}

export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
