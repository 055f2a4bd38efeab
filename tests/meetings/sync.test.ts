import { expect, test } from 'vitest'
import { addContact, editContact } from '../../server/contacts/contacts.ts'
import { archive, record } from '../../server/db/write.ts'
import { GoogleFailure } from '../../server/google/retry.ts'
import type { CalendarEvent } from '../../server/meetings/event.ts'
import { doing, held, lunch, openScene, proposed } from './support.ts'

const maya = 'maya.chen@harborfo.example'
const asked = (...emails: string[]) => emails.map((email) => ({ email, responseStatus: 'accepted' }))

test('a meeting with somebody we know is kept and proposed for their investor', async () => {
  const scene = openScene()
  scene.calendars.ines.put(lunch)

  const done = await scene.follow()

  expect(done).toEqual({ looked: 1, kept: 1, problem: null })
  expect(held(scene)).toEqual([
    {
      key: 'lunch@google.com',
      startsAt: '2026-11-19T15:00:00.000Z',
      status: 'confirmed',
      title: 'Lunch with Maya',
      level: 'full',
      allDay: 0,
    },
  ])
  expect(proposed(scene)).toEqual([{ status: 'pending', investor: 'Harbor Family Office' }])
})

const others: [string, Partial<CalendarEvent>][] = [
  ['nobody we know is asked', { attendees: asked('ines@northlight.example', 'dentist@teeth.example') }],
  ['only our own people are asked', { attendees: asked('ines@northlight.example', 'guest@lab.northlight.example') }],
  ['the one we know declined', { attendees: [{ email: maya, responseStatus: 'declined' }] }],
  [
    'the owner of the calendar declined',
    { attendees: [...asked(maya), { email: 'ines@northlight.example', self: true, responseStatus: 'declined' }] },
  ],
  ['it is a gathering', { attendees: asked(maya, ...Array.from({ length: 20 }, (_, n) => `guest${n}@crowd.example`)) }],
  ['guests bring a crowd', { attendees: [{ email: maya, responseStatus: 'accepted', additionalGuests: 30 }] }],
  ['the guest list is too long to be given', { attendees: asked(maya), attendeesOmitted: true }],
  ['a room goes by the name of somebody we know', { attendees: [{ email: maya, resource: true }] }],
  ['it is no meeting but an absence', { eventType: 'outOfOffice' }],
  ['it does not say when', { start: {}, end: {} }],
]
test.each(others)('nothing is kept when %s', async (_why, other) => {
  const scene = openScene()
  scene.calendars.ines.put({ ...lunch, ...other })

  const { kept } = await scene.follow()

  expect([kept, held(scene), proposed(scene)]).toEqual([0, [], []])
})

test('an event of a whole day lasts from midnight to midnight where the fund is', async () => {
  const scene = openScene()
  scene.calendars.ines.put({ ...lunch, start: { date: '2026-11-20' }, end: { date: '2026-11-21' } })

  await scene.follow()

  const [meeting] = scene.db.$client.prepare('SELECT starts_at, ends_at, all_day FROM meetings').raw().all()
  expect(meeting).toEqual(['2026-11-20T05:00:00.000Z', '2026-11-21T05:00:00.000Z', 1])
})

test('each instance of a series is a meeting, proposed when it comes near', async () => {
  const scene = openScene()
  for (const day of ['2026-11-17', '2026-11-24', '2026-12-15']) {
    const time = { dateTime: `${day}T09:00:00Z` }
    scene.calendars.ines.put({
      ...lunch,
      id: `weekly_${day.replaceAll('-', '')}T090000Z`,
      start: time,
      originalStartTime: time,
    })
  }
  await scene.follow()
  expect([held(scene).length, proposed(scene).length]).toEqual([3, 2])

  await scene.follow('ines', new Date('2026-12-02T09:00:00Z'))

  expect(proposed(scene)).toHaveLength(3)
})

test('when a series is deleted all its meetings are cancelled', async () => {
  const scene = openScene()
  const time = { dateTime: '2026-11-17T09:00:00Z' }
  scene.calendars.ines.put({ ...lunch, id: 'weekly_20261117T090000Z', start: time, originalStartTime: time })
  scene.calendars.ines.put({ ...lunch, id: 'weeklyother', iCalUID: 'other@google.com' })
  await scene.follow()

  scene.calendars.ines.cancel('weekly')
  await scene.follow()

  expect(held(scene).map((one) => one.status)).toEqual(['cancelled', 'confirmed'])
})

test('the second time only what changed is asked for', async () => {
  const scene = openScene()
  const { state, put } = scene.calendars.ines
  put(lunch)
  await scene.follow()
  put({ ...lunch, id: 'tea', iCalUID: 'tea@google.com' })

  const { looked } = await scene.follow()

  expect(looked).toBe(1)
  expect(state.asked).toEqual([{ timeMin: '2026-08-18T09:00:00.000Z' }, { syncToken: '1' }])
})

test('a calendar of many pages is read to its end', async () => {
  const scene = openScene()
  scene.calendars.ines.state.pageSize = 3
  for (let n = 0; n < 8; n += 1) scene.calendars.ines.put({ ...lunch, id: `e${n}`, iCalUID: `e${n}@google.com` })

  const done = await scene.follow()

  expect([done.kept, held(scene).length]).toEqual([8, 8])
})

test('what failed halfway is done again, and nothing is there twice', async () => {
  const scene = openScene()
  const { state, put, client } = scene.calendars.ines
  state.pageSize = 3
  for (let n = 0; n < 8; n += 1) put({ ...lunch, id: `e${n}`, iCalUID: `e${n}@google.com` })
  const { events } = client
  client.events = (ask) => (ask.pageToken === '6' ? Promise.reject(new GoogleFailure('google_busy', 503)) : events(ask))
  const failed = await scene.follow()
  expect([failed.problem, held(scene).length]).toEqual(['google_busy', 6])

  client.events = events
  await scene.follow()

  expect([held(scene).length, proposed(scene).length]).toEqual([8, 8])
})

test('when Google has forgotten the token everything is listed anew, without duplicates', async () => {
  const scene = openScene()
  const { state, put, cancel } = scene.calendars.ines
  put(lunch)
  put({ ...lunch, id: 'tea', iCalUID: 'tea@google.com' })
  await scene.follow()
  cancel('tea')
  put({ ...lunch, id: 'walk', iCalUID: 'walk@google.com' })
  state.forgotten = true

  const done = await scene.follow()

  expect(done).toEqual({ looked: 2, kept: 2, problem: null })
  expect(held(scene).map(({ key, status }) => [key, status])).toEqual([
    ['lunch@google.com', 'confirmed'],
    ['tea@google.com', 'cancelled'],
    ['walk@google.com', 'confirmed'],
  ])
  expect(proposed(scene)).toHaveLength(2)
})

test('a failure of Google’s is noted at the mailbox, and gone when it works again', async () => {
  const scene = openScene()
  const problem = () => scene.db.$client.prepare('SELECT calendar_problem FROM mailbox_states').pluck().get()
  scene.calendars.ines.state.failure = new GoogleFailure('google_denied', 403)
  await scene.follow()
  expect(problem()).toBe('google_denied')

  scene.calendars.ines.state.failure = null
  await scene.follow()

  expect(problem()).toBeNull()
})

test('one meeting in two calendars is one', async () => {
  const scene = openScene()
  scene.calendars.ines.put(lunch)
  scene.calendars.marcus.put({ ...lunch, id: 'elsewhere' })

  await scene.follow('ines')
  await scene.follow('marcus')

  expect([held(scene).length, proposed(scene).length]).toEqual([1, 1])
})

test('a meeting that one colleague leaves is still the other’s', async () => {
  const scene = openScene()
  scene.calendars.ines.put(lunch)
  scene.calendars.marcus.put(lunch)
  await scene.follow('ines')
  await scene.follow('marcus')

  scene.calendars.marcus.cancel('lunch')
  await scene.follow('marcus')

  expect(held(scene).map((one) => one.status)).toEqual(['confirmed'])
})

test('when somebody becomes known the meetings with them are found', async () => {
  const scene = openScene()
  scene.calendars.ines.put({ ...lunch, attendees: asked('ines@northlight.example', 'tom@alder.example') })
  await scene.follow()
  expect(held(scene)).toEqual([])

  doing(scene, (tx) =>
    addContact(tx, { name: 'Tom Reyes', emails: ['tom@alder.example'], investor_ids: [scene.alder.id] }),
  )
  await scene.follow()

  expect(proposed(scene)).toEqual([{ status: 'pending', investor: 'Alder Pension' }])
})

test('somebody’s new address finds their meetings', async () => {
  const scene = openScene()
  scene.calendars.ines.put({ ...lunch, attendees: asked('maya@home.example') })
  await scene.follow()

  doing(scene, (tx) => editContact(tx, scene.maya.id, { emails: [maya, 'maya@home.example'] }))
  await scene.follow()

  expect(proposed(scene)).toHaveLength(1)
})

test('a private event shows others only that there was one', async () => {
  const scene = openScene()
  scene.calendars.ines.put({ ...lunch, visibility: 'private' })

  await scene.follow()

  expect(held(scene)[0]?.level).toBe('metadata')
})

test('a mailbox that shows less shows less of its meetings', async () => {
  const scene = openScene()
  doing(scene, (tx) =>
    record(tx, 'mailboxes', { address: scene.ines.email, userId: scene.ines.id, enabled: true, level: 'subject' }),
  )
  scene.calendars.ines.put(lunch)

  await scene.follow()

  expect(held(scene)[0]?.level).toBe('subject')
})

test('a meeting with somebody never to be logged leaves no trace, also when they are asked later', async () => {
  const scene = openScene()
  doing(scene, (tx) => record(tx, 'never_log', { kind: 'domain', value: 'clinic.example' }))
  scene.calendars.ines.put(lunch)
  await scene.follow()
  expect(held(scene)).toHaveLength(1)

  scene.calendars.ines.put({ ...lunch, attendees: asked(maya, 'doctor@clinic.example') })
  await scene.follow()

  const left = ['meetings', 'meeting_copies', 'meeting_parties'].map((table) =>
    scene.db.$client.prepare(`SELECT * FROM ${table}`).all(),
  )
  expect([left, proposed(scene)]).toEqual([[[], [], []], []])
})

test('whom we may log again is found again', async () => {
  const scene = openScene()
  const { id } = doing(scene, (tx) => record(tx, 'never_log', { kind: 'address', value: maya }))
  scene.calendars.ines.put(lunch)
  await scene.follow()
  expect(held(scene)).toEqual([])

  doing(scene, (tx) => archive(tx, 'never_log', id))
  await scene.follow()

  expect(held(scene)).toHaveLength(1)
})
