import { expect, test } from 'vitest'
import { attentionOf } from '../../server/attention/today.ts'
import { record } from '../../server/db/write.ts'
import { remembered } from '../../server/grid/memo.ts'
import { approve, reject, takeBack } from '../../server/proposals/decide.ts'
import { doing, lunch, openScene, type Scene } from './support.ts'

/** Lunch stands in the calendar of Ines and waits in Review. */
async function proposedLunch() {
  const scene = openScene()
  scene.calendars.ines.put(lunch)
  await scene.follow()
  const id = String(scene.db.$client.prepare('SELECT id FROM live_proposals').pluck().get())
  return { ...scene, id }
}

const theDayBefore = { now: new Date('2026-11-18T15:00:00Z'), zone: 'America/New_York' }

/** Who has a next meeting: the investor, the person, and Ines today. */
function nextOf({ db, harbor, maya, ines }: Scene) {
  const next = (table: string, column: string, id: string) =>
    db.$client.prepare(`SELECT next_meeting_at FROM ${table} WHERE ${column} = ?`).pluck().get(id) !== null
  return {
    investor: next('investor_summaries', 'investor_id', harbor.id),
    person: next('contact_summaries', 'contact_id', maya.id),
    today: attentionOf(db, ines.id, theDayBefore).meetings.length > 0,
  }
}

const everywhere = { investor: true, person: true, today: true }
const nowhere = { investor: false, person: false, today: false }

test('a meeting that waits for review is the next one', async () => {
  expect(nextOf(await proposedLunch())).toEqual(everywhere)
})

test('a meeting that was rejected is nobody’s next meeting', async () => {
  const scene = await proposedLunch()

  doing(scene, (tx) => reject(tx, scene.id))

  expect(nextOf(scene)).toEqual(nowhere)
})

test('it stays rejected when the calendar moves it', async () => {
  const scene = await proposedLunch()
  doing(scene, (tx) => reject(tx, scene.id))
  scene.calendars.ines.put({ ...lunch, start: { dateTime: '2026-11-19T18:00:00Z' } })

  await scene.follow()

  expect(nextOf(scene)).toEqual(nowhere)
})

test('once the rejection is taken back it is the next one again', async () => {
  const scene = await proposedLunch()
  doing(scene, (tx) => reject(tx, scene.id))

  doing(scene, (tx) => takeBack(tx, scene.id))

  expect(nextOf(scene)).toEqual(everywhere)
})

test('rejected for one investor it is the next of the other, and of who is there for both', async () => {
  const scene = openScene()
  doing(scene, (tx) => record(tx, 'contact_roles', { contactId: scene.maya.id, investorId: scene.alder.id }))
  scene.calendars.ines.put(lunch)
  await scene.follow()
  const of = scene.db.$client.prepare('SELECT id FROM live_proposals WHERE investor_id = ?').pluck()

  doing(scene, (tx) => reject(tx, String(of.get(scene.harbor.id))))
  doing(scene, (tx) => approve(tx, String(of.get(scene.alder.id))))

  expect(nextOf(scene)).toEqual({ investor: false, person: true, today: true })
})

test('a calendar that only moves a meeting changes remembered answers too', async () => {
  const scene = await proposedLunch()
  const answer = () => remembered(scene.db, 'next', () => nextAt(scene))
  expect(answer()).toBe('2026-11-19T15:00:00.000Z')
  scene.calendars.ines.put({ ...lunch, start: { dateTime: '2026-11-19T18:00:00Z' } })

  await scene.follow()

  expect(answer()).toBe('2026-11-19T18:00:00.000Z')
})

const nextAt = ({ db, harbor }: Scene) =>
  db.$client.prepare('SELECT next_meeting_at FROM investor_summaries WHERE investor_id = ?').pluck().get(harbor.id)

test('a meeting all of us declined is nobody’s next meeting', async () => {
  const scene = await proposedLunch()
  const [ours, theirs] = lunch.attendees ?? []
  scene.calendars.ines.put({ ...lunch, attendees: [{ ...ours, responseStatus: 'declined' }, { ...theirs }] })

  await scene.follow()

  expect(nextOf(scene)).toEqual(nowhere)
})
