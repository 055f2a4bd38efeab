import { fingerprintOf, markOf, pageSize, pageTokenFor, takePage } from '../pages.ts'
import { GoogleProblem, invalidArgument } from '../problems.ts'
import type { Calendar, StoredEvent } from './calendar.ts'
import { instantOf } from './event.ts'
import { eventResource } from './resource.ts'

export interface EventQuery {
  syncToken?: string
  pageToken?: string
  maxResults?: number
  timeMin?: string
  timeMax?: string
  updatedMin?: string
  singleEvents?: boolean
  showDeleted?: boolean
  orderBy?: string
  iCalUID?: string
  q?: string
  eventTypes?: string[]
  maxAttendees?: number
}

/**
 * `events.list` with pages and sync tokens
 * (https://developers.google.com/workspace/calendar/api/v3/reference/events/list).
 */
export function listEvents(calendar: Calendar, query: EventQuery) {
  checkParameters(query)
  const { pageToken, maxResults, ...question } = query
  const since = query.syncToken === undefined ? null : readSyncToken(calendar, query.syncToken, query)
  const snapshot = pageToken === undefined ? calendar.revision : Number(markOf(question, pageToken).split(' ')[0])
  // What changes while a caller turns pages is left to the next sync, which begins where this one began.
  const events = chooseEvents(calendar, query, since).filter((event) => event.revision <= snapshot)
  const { page, nextPageToken } =
    calendar.sparse && pageToken === undefined && events.length > 0
      ? { page: [], nextPageToken: pageTokenFor(question, `${snapshot} 0 `) }
      : takePage(events, { ...pageRules(query, snapshot), question, pageToken, maxResults })
  return {
    ...envelope(calendar),
    ...(nextPageToken && { nextPageToken }),
    ...(!nextPageToken && isSyncable(query) && { nextSyncToken: syncToken(calendar, snapshot, query) }),
    items: page.map((event) => eventResource(event, calendar.owner, query.maxAttendees)),
  }
}

const calendarPages = { most: 2500, usual: 250 }

function envelope({ owner, revision }: Calendar) {
  return {
    kind: 'calendar#events',
    etag: `"p${revision}"`,
    summary: owner,
    description: '',
    timeZone: 'UTC',
    accessRole: 'owner',
    defaultReminders: [],
  }
}

const forbiddenWithSync = ['iCalUID', 'orderBy', 'q', 'timeMin', 'timeMax', 'updatedMin'] as const

const eventTypes = ['default', 'birthday', 'focusTime', 'fromGmail', 'outOfOffice', 'workingLocation']

function checkParameters(query: EventQuery) {
  pageSize({ maxResults: query.maxResults, limits: calendarPages })
  if (query.maxAttendees === 0) throw invalidArgument('Invalid value for: maxAttendees must be positive.')
  for (const name of ['timeMin', 'timeMax', 'updatedMin'] as const) checkTime(name, query[name])
  if (query.timeMin && query.timeMax && Date.parse(query.timeMax) <= Date.parse(query.timeMin)) {
    throw calendarProblem('timeRangeEmpty', 'The specified time range is empty.')
  }
  if (query.orderBy !== undefined && !['startTime', 'updated'].includes(query.orderBy)) {
    throw invalidArgument(`Invalid value for: orderBy "${query.orderBy}"`)
  }
  const unknown = query.eventTypes?.find((type) => !eventTypes.includes(type))
  if (unknown) throw invalidArgument(`Invalid value for: eventTypes "${unknown}"`)
  if (query.orderBy === 'startTime' && !query.singleEvents) {
    throw calendarProblem('badRequest', 'The requested ordering is not available for the particular query.')
  }
  if (query.syncToken !== undefined) checkSyncParameters(query)
}

/** An instant without an offset is refused, whatever the machine's own zone would make of it (RFC 3339). */
function checkTime(name: string, value: string | undefined) {
  const isInstant =
    value === undefined || /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(value)
  if (!isInstant || Number.isNaN(Date.parse(value ?? '1970-01-01T00:00:00Z'))) {
    throw invalidArgument(`Invalid value for: ${name}, "${value}"`)
  }
}

function checkSyncParameters(query: EventQuery) {
  const forbidden = forbiddenWithSync.find((name) => query[name] !== undefined)
  if (forbidden || query.showDeleted === false) {
    throw calendarProblem(
      'syncTokenWithNonDefaultValue',
      `Sync token cannot be used with the parameter ${forbidden ?? 'showDeleted=false'}.`,
    )
  }
}

function chooseEvents(calendar: Calendar, query: EventQuery, since: number | null): StoredEvent[] {
  const chosen = [...calendar.events.values()].filter(
    (event) =>
      (since === null ? isShown(event, query) : event.revision > since) &&
      isOfKind(event, query) &&
      isWithin(event, query) &&
      hasWords(event, query),
  )
  return chosen.sort(orderOf(query))
}

function isShown(event: StoredEvent, query: EventQuery): boolean {
  return (
    event.status !== 'cancelled' || query.showDeleted === true || (!query.singleEvents && isCancelledException(event))
  )
}

/** Unexpanded series list their exceptions, cancelled ones too; ordinary occurrences only exist in the rule. */
function isCancelledException(event: StoredEvent): boolean {
  return event.recurringEventId !== undefined && event.status === 'cancelled'
}

function isOfKind(event: StoredEvent, { singleEvents, eventTypes, iCalUID }: EventQuery): boolean {
  const isExpanded = singleEvents ? event.recurrence === undefined : isMasterOrException(event)
  return (
    isExpanded &&
    (eventTypes === undefined || eventTypes.includes(event.eventType)) &&
    (iCalUID === undefined || event.iCalUID === iCalUID)
  )
}

function isMasterOrException(event: StoredEvent): boolean {
  return event.recurringEventId === undefined || event.status === 'cancelled' || event.updated > event.created
}

function isWithin(event: StoredEvent, { timeMin, timeMax, updatedMin }: EventQuery): boolean {
  return (
    (timeMin === undefined || instantOf(event.end) > Date.parse(timeMin)) &&
    (timeMax === undefined || instantOf(event.start) < Date.parse(timeMax)) &&
    (updatedMin === undefined || event.updated >= Date.parse(updatedMin))
  )
}

function hasWords({ summary, description = '', location = '', attendees }: StoredEvent, { q }: EventQuery): boolean {
  if (q === undefined) return true
  const people = attendees.flatMap(({ email, displayName = '' }) => [email, displayName])
  return [summary, description, location, ...people].some((text) => text.toLowerCase().includes(q.toLowerCase()))
}

type Order = (a: StoredEvent, b: StoredEvent) => number
const byRevision: Order = (a, b) => a.revision - b.revision

function orderOf({ orderBy }: EventQuery): Order {
  if (orderBy === undefined) return byRevision
  return (a, b) => sortKey(a, orderBy) - sortKey(b, orderBy) || byRevision(a, b)
}

const sortKey = (event: StoredEvent, orderBy: string) =>
  orderBy === 'startTime' ? instantOf(event.start) : event.updated

function pageRules({ orderBy }: EventQuery, snapshot: number) {
  const keyOf = (event: StoredEvent) => (orderBy === undefined ? 0 : sortKey(event, orderBy))
  return {
    limits: calendarPages,
    mark: (event: StoredEvent) => `${snapshot} ${event.revision} ${keyOf(event)}`,
    isAfter: (event: StoredEvent, mark: string) => {
      const [, revision = 0, key = 0] = mark.split(' ').map(Number)
      return keyOf(event) > key || (keyOf(event) === key && event.revision > revision)
    },
  }
}

/** Google gives no sync token for a list that a later sync could not carry on. */
function isSyncable(query: EventQuery): boolean {
  return (['iCalUID', 'orderBy', 'q', 'updatedMin'] as const).every((name) => query[name] === undefined)
}

/** Parameters that must stay as they were in the first run; the forbidden ones are looked at on their own. */
const lasting = ({ singleEvents = false, eventTypes = [] }: EventQuery) => fingerprintOf({ singleEvents, eventTypes })

function syncToken(calendar: Calendar, revision: number, query: EventQuery): string {
  return Buffer.from(`${calendar.owner} ${calendar.tokenAge} ${revision} ${lasting(query)}`).toString('base64url')
}

/** The revision a token stands for. */
function readSyncToken(calendar: Calendar, token: string, query: EventQuery): number {
  const [owner, age, revision, parameters] = Buffer.from(token, 'base64url').toString().split(' ')
  if (owner !== calendar.owner) throw calendarProblem('invalid', 'Invalid sync token value.')
  if (Number(age) !== calendar.tokenAge) throw syncTokenExpired()
  if (parameters !== lasting(query)) {
    throw calendarProblem('invalid', 'The parameters differ from those the sync token was given for.')
  }
  return Number(revision)
}

function calendarProblem(reason: string, message: string): GoogleProblem {
  return new GoogleProblem({ status: 400, reason, message })
}

function syncTokenExpired(): GoogleProblem {
  return new GoogleProblem({
    status: 410,
    reason: 'fullSyncRequired',
    message: 'Sync token is no longer valid, a full sync is required.',
  })
}
