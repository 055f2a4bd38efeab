import type { FastifyInstance } from 'fastify'
import { apiMethod } from '../api-method.ts'
import { failedPrecondition, notFound } from '../problems.ts'
import { calendarScopes } from '../scopes.ts'
import type { Grant, Workspace } from '../workspace.ts'
import type { Calendar } from './calendar.ts'
import { listEvents } from './list.ts'

const { full, events, readonly, eventsReadonly, eventsOwned, eventsOwnedReadonly } = calendarScopes

/** The part of Calendar API v3 a mailbox's owner is asked about (https://developers.google.com/workspace/calendar/api/v3/reference). */
export function calendarRoutes(app: FastifyInstance, workspace: Workspace) {
  apiMethod(app, workspace, {
    service: 'calendar-json.googleapis.com',
    quota: 'calendar',
    url: '/calendar/v3/calendars/:calendarId/events',
    units: 1,
    scopes: [full, events, readonly, eventsReadonly, eventsOwned, eventsOwnedReadonly],
    query: {
      syncToken: 'text',
      pageToken: 'text',
      maxResults: 'count',
      timeMin: 'text',
      timeMax: 'text',
      updatedMin: 'text',
      singleEvents: 'flag',
      showDeleted: 'flag',
      orderBy: 'text',
      iCalUID: 'text',
      q: 'text',
      eventTypes: 'texts',
      maxAttendees: 'count',
    },
    answer: ({ grant, path, query }) => listEvents(ownCalendar(workspace, grant, path['calendarId'] ?? ''), query),
  })
}

/** `primary` or one's own address; other people's calendars are not shared here, and look as if there were none. */
function ownCalendar(workspace: Workspace, { subject }: Grant, calendarId: string): Calendar {
  if (subject === null) throw failedPrecondition()
  const calendar = workspace.calendars.get(subject)
  if (!calendar || (calendarId !== 'primary' && calendarId.toLowerCase() !== subject)) throw notFound('Not Found')
  return calendar
}
