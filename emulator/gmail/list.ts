import { takePage } from '../pages.ts'
import { invalidArgument } from '../problems.ts'
import { type Mailbox, newestFirst, type StoredMessage } from './mailbox.ts'
import { compileSearch } from './search.ts'

export interface ListQuery {
  q?: string
  labelIds?: string[]
  maxResults?: number
  pageToken?: string
  includeSpamTrash?: boolean
}

/** `users.messages.list`: ids only, newest first, spam and bin left out unless asked for. */
export function listMessages(mailbox: Mailbox, query: ListQuery) {
  const { pageToken, maxResults, ...question } = query
  const found = newestFirst(mailbox.messages.values()).filter(listFilter(mailbox, query))
  const { page, nextPageToken } = takePage(found, (message) => message.id, { question, pageToken, maxResults })
  return {
    ...(page.length > 0 && { messages: page.map(({ id, threadId }) => ({ id, threadId })) }),
    ...(nextPageToken && { nextPageToken }),
    resultSizeEstimate: estimate(found.length),
  }
}

function listFilter(mailbox: Mailbox, query: ListQuery): (message: StoredMessage) => boolean {
  const labels = (query.labelIds ?? []).map(knownLabel)
  const search = compileSearch(query.q ?? '', mailbox.address)
  const withHidden = query.includeSpamTrash || search.anywhere || /\bin:(trash|spam)\b/i.test(query.q ?? '')
  return (message) =>
    labels.every((label) => message.labelIds.has(label)) &&
    (withHidden || labels.some(isHidden) || ![...message.labelIds].some(isHidden)) &&
    search.matches(message)
}

const systemLabels = ['INBOX', 'SENT', 'DRAFT', 'SPAM', 'TRASH', 'UNREAD', 'STARRED', 'IMPORTANT', 'CHAT']

function knownLabel(label: string): string {
  if (systemLabels.includes(label) || label.startsWith('CATEGORY_')) return label
  throw invalidArgument(`Invalid label: ${label}`)
}

function isHidden(label: string): boolean {
  return label === 'SPAM' || label === 'TRASH'
}

/** Google's estimate is rough; ours is deliberately not the count, so nothing can depend on it. */
function estimate(found: number): number {
  return found === 0 ? 0 : found + 1
}
