import type { CalendarEvent } from '../meetings/event.ts'
import { type Google, longestMessage } from './clients.ts'
import { type HistoryPage, historyPage, type MessageId, nextPage } from './history-page.ts'
import { type Pace, unitsOf } from './pace.ts'
import { GoogleFailure, type Retrying, retrying } from './retry.ts'

/** Everything the box asks of a mailbox. Each call is paced and tried again as Google asks; failures are `GoogleFailure`s. */
export type MailboxClient = {
  profile(): Promise<{ historyId: string }>
  /** Ids of what a search finds, newest first; spam and trash are never among them. `max` is at most 500. */
  list(ask: { q: string; pageToken?: string; max?: number }): Promise<{ messages: MessageId[]; next: string | null }>
  /** What happened since `start`. An expired `start` is `google_missing`. */
  history(ask: { start: string; pageToken?: string }): Promise<HistoryPage>
  /** Who is on a message and what kind of mail it is, never its subject; null when it is gone. */
  headers(id: string): Promise<(MessageFacts & { headers: Header[] }) | null>
  /** The whole message as RFC 5322 has it; null when it is gone. */
  raw(id: string): Promise<(MessageFacts & { raw: Buffer }) | null>
  /** Events of the mailbox's own calendar, those of a series one by one. An expired `syncToken` is status 410. */
  events(ask: { syncToken?: string; timeMin?: string; pageToken?: string }): Promise<EventPage>
}

/** `at` is when Gmail accepted it (UTC ISO 8601), `size` is in bytes. */
export type MessageFacts = { id: string; threadId: string; labels: string[]; at: string; size: number }
export type Header = { name: string; value: string }
export type EventPage = { events: CalendarEvent[]; nextPageToken: string | null; nextSyncToken: string | null }

export type MailboxOptions = { pace: Pace } & Omit<Retrying, 'forget' | 'regain'>

/** What tells who is on a message, which conversation it belongs to, and whether a machine sent it. */
const envelopeHeaders = [
  ...['From', 'Sender', 'Reply-To', 'To', 'Cc', 'Bcc', 'Message-ID', 'In-Reply-To', 'References', 'Date'],
  ...['List-Id', 'List-Unsubscribe', 'List-Post', 'Precedence', 'Auto-Submitted', 'X-Auto-Response-Suppress'],
  ...['Return-Path', 'Content-Type'],
]

/** Opens a mailbox at Google, in its owner's name, for one pass. Nothing is asked before the first call. */
export function mailboxClient(google: Google, address: string, options: MailboxOptions): MailboxClient {
  const { pace, ...trying } = options
  const forget = () => google.forget(address)
  let isRegained = false
  const regain = () => {
    const isFirst = !isRegained
    if (isFirst) forget()
    isRegained = true
    return isFirst
  }
  const ask = <T extends object>(units: number, call: () => Promise<{ data: T }>): Promise<T> =>
    retrying(
      async () => {
        await pace.spend(units, options.signal)
        return whole((await call()).data)
      },
      { ...trying, forget, regain },
    )
  // A client is made for each call: after `forget` the next one takes a new access token.
  const { messages, history, getProfile } = usersOf(google, address)
  const abort = { ...(options.signal && { signal: options.signal }) }
  const message = (id: string, format: 'metadata' | 'raw') => {
    const headers = format === 'metadata' ? { metadataHeaders: envelopeHeaders } : {}
    let patience = {}
    const get = () => {
      const answer = messages().get({ userId: 'me', id, format, ...headers }, { ...abort, ...patience })
      patience = { timeout: longestMessage }
      return answer
    }
    return orNull(ask(unitsOf.message, get))
  }

  return {
    async profile() {
      const { historyId } = await ask(unitsOf.profile, () => getProfile(abort))
      return { historyId: required(historyId) }
    },
    async list({ q, pageToken, max = 500 }) {
      const question = { userId: 'me', q, maxResults: max, ...(pageToken && { pageToken }) }
      const answer = await ask(unitsOf.list, () => messages().list(question, abort))
      return { messages: idsIn(answer.messages), next: nextPage(answer.nextPageToken) }
    },
    async history({ start, pageToken }) {
      const question = { userId: 'me', startHistoryId: start, maxResults: 500, ...(pageToken && { pageToken }) }
      const historyTypes = ['messageAdded', 'messageDeleted', 'labelAdded', 'labelRemoved']
      return historyPage(await ask(unitsOf.history, () => history().list({ ...question, historyTypes }, abort)))
    },
    async headers(id) {
      const found = await message(id, 'metadata')
      return found && { ...factsOf(found), headers: headersIn(found.payload?.headers) }
    },
    async raw(id) {
      const found = await message(id, 'raw')
      return found && { ...factsOf(found), raw: Buffer.from(required(found.raw), 'base64url') }
    },
    async events({ syncToken, timeMin, pageToken }) {
      const from = syncToken ? { syncToken } : { ...(timeMin && { timeMin }) }
      const question = { calendarId: 'primary', singleEvents: true, maxResults: 2500, ...from }
      const page = await ask(unitsOf.events, () =>
        google.calendar(address).events.list({ ...question, ...(pageToken && { pageToken }) }, abort),
      )
      const { items, nextPageToken, nextSyncToken } = page
      const events = (items ?? []).map(({ organizer, ...event }) => ({ ...event, ...(organizer && { organizer }) }))
      return { events, nextPageToken: nextPage(nextPageToken), nextSyncToken: nextPage(nextSyncToken) }
    },
  }
}

function usersOf(google: Google, address: string) {
  const users = () => google.gmail(address).users
  return {
    messages: () => users().messages,
    history: () => users().history,
    getProfile: (abort: { signal?: AbortSignal }) => users().getProfile({ userId: 'me' }, abort),
  }
}

/** The library answers text where JSON broke off in the middle: as good as no answer, and worth another try. */
function whole<T extends object>(answer: T): T {
  if (typeof answer !== 'object' || answer === null) throw new GoogleFailure('google_unreachable', null, 'halfRead')
  return answer
}

function required(value: string | null | undefined): string {
  if (typeof value !== 'string') throw new GoogleFailure('google_refused', null, 'incomplete')
  return value
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof GoogleFailure && error.status === 404) return null
    throw error
  }
}

type ListedMessage = { id?: string | null; threadId?: string | null }

const idsIn = (messages: ListedMessage[] | undefined): MessageId[] =>
  (messages ?? []).flatMap(({ id, threadId }) => (id ? [{ id, threadId: threadId ?? id }] : []))

type GmailMessage = ListedMessage & {
  labelIds?: string[] | null
  internalDate?: string | null
  sizeEstimate?: number | null
}

function factsOf({ id, threadId, labelIds, internalDate, sizeEstimate }: GmailMessage): MessageFacts {
  const at = new Date(Number(required(internalDate)))
  if (Number.isNaN(at.getTime())) throw new GoogleFailure('google_refused', null, 'incomplete')
  const key = required(id)
  return { id: key, threadId: threadId ?? key, labels: labelIds ?? [], at: at.toISOString(), size: sizeEstimate ?? 0 }
}

const headersIn = (headers: { name?: string | null; value?: string | null }[] | undefined): Header[] =>
  (headers ?? []).flatMap(({ name, value }) => (name ? [{ name, value: value ?? '' }] : []))
