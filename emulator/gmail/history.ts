import { takePage } from '../pages.ts'
import { GoogleProblem, invalidArgument, notFound } from '../problems.ts'
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
  const records = mailbox.history.filter((record) => record.id > start && types.includes(record.type))
  const labelled = records.filter((record) => hasLabel(mailbox, record, query.labelId))
  const key = (record: HistoryRecord) => `${record.id}`
  const { page, nextPageToken } = takePage(labelled, key, { question, pageToken, maxResults })
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
  if (start < mailbox.oldestHistoryId || start > mailbox.historyId) throw notFound()
  return start
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
