import { google } from 'googleapis'
import { expect, test } from 'vitest'
import type { RunningWorkspace } from '../../emulator/server.ts'
import { get, googleAuth, ines, type Json, openWorkspace, tokenFor, tomas } from './support.ts'

const scope = 'https://www.googleapis.com/auth/calendar.events.readonly'

const breakfast = {
  summary: 'Breakfast with Maya',
  start: '2026-11-24T08:00:00Z',
  end: '2026-11-24T09:00:00Z',
  organizer: ines.email,
  attendees: [{ email: ines.email, responseStatus: 'accepted' as const }, 'maya@harbor.example'],
}

const weekly = {
  ...breakfast,
  summary: 'Weekly call',
  recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'],
  instances: [
    { start: '2026-11-24T10:00:00Z', end: '2026-11-24T10:30:00Z' },
    { start: '2026-12-01T10:00:00Z', end: '2026-12-01T10:30:00Z' },
  ],
}

async function openCalendar() {
  const workspace = await openWorkspace()
  const token = await tokenFor(workspace, { scope })
  return { workspace, token, list: (query = '') => listEvents(workspace, token, query) }
}

const listEvents = (workspace: RunningWorkspace, token: string, query: string) =>
  get(workspace, `/calendar/v3/calendars/primary/events${query}`, token)

const idsOf = (body: Json): string[] => body.items.map((event: { id: string }) => event.id)

test('an event stands in the calendar of every member of staff it concerns, under one id', async () => {
  const { workspace, list } = await openCalendar()
  const planned = workspace.addEvent({ ...breakfast, attendees: [...breakfast.attendees, tomas.email] })

  const own = await list()
  const other = await listEvents(workspace, await tokenFor(workspace, { scope, sub: tomas.email }), '')

  expect(planned.calendars).toEqual([ines.email, tomas.email])
  expect([idsOf(own.body), idsOf(other.body)]).toEqual([[planned.id], [planned.id]])
})

test('an event tells times, people and answers, and which of them is the owner', async () => {
  const { workspace, list } = await openCalendar()
  const { id, iCalUID } = workspace.addEvent({ ...breakfast, visibility: 'private' })

  const { body } = await list()

  expect(body).toMatchObject({ kind: 'calendar#events', summary: ines.email, nextSyncToken: expect.any(String) })
  expect(body.items).toEqual([
    expect.objectContaining({
      id,
      iCalUID,
      status: 'confirmed',
      summary: 'Breakfast with Maya',
      visibility: 'private',
      start: { dateTime: '2026-11-24T08:00:00Z' },
      organizer: { email: ines.email, self: true },
      attendees: [
        { email: ines.email, responseStatus: 'accepted', self: true, organizer: true },
        { email: 'maya@harbor.example', responseStatus: 'needsAction' },
      ],
    }),
  ])
})

test('an empty calendar lists nothing, in an empty array', async () => {
  const { list } = await openCalendar()

  expect((await list()).body.items).toEqual([])
})

test('a sync tells what was added, changed and cancelled since, and of the cancelled only its id', async () => {
  const { workspace, list } = await openCalendar()
  const [kept, moved, dropped] = [1, 2, 3].map(() => workspace.addEvent(breakfast))
  const first = (await list()).body.nextSyncToken
  workspace.updateEvent(moved?.id ?? '', { start: '2026-11-25T08:00:00Z', end: '2026-11-25T09:00:00Z' })
  workspace.cancelEvent(dropped?.id ?? '')
  const added = workspace.addEvent(breakfast)

  const { body } = await list(`?syncToken=${first}`)

  expect(idsOf(body)).toEqual([moved?.id, dropped?.id, added.id])
  expect(idsOf(body)).not.toContain(kept?.id)
  expect(body.items[0].start).toEqual({ dateTime: '2026-11-25T08:00:00Z' })
  expect(Object.keys(body.items[1]).sort()).toEqual(['etag', 'id', 'kind', 'status'])
  expect((await list(`?syncToken=${body.nextSyncToken}`)).body.items).toEqual([])
})

test('who is no longer invited sees the event cancelled, and nothing of what becomes of it', async () => {
  const { workspace } = await openCalendar()
  const token = await tokenFor(workspace, { scope, sub: tomas.email })
  const { id } = workspace.addEvent({ ...breakfast, attendees: [...breakfast.attendees, tomas.email] })
  const before = (await listEvents(workspace, token, '')).body.nextSyncToken

  workspace.updateEvent(id, { attendees: breakfast.attendees })
  const after = await listEvents(workspace, token, `?syncToken=${before}`)
  workspace.updateEvent(id, { summary: 'Lunch with Maya' })

  expect(after.body.items).toEqual([expect.objectContaining({ id, status: 'cancelled' })])
  const later = await listEvents(workspace, token, `?syncToken=${after.body.nextSyncToken}`)
  expect(later.body.items).toEqual([])
})

test('pages follow each other, and only the last one gives a sync token', async () => {
  const { workspace, list } = await openCalendar()
  const ids = [1, 2, 3].map(() => workspace.addEvent(breakfast).id)

  const one = (await list('?maxResults=2')).body
  const two = (await list(`?maxResults=2&pageToken=${one.nextPageToken}`)).body

  expect([idsOf(one), idsOf(two)]).toEqual([ids.slice(0, 2), ids.slice(2)])
  expect(one).not.toHaveProperty('nextSyncToken')
  expect(two).not.toHaveProperty('nextPageToken')
  expect(two.nextSyncToken).toEqual(expect.any(String))
})

test('what changes while pages are turned comes with the next sync', async () => {
  const { workspace, list } = await openCalendar()
  const ids = [1, 2].map(() => workspace.addEvent(breakfast).id)

  const one = (await list('?maxResults=1')).body
  workspace.updateEvent(ids[0] ?? '', { summary: 'Breakfast, again' })
  const two = (await list(`?maxResults=1&pageToken=${one.nextPageToken}`)).body
  const sync = (await list(`?syncToken=${two.nextSyncToken}`)).body

  expect(idsOf(two)).toEqual([ids[1]])
  expect(idsOf(sync)).toEqual([ids[0]])
})

test('a page may be empty and still have a next one', async () => {
  const { workspace, list } = await openCalendar()
  const { id } = workspace.addEvent(breakfast)
  workspace.controls.sparsePages(ines.email)

  const one = (await list()).body
  const two = (await list(`?pageToken=${one.nextPageToken}`)).body

  expect(one.items).toEqual([])
  expect(idsOf(two)).toEqual([id])
})

test('a series is one event, or its occurrences when they are asked for one by one', async () => {
  const { workspace, list } = await openCalendar()
  const { id, iCalUID, instances } = workspace.addEvent(weekly)

  const whole = (await list()).body
  const single = (await list('?singleEvents=true&orderBy=startTime')).body

  expect(idsOf(whole)).toEqual([id])
  expect(whole.items[0].recurrence).toEqual(weekly.recurrence)
  expect(instances).toEqual([`${id}_20261124T100000Z`, `${id}_20261201T100000Z`])
  expect(single.items).toMatchObject([
    { id: instances[0], iCalUID, recurringEventId: id, originalStartTime: { dateTime: '2026-11-24T10:00:00Z' } },
    { id: instances[1], iCalUID, recurringEventId: id },
  ])
})

test('a cancelled occurrence names its series and when it would have been', async () => {
  const { workspace, list } = await openCalendar()
  const { id, instances } = workspace.addEvent(weekly)
  const token = (await list('?singleEvents=true')).body.nextSyncToken
  workspace.cancelEvent(instances[1] ?? '')

  const { body } = await list(`?singleEvents=true&syncToken=${token}`)

  expect(body.items).toEqual([
    {
      kind: 'calendar#event',
      etag: expect.any(String),
      id: instances[1],
      status: 'cancelled',
      recurringEventId: id,
      originalStartTime: { dateTime: '2026-12-01T10:00:00Z' },
    },
  ])
})

test('a cancelled series is cancelled in all its occurrences', async () => {
  const { workspace, list } = await openCalendar()
  const { id, instances } = workspace.addEvent(weekly)
  const token = (await list('?singleEvents=true')).body.nextSyncToken
  workspace.cancelEvent(id)

  const { body } = await list(`?singleEvents=true&syncToken=${token}`)

  expect(idsOf(body)).toEqual(instances)
})

test.each([
  ['timeMin=2026-11-24T09:00:00Z', []],
  ['timeMin=2026-11-24T08:59:00Z', ['Breakfast with Maya']],
  ['timeMin=2026-11-24T10:30:00%2B02:00', ['Breakfast with Maya']],
  ['timeMax=2026-11-24T08:00:00Z', []],
  ['timeMax=2026-11-24T08:01:00Z', ['Breakfast with Maya']],
  ['q=maya', ['Breakfast with Maya']],
  ['q=dinner', []],
  ['eventTypes=focusTime', []],
  ['eventTypes=focusTime&eventTypes=default', ['Breakfast with Maya']],
  ['iCalUID=nobody@google.com', []],
  ['updatedMin=2026-11-20T12:00:01Z', []],
])('the list for %s holds %j', async (query, summaries) => {
  const { workspace, list } = await openCalendar()
  workspace.addEvent(breakfast)

  const { body } = await list(`?${query}`)

  expect(body.items.map((event: { summary: string }) => event.summary)).toEqual(summaries)
})

test('a whole day ends on the day after', async () => {
  const { workspace, list } = await openCalendar()
  workspace.addEvent({ ...breakfast, start: '2026-11-24', end: '2026-11-25' })

  expect((await list('?timeMin=2026-11-24T23:00:00Z')).body.items[0].end).toEqual({ date: '2026-11-25' })
  expect((await list('?timeMin=2026-11-25T00:00:00Z')).body.items).toEqual([])
})

test('too many attendees are left out on request, and the answer says so', async () => {
  const { workspace, list } = await openCalendar()
  workspace.addEvent(breakfast)

  const [event] = (await list('?maxAttendees=1')).body.items

  expect(event.attendeesOmitted).toBe(true)
  expect(event.attendees.map(({ email }: { email: string }) => email)).toEqual([ines.email])
})

test.each([
  ['more than 2,500 events at once', 'maxResults=2501'],
  ['a page of nothing', 'maxResults=0'],
  ['an unknown parameter', 'maxresults=5'],
  ['a foreign page token', 'pageToken=abcdef'],
  ['a day where an instant is due', 'timeMin=2026-11-24'],
  ['an instant without an offset', 'timeMin=2026-11-24T08:00:00'],
  ['an end before the beginning', 'timeMin=2026-11-24T08:00:00Z&timeMax=2026-11-24T08:00:00Z'],
  ['the order of starts without single events', 'orderBy=startTime'],
  ['an unknown order', 'orderBy=summary&singleEvents=true'],
  ['an unknown type of event', 'eventTypes=party'],
  ['a sync token nobody gave', 'syncToken=abcdef'],
])('refuses %s', async (_case, query) => {
  const { list } = await openCalendar()

  const answer = await list(`?${query}`)

  expect(answer.status).toBe(400)
  expect(answer.body.error.code).toBe(400)
})

test.each([
  'iCalUID=a@google.com',
  'orderBy=updated',
  'q=maya',
  'timeMin=2026-11-24T08:00:00Z',
  'timeMax=2026-11-24T08:00:00Z',
  'updatedMin=2026-11-24T08:00:00Z',
  'showDeleted=false',
  'singleEvents=true',
  'eventTypes=default',
])('refuses a sync token beside %s', async (parameter) => {
  const { list } = await openCalendar()
  const token = (await list()).body.nextSyncToken

  expect((await list(`?syncToken=${token}&${parameter}`)).status).toBe(400)
})

test('refuses the page token of another question', async () => {
  const { workspace, list } = await openCalendar()
  for (const _ of [1, 2]) workspace.addEvent(breakfast)
  const { nextPageToken } = (await list('?maxResults=1')).body

  expect((await list(`?maxResults=1&singleEvents=true&pageToken=${nextPageToken}`)).status).toBe(400)
})

test('an expired sync token is gone', async () => {
  const { workspace, list } = await openCalendar()
  const token = (await list()).body.nextSyncToken
  workspace.controls.expireSyncTokens(ines.email)

  expect(await list(`?syncToken=${token}`)).toMatchObject({
    status: 410,
    body: { error: { errors: [{ reason: 'fullSyncRequired' }] } },
  })
  expect((await list()).status).toBe(200)
})

test('refuses a token without a calendar scope', async () => {
  const { workspace } = await openCalendar()

  const answer = await listEvents(workspace, await tokenFor(workspace), '')

  expect(answer).toMatchObject({
    status: 403,
    body: { error: { details: [{ metadata: { service: 'calendar-json.googleapis.com' } }] } },
  })
})

test('other people’s calendars look as if there were none', async () => {
  const { workspace, token } = await openCalendar()

  expect((await get(workspace, `/calendar/v3/calendars/${ines.email}/events`, token)).status).toBe(200)
  expect((await get(workspace, `/calendar/v3/calendars/${tomas.email}/events`, token)).status).toBe(404)
})

test('a calendar’s quota is its own, whatever was spent on mail', async () => {
  const { workspace, list } = await openCalendar()
  workspace.controls.capQuota(0)
  workspace.controls.capQuota(2, 'calendar')

  const statuses = [(await list()).status, (await list()).status, (await list()).status]

  expect(statuses).toEqual([200, 200, 429])
})

test('only events that are there can be changed or cancelled, and somebody of the house must take part', async () => {
  const { workspace } = await openCalendar()

  expect(() => workspace.updateEvent('none', { summary: 'x' })).toThrow('There is no event none')
  expect(() => workspace.cancelEvent('none')).toThrow('There is no event none')
  expect(() => workspace.addEvent({ ...breakfast, organizer: undefined, attendees: ['maya@harbor.example'] })).toThrow(
    'Nobody of northgate.example takes part in this event.',
  )
})

test('googleapis lists events and carries on with a sync token', async () => {
  const { workspace } = await openCalendar()
  workspace.clock.advance(Date.now() - workspace.clock.now().getTime())
  const { events } = google.calendar({ version: 'v3', auth: await googleAuth(workspace, [scope]) })
  workspace.addEvent(breakfast)
  const question = { calendarId: 'primary', singleEvents: true }

  const first = await events.list({ ...question, timeMin: '2026-11-01T00:00:00Z', maxResults: 2500 })
  const { id } = workspace.addEvent(breakfast)
  const second = await events.list({ ...question, syncToken: first.data.nextSyncToken ?? '', maxResults: 2500 })

  expect(first.data.items).toHaveLength(1)
  expect(second.data.items).toMatchObject([{ id }])
})
