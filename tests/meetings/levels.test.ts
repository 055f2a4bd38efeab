import { expect, test } from 'vitest'
import { eraseMeetings } from '../../server/meetings/erase.ts'
import { setMeetingLevel } from '../../server/meetings/levels.ts'
import { shownMeeting } from '../../server/meetings/shown.ts'
import { refusalOf } from '../../server/undo/refused.ts'
import { doing, held, lunch, openScene, type Scene } from './support.ts'

async function lunchOf(who: ('ines' | 'marcus')[], event = lunch) {
  const scene = openScene()
  for (const one of who) {
    scene.calendars[one].put(event)
    await scene.follow(one)
  }
  return { ...scene, meeting: String(scene.db.$client.prepare('SELECT id FROM meetings').pluck().get()) }
}

const seen = (scene: Scene & { meeting: string }, who: 'ines' | 'marcus') => {
  const shown = shownMeeting(scene.db, scene[who].id, scene.meeting)
  return { title: shown?.title, guests: shown?.guests?.length ?? null }
}
const decide = (
  scene: Scene & { meeting: string },
  who: 'ines' | 'marcus',
  level: 'metadata' | 'subject' | 'full' | null,
) => doing(scene, (tx) => setMeetingLevel(tx, scene[who], scene.meeting, level))

test('whoever takes part decides what colleagues see of a meeting', async () => {
  const scene = await lunchOf(['ines'])

  decide(scene, 'ines', 'subject')
  expect(seen(scene, 'marcus')).toEqual({ title: 'Lunch with Maya', guests: null })

  decide(scene, 'ines', 'metadata')
  expect([seen(scene, 'marcus'), seen(scene, 'ines').guests]).toEqual([{ title: null, guests: null }, 2])
})

test('of two who take part the more private decision holds, until it is taken back', async () => {
  const scene = await lunchOf(['ines', 'marcus'])
  decide(scene, 'ines', 'metadata')

  expect(decide(scene, 'marcus', 'full').effective).toBe('metadata')
  expect(decide(scene, 'ines', null).effective).toBe('full')
})

test('what its owner marked private in the calendar they open to colleagues themselves', async () => {
  const scene = await lunchOf(['ines'], { ...lunch, visibility: 'private' })
  expect(seen(scene, 'marcus').title).toBeNull()

  decide(scene, 'ines', 'full')

  expect(seen(scene, 'marcus').title).toBe('Lunch with Maya')
})

test('a decision outlives a change of the calendar', async () => {
  const scene = await lunchOf(['ines'])
  decide(scene, 'ines', 'metadata')
  scene.calendars.ines.put({ ...lunch, summary: 'Dinner with Maya' })

  await scene.follow()

  expect([held(scene)[0]?.title, seen(scene, 'marcus').title]).toEqual(['Dinner with Maya', null])
})

test('nobody else decides, not even an admin', async () => {
  const scene = await lunchOf(['marcus'])

  expect(() => decide(scene, 'ines', 'full')).toThrow('Only somebody in whose calendar this meeting is')
})

test('what is erased leaves no decision', async () => {
  const scene = await lunchOf(['ines'])
  decide(scene, 'ines', 'metadata')

  doing(scene, (tx) => eraseMeetings(tx, (key) => key === 'maya.chen@harborfo.example'))

  expect(scene.db.$client.prepare('SELECT count(*) FROM live_thread_levels').pluck().get()).toBe(0)
})

test('who reads it is not undone, in words about a meeting', async () => {
  const scene = await lunchOf(['ines'])
  const batches = (['metadata', 'full', null] as const).map((level) =>
    doing(scene, (tx) => {
      setMeetingLevel(tx, scene.ines, scene.meeting, level)
      return tx.batchId
    }),
  )

  const why = 'Who reads what a meeting is about cannot be undone. Decide again beside the meeting.'
  expect(batches.map((batch) => refusalOf(scene.db, batch))).toEqual([why, why, why])
})
