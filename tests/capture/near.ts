/** A mailbox client that asks the stand-in's own functions, without HTTP: thousands of passes in a few seconds. */
import { listEvents } from '../../emulator/calendar/list.ts'
import { listHistory } from '../../emulator/gmail/history.ts'
import { listMessages } from '../../emulator/gmail/list.ts'
import { messageResource } from '../../emulator/gmail/resource.ts'
import { GoogleProblem } from '../../emulator/problems.ts'
import type { Workspace } from '../../emulator/workspace.ts'
import { historyPage } from '../../server/google/history-page.ts'
import type { MailboxClient } from '../../server/google/mailbox.ts'
import { GoogleFailure } from '../../server/google/retry.ts'

/** What happens at each call before it is answered; it may throw, or answer what is to be waited for. */
export type Happening = (call: { method: keyof MailboxClient; mailbox: string }) => unknown

/** Pages are as small as that, so that few messages fill several. */
const usualPageSize = 3

export function nearClient(
  workspace: Workspace,
  address: string,
  happen: Happening = () => undefined,
  pageSize = usualPageSize,
): MailboxClient {
  const mailbox = () => {
    const found = workspace.mailboxes.get(address)
    if (!found) throw new GoogleFailure('google_sign_in', 400, 'invalid_grant')
    return found
  }
  const asked = async <T>(method: keyof MailboxClient, answer: () => T): Promise<T> => {
    await happen({ method, mailbox: address })
    return refusing(answer)
  }
  const found = (id: string, format: 'raw' | 'metadata') => {
    const message = mailbox().messages.get(id)
    if (!message) return null
    const { id: _, threadId, labelIds = [], internalDate, sizeEstimate, ...rest } = messageResource(message, format)
    const at = new Date(Number(internalDate)).toISOString()
    return { id, threadId, labels: labelIds, at, size: sizeEstimate, ...rest }
  }

  return {
    profile: () => asked('profile', () => ({ historyId: `${mailbox().historyId}` })),
    list: ({ q, pageToken }) =>
      asked('list', () => {
        const answer = listMessages(mailbox(), { q, ...(pageToken && { pageToken }), maxResults: pageSize })
        return { messages: answer.messages ?? [], next: answer.nextPageToken ?? null }
      }),
    history: ({ start, pageToken }) =>
      asked('history', () => {
        const question = { startHistoryId: start, ...(pageToken && { pageToken }), maxResults: pageSize }
        return historyPage(listHistory(mailbox(), question))
      }),
    headers: (id) =>
      asked('headers', () => {
        const message = found(id, 'metadata') as (ReturnType<typeof found> & Metadata) | null
        return message && { ...message, headers: message.payload.headers ?? [] }
      }),
    raw: (id) =>
      asked('raw', () => {
        const message = found(id, 'raw') as (ReturnType<typeof found> & { raw: string }) | null
        return message && { ...message, raw: Buffer.from(message.raw, 'base64url') }
      }),
    events: (question) =>
      asked('events', () => {
        const calendar = workspace.calendars.get(address)
        if (!calendar) throw new GoogleFailure('google_sign_in', 400, 'invalid_grant')
        const answer = listEvents(calendar, { ...question, singleEvents: true, maxResults: 2500 })
        return {
          events: answer.items,
          nextPageToken: answer.nextPageToken ?? null,
          nextSyncToken: answer.nextSyncToken ?? null,
        }
      }),
  }
}

type Metadata = { payload: { headers?: { name: string; value: string }[] } }

function refusing<T>(answer: () => T): T {
  try {
    return answer()
  } catch (error) {
    if (!(error instanceof GoogleProblem)) throw error
    throw new GoogleFailure(
      error.status === 404 ? 'google_missing' : 'google_refused',
      error.status,
      error.detail.reason,
    )
  }
}
