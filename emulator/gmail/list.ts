import { takePage } from '../pages.ts'
import { invalidArgument } from '../problems.ts'
import { deleteMessage, type Mailbox, newestFirst, olderLast, type StoredMessage } from './mailbox.ts'
import { compileSearch } from './search.ts'

export interface ListQuery {
  q?: string
  labelIds?: string[]
  maxResults?: number
  pageToken?: string
  includeSpamTrash?: boolean
}

export const gmailPages = { most: 500, usual: 100 }

/** `users.messages.list`: ids only, newest first, spam and bin left out unless asked for. */
export function listMessages(mailbox: Mailbox, query: ListQuery) {
  const { pageToken, maxResults, ...question } = query
  const found = findMessages(mailbox, question)
  const { page, nextPageToken } = takePage(found, {
    question,
    pageToken,
    maxResults,
    limits: gmailPages,
    mark: ({ internalDate, id }) => `${internalDate} ${id}`,
    isAfter: (message, mark) => olderLast(message, placeOf(mark)) > 0,
  })
  const answer = {
    ...(page.length > 0 && { messages: page.map(({ id, threadId }) => ({ id, threadId })) }),
    ...(nextPageToken && { nextPageToken }),
    resultSizeEstimate: estimate(found.length),
  }
  vanish(mailbox, page[0])
  return answer
}

function placeOf(mark: string) {
  const [internalDate, id = ''] = mark.split(' ')
  return { internalDate: Number(internalDate), id }
}

/** Somebody deletes what was just listed, when a test asked for it: the id leads nowhere a moment later. */
function vanish(mailbox: Mailbox, message: StoredMessage | undefined) {
  if (mailbox.vanishing === 0 || !message) return
  mailbox.vanishing -= 1
  deleteMessage(mailbox, message.id)
}

interface Found {
  revision: number
  messages: StoredMessage[]
}

/** The last answers of each mailbox: the pages of one list are cut from one search. */
const answers = new WeakMap<Mailbox, Map<string, Found>>()
const keptAnswers = 8

function findMessages(mailbox: Mailbox, question: Omit<ListQuery, 'pageToken' | 'maxResults'>): StoredMessage[] {
  const kept = answers.get(mailbox) ?? new Map<string, Found>()
  answers.set(mailbox, kept)
  const key = JSON.stringify(question)
  const known = kept.get(key)
  const messages = known?.revision === mailbox.revision ? known.messages : searchMailbox(mailbox, question)
  kept.delete(key)
  kept.set(key, { revision: mailbox.revision, messages })
  for (const oldest of [...kept.keys()].slice(0, -keptAnswers)) kept.delete(oldest)
  return messages
}

function searchMailbox(mailbox: Mailbox, { q = '', labelIds = [], includeSpamTrash }: ListQuery): StoredMessage[] {
  const labels = labelIds.map(knownLabel)
  const search = compileSearch(q, mailbox.address)
  const withHidden = includeSpamTrash || search.seesHidden || labels.some(isHidden)
  const candidates = search.lookup?.find(mailbox.index) ?? mailbox.messages.values()
  const matches = search.lookup ? (search.lookup.rest ?? (() => true)) : search.matches
  const found = [...candidates].filter(
    (message) =>
      labels.every((label) => message.labelIds.has(label)) &&
      (withHidden || !hasHidden(message.labelIds)) &&
      matches(message),
  )
  return newestFirst(found)
}

const systemLabels = ['INBOX', 'SENT', 'DRAFT', 'SPAM', 'TRASH', 'UNREAD', 'STARRED', 'IMPORTANT', 'CHAT']

export function knownLabel(label: string): string {
  if (systemLabels.includes(label) || label.startsWith('CATEGORY_')) return label
  throw invalidArgument(`Invalid label: ${label}`)
}

function hasHidden(labels: ReadonlySet<string>): boolean {
  return labels.has('SPAM') || labels.has('TRASH')
}

function isHidden(label: string): boolean {
  return label === 'SPAM' || label === 'TRASH'
}

/** Google's estimate is rough; ours is deliberately not the count, so nothing can depend on it. */
function estimate(found: number): number {
  return found === 0 ? 0 : found + 1
}
