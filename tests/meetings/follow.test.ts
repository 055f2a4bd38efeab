import { expect, test } from 'vitest'
import { archiveCommunication, editCommunication } from '../../server/communications/log.ts'
import { eraseMeetings } from '../../server/meetings/erase.ts'
import { approve } from '../../server/proposals/decide.ts'
import { doing, held, lunch, openScene, proposed, type Scene } from './support.ts'

const later = {
  start: { dateTime: '2026-11-20T15:00:00Z' },
  end: { dateTime: '2026-11-20T16:00:00Z' },
}

/** Lunch is followed, and Ines agrees to log it. */
async function logged(): Promise<Scene> {
  const scene = openScene()
  scene.calendars.ines.put(lunch)
  await scene.follow()
  for (const id of scene.db.$client.prepare('SELECT id FROM live_proposals').pluck().all())
    doing(scene, (tx) => approve(tx, String(id)))
  return scene
}

const meetingsOf = ({ db }: Scene) =>
  db.$client
    .prepare("SELECT id, occurred_at AS at, summary, subject FROM live_communications WHERE type = 'meeting'")
    .all() as {
    id: string
    at: string
  }[]
const summaryOf = ({ db, harbor }: Scene) =>
  db.$client
    .prepare('SELECT next_meeting_at AS next, last_contact_at AS last FROM investor_summaries WHERE investor_id = ?')
    .get(harbor.id)

test('an agreed meeting is in the record without its words', async () => {
  const scene = await logged()

  expect(meetingsOf(scene)).toEqual([
    { id: expect.any(String), at: '2026-11-19T15:00:00.000Z', summary: '', subject: null },
  ])
})

test('the next meeting stands at the investor, logged or not', async () => {
  const scene = openScene()
  scene.calendars.ines.put(lunch)

  await scene.follow()

  expect(summaryOf(scene)).toEqual({ next: '2026-11-19T15:00:00.000Z', last: null })
})

test('a moved meeting is moved in the record', async () => {
  const scene = await logged()
  scene.calendars.ines.put({ ...lunch, ...later })

  await scene.follow()

  expect(meetingsOf(scene).map((one) => one.at)).toEqual(['2026-11-20T15:00:00.000Z'])
  expect(summaryOf(scene)).toEqual({ next: '2026-11-20T15:00:00.000Z', last: null })
})

test('a time that somebody corrected by hand stays', async () => {
  const scene = await logged()
  const [one] = meetingsOf(scene)
  doing(scene, (tx) => editCommunication(tx, String(one?.id), { occurred_at: '2026-11-19T18:00:00.000Z' }))
  scene.calendars.ines.put({ ...lunch, summary: 'Dinner with Maya' })

  await scene.follow()

  expect(meetingsOf(scene).map((each) => each.at)).toEqual(['2026-11-19T18:00:00.000Z'])
})

test('a cancelled meeting waits for nobody any more', async () => {
  const scene = openScene()
  scene.calendars.ines.put(lunch)
  await scene.follow()
  scene.calendars.ines.cancel('lunch')

  await scene.follow()

  expect([held(scene)[0]?.status, proposed(scene), summaryOf(scene)]).toEqual([
    'cancelled',
    [],
    { next: null, last: null },
  ])
})

test('what was logged of a cancelled meeting is put aside, and back when it takes place after all', async () => {
  const scene = await logged()
  scene.calendars.ines.cancel('lunch')
  await scene.follow()
  expect(meetingsOf(scene)).toEqual([])

  scene.calendars.ines.put(lunch)
  await scene.follow()

  expect(meetingsOf(scene)).toHaveLength(1)
})

test('what a person put aside is not brought back by a calendar', async () => {
  const scene = await logged()
  for (const { id } of meetingsOf(scene)) doing(scene, (tx) => archiveCommunication(tx, id))
  scene.calendars.ines.cancel('lunch')
  await scene.follow()

  scene.calendars.ines.put(lunch)
  await scene.follow()

  expect(meetingsOf(scene)).toEqual([])
})

test('a meeting that took place stays logged when it is cleared from the calendar later', async () => {
  const scene = await logged()
  scene.calendars.ines.cancel('lunch')

  await scene.follow('ines', new Date('2026-12-01T09:00:00Z'))

  expect(meetingsOf(scene)).toHaveLength(1)
})

test('erasing takes the meeting, what was proposed and what was logged of it', async () => {
  const scene = await logged()

  const erased = doing(scene, (tx) => eraseMeetings(tx, (key) => key === 'maya.chen@harborfo.example'))

  expect([erased, held(scene), meetingsOf(scene), summaryOf(scene)]).toEqual([1, [], [], { next: null, last: null }])
})
