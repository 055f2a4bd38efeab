import { expect, test } from 'vitest'
import { comingMeetings } from '../../server/attention/meetings.ts'
import { logCommunication } from '../../server/communications/log.ts'
import { approve, reject } from '../../server/proposals/decide.ts'
import { doing, lunch, openScene, type Scene } from '../meetings/support.ts'

const zone = 'America/New_York'
const coming = ({ db, clock, ...users }: Scene, who: 'ines' | 'marcus') =>
  comingMeetings(db, users[who].id, { now: clock.now(), zone })
const lineOf = ({ startsAt, title, isOwn }: ReturnType<typeof coming>[number]) => `${startsAt} ${title} ${isOwn}`

const waiting = ({ db }: Scene) => String(db.$client.prepare('SELECT id FROM live_proposals').pluck().get())

/** Lunch on another day of November; the clock stands at Monday the 16th. */
const on = (day: string, more: object = {}) => ({
  ...lunch,
  ...{ id: `on-${day}`, iCalUID: `on-${day}@google.com` },
  start: { dateTime: `2026-11-${day}T10:00:00-05:00`, timeZone: zone },
  end: { dateTime: `2026-11-${day}T11:00:00-05:00`, timeZone: zone },
  ...more,
})

async function followed(events: object[]) {
  const scene = openScene()
  for (const event of events) scene.calendars.ines.put(event)
  await scene.follow('ines')
  return scene
}

test('the meetings of today and the seven days after it are told by time, in the fund’s zone', async () => {
  const late = { start: { dateTime: '2026-11-23T23:30:00-05:00' }, end: { dateTime: '2026-11-24T00:30:00-05:00' } }
  const scene = await followed([on('24'), on('23', late), on('19'), on('17', { status: 'cancelled' })])

  expect(coming(scene, 'ines').map((one) => one.startsAt)).toEqual([
    '2026-11-19T15:00:00.000Z',
    '2026-11-24T04:30:00.000Z',
  ])
})

test('a colleague sees a private one without a word, and with whom it is', async () => {
  const scene = await followed([{ ...lunch, visibility: 'private' }])

  const [hers, his] = [coming(scene, 'ines'), coming(scene, 'marcus')]

  expect(hers.map(lineOf)).toEqual(['2026-11-19T15:00:00.000Z Lunch with Maya true'])
  expect(his.map(lineOf)).toEqual(['2026-11-19T15:00:00.000Z null false'])
  expect(his[0]).toMatchObject({ people: [{ name: 'Maya Chen' }], investors: [{ name: 'Harbor Family Office' }] })
})

test('one that was rejected is left out', async () => {
  const scene = await followed([lunch])

  doing(scene, (tx) => reject(tx, waiting(scene)))

  expect(coming(scene, 'marcus')).toEqual([])
})

test('one that is logged from a calendar stands once, one logged ahead by hand before those of colleagues', async () => {
  const scene = openScene()
  scene.calendars.marcus.put(on('17'))
  await scene.follow('marcus')
  doing(scene, (tx) => approve(tx, waiting(scene)))

  doing(scene, (tx) =>
    logCommunication(tx, {
      ...{ type: 'meeting', subject: 'Data room', summary: 'To walk them through it', contact_ids: [scene.maya.id] },
      ...{ occurred_at: '2026-11-20T15:00:00.000Z', investor_id: scene.harbor.id },
    }),
  )

  expect(coming(scene, 'ines').map(lineOf)).toEqual([
    '2026-11-20T15:00:00.000Z Data room true',
    '2026-11-17T15:00:00.000Z Lunch with Maya false',
  ])
})
