import { PassThrough, Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { act } from '../../server/db/write.ts'
import { openFeed } from '../../server/events/feed.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { actorFor, openApp, openWorld, type World } from '../support/world.ts'

/** The feed reads in the turn after the act. */
const untilTold = async () => {
  for (const _ of ['asked', 'told']) await new Promise((resolve) => setImmediate(resolve))
}

/** Some hundred entries in one act. */
function busyDay({ db, marcus }: World): void {
  act(db, actorFor(marcus), 'Added many', (tx) => {
    for (let n = 0; n < 1500; n++) addInvestor(tx, { name: `Investor ${n}` })
  })
}

test('a listener who does not keep up is cut off, and the others hear everything', async () => {
  const world = openWorld()
  const feed = openFeed(world.db)
  const stuck = new Writable({ write: () => {} })
  const reading = new PassThrough()
  let heard = 0
  reading.on('data', (chunk: Buffer) => {
    heard += chunk.toString().split('data: ').length - 1
  })
  for (const stream of [stuck, reading]) feed.join({ userId: world.vera.id, who: () => world.vera, stream }, null)

  let days = 0
  while (!stuck.destroyed && days < 20) {
    busyDay(world)
    days += 1
    await untilTold()
  }

  expect(stuck.destroyed).toBe(true)
  expect(days).toBeGreaterThan(1)
  expect(reading.destroyed).toBe(false)
  expect(heard).toBe(days * 1500)
  feed.close()
})

test('somebody with too many streams loses the oldest', () => {
  const { db, vera, marcus } = openWorld()
  const feed = openFeed(db)
  const join = (user: typeof vera) => {
    const stream = new PassThrough()
    feed.join({ userId: user.id, who: () => user, stream }, null)
    return stream
  }
  const own = Array.from({ length: 41 }, () => join(vera))
  const others = join(marcus)

  expect(own.map((stream) => stream.writableEnded)).toEqual([true, ...Array(40).fill(false)])
  expect(others.writableEnded).toBe(false)
  feed.close()
})

test('an undo, which is an act within the act of its request, is told at once', async () => {
  const { db, app, asMarcus, harbor, vera } = await openApp()
  await asMarcus('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { city: 'Salem' } })
  await untilTold()
  const feed = openFeed(db)
  const stream = new PassThrough()
  const told: string[] = []
  feed.join({ userId: vera.id, who: () => vera, stream }, null)
  stream.on('data', (chunk: Buffer) => told.push(chunk.toString()))

  const { batch_id } = (await asMarcus('POST', '/api/fundraising/undo', {})).json()
  await untilTold()

  expect(told.join('')).toContain(batch_id)
  feed.close()
  await app.close()
})
