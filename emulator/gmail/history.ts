import { takePage } from '../pages.ts'
import { GoogleProblem, invalidArgument, notFound } from '../problems.ts'
import { gmailPages, knownLabel } from './list.ts'
import type { HistoryRecord, HistoryType, Mailbox } from './mailbox.ts'

export interface HistoryQuery {
  startHistoryId?: string
  historyTypes?: string[]
  labelId?: string
  maxResults?: number
  pageToken?: string
}

const historyTypes: HistoryType[] = ['messageAdded', 'messageDeleted', 'labelAdded', 'labelRemoved']

/** What changed since `startHistoryId`, oldest first; an expired or future start is 404, as for a full sync. */
export function listHistory(mailbox: Mailbox, query: HistoryQuery) {
  const start = readStart(mailbox, query.startHistoryId)
  const types = query.historyTypes ?? historyTypes
  const unknown = types.find((type) => !historyTypes.some((known) => known === type))
  if (unknown) throw invalidArgument(`Invalid value at 'history_types' (TYPE_ENUM), "${unknown}"`)

  const { pageToken, maxResults, ...question } = query
  const label = query.labelId === undefined ? undefined : knownLabel(query.labelId)
  const records = mailbox.history.slice(firstAfter(mailbox.history, start)).filter(({ type }) => types.includes(type))
  const { page, nextPageToken } = takePage(
    records.filter((record) => hasLabel(mailbox, record, label)),
    {
      question,
      pageToken,
      maxResults,
      limits: gmailPages,
      mark: ({ id }) => `${id}`,
      isAfter: ({ id }, mark) => id > Number(mark),
    },
  )
  return {
    ...(page.length > 0 && { history: page.map(historyResource) }),
    ...(nextPageToken && { nextPageToken }),
    historyId: `${mailbox.historyId}`,
  }
}

function readStart(mailbox: Mailbox, startHistoryId: string | undefined): number {
  if (startHistoryId === undefined) throw missingStart()
  if (!/^\d+$/.test(startHistoryId)) {
    throw invalidArgument(`Invalid value at 'start_history_id' (TYPE_UINT64), "${startHistoryId}"`)
  }
  const start = Number(startHistoryId)
  if (start < oldestStart(mailbox) || start > mailbox.historyId) throw notFound()
  return start
}

/** Google keeps history "typically at least a week": here a start from before that is gone on the day. */
const keptFor = 7 * 24 * 60 * 60 * 1000

function oldestStart({ history, oldestHistoryId, now }: Mailbox): number {
  const lastForgotten = history[firstWhere(history, ({ at }) => at > now() - keptFor) - 1]
  return Math.max(oldestHistoryId, lastForgotten?.id ?? 0)
}

const firstAfter = (history: HistoryRecord[], id: number) => firstWhere(history, (record) => record.id > id)

/** History only grows at its end, so the first record of a kind is found by halving. */
function firstWhere(history: HistoryRecord[], isLater: (record: HistoryRecord) => boolean): number {
  let [low, high] = [0, history.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const record = history[middle]
    if (record && isLater(record)) high = middle
    else low = middle + 1
  }
  return low
}

function missingStart(): GoogleProblem {
  return new GoogleProblem({ status: 400, reason: 'required', message: 'Missing required parameter: startHistoryId' })
}

function hasLabel(mailbox: Mailbox, record: HistoryRecord, labelId: string | undefined): boolean {
  if (labelId === undefined) return true
  return record.labelIds.includes(labelId) || mailbox.messages.get(record.message.id)?.labelIds.has(labelId) === true
}

/** Messages inside history carry their ids only; label changes carry the labels that changed. */
function historyResource({ id, type, message, labelIds }: HistoryRecord) {
  const shared = { id: `${id}`, messages: [message] }
  if (type === 'messageDeleted') return { ...shared, messagesDeleted: [{ message }] }
  if (type === 'messageAdded') return { ...shared, messagesAdded: [{ message }] }
  return { ...shared, [type === 'labelAdded' ? 'labelsAdded' : 'labelsRemoved']: [{ message, labelIds }] }
}
