import type { gmail_v1 } from 'googleapis/build/src/apis/gmail/index.js'

/** A message by its ids in one mailbox. */
export type MessageId = { id: string; threadId: string }

/**
 * What happened in a mailbox. `added` came in or was sent; `gone` was trashed, marked as spam or deleted; `back` was taken
 * out of there, or is a draft that was sent. One id may be in several: it is where its labels say. `historyId` is the
 * mailbox's newest, `upTo` that of the last record here (null when there is none).
 */
export type HistoryPage = {
  added: MessageId[]
  gone: string[]
  back: MessageId[]
  next: string | null
  historyId: string
  upTo: string | null
}

/** https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.history/list */
export function historyPage(answer: gmail_v1.Schema$ListHistoryResponse): HistoryPage {
  const records = answer.history ?? []
  const labelled = (records_: Labelled[] | undefined, labels: string[]) =>
    (records_ ?? []).filter(({ labelIds }) => labelIds?.some((label) => labels.includes(label)))

  return {
    added: distinct(records.flatMap(({ messagesAdded }) => (messagesAdded ?? []).filter(isMail))),
    gone: distinct(
      records.flatMap(({ messagesDeleted, labelsAdded }) => [
        ...(messagesDeleted ?? []),
        ...labelled(labelsAdded, away),
      ]),
    ).map(({ id }) => id),
    back: distinct(records.flatMap(({ labelsRemoved }) => labelled(labelsRemoved, [...away, 'DRAFT']))),
    next: nextPage(answer.nextPageToken),
    historyId: String(answer.historyId),
    upTo: records.at(-1)?.id ?? null,
  }
}

/** The last page has no token; an empty one is none either, or the first page would be asked for again, for ever. */
export const nextPage = (token: string | null | undefined): string | null => token || null

type Told = { message?: gmail_v1.Schema$Message }
type Labelled = Told & { labelIds?: string[] | null }

const away = ['TRASH', 'SPAM']

/** Google tells the labels of a new message or leaves them out; where it tells, what is no mail costs no further call. */
const isMail = ({ message }: Told) => !message?.labelIds?.some((label) => [...away, 'DRAFT', 'CHAT'].includes(label))

function distinct(told: Told[]): MessageId[] {
  const ids = new Map<string, MessageId>()
  for (const { message } of told) {
    if (message?.id) ids.set(message.id, { id: message.id, threadId: message.threadId ?? message.id })
  }
  return [...ids.values()]
}
