import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openPace, openPaces } from '../../server/google/pace.ts'

/** A clock that stands still but for the waits. */
function standing() {
  let at = 0
  const waits: number[] = []
  const wait = async (ms: number, signal?: AbortSignal) => {
    signal?.throwIfAborted()
    waits.push(ms)
    at += ms
  }
  return { clock: { now: () => at, wait }, waits, now: () => at, pass: (ms: number) => (at += ms) }
}

test('what a minute allows is spent at once', async () => {
  const { clock, waits } = standing()
  const pace = openPace(6000, clock)

  for (let n = 0; n < 300; n += 1) await pace.spend(20)

  expect(waits).toEqual([])
})

test('what does not fit waits until what was spent is a minute old', async () => {
  const { clock, now, pass } = standing()
  const pace = openPace(6000, clock)

  await pace.spend(5000)
  pass(20_000)
  await pace.spend(1000)
  await pace.spend(90)

  expect(now()).toBe(60_000)
})

test('no minute sees more than the quota, whenever it begins', async () => {
  const spendings = fc.array(fc.record({ units: fc.integer({ min: 1, max: 40 }), idle: fc.nat(4000) }), {
    minLength: 50,
    maxLength: 400,
  })
  await fc.assert(
    fc.asyncProperty(spendings, async (plan) => {
      const { clock, now, pass } = standing()
      const pace = openPace(600, clock)
      const spent: { at: number; units: number }[] = []
      for (const { units, idle } of plan) {
        pass(idle)
        await pace.spend(units)
        spent.push({ at: now(), units })
      }
      for (const { at } of spent) {
        const within = spent.filter((one) => one.at >= at && one.at < at + 60_000)
        expect(within.reduce((sum, one) => sum + one.units, 0)).toBeLessThanOrEqual(600)
      }
    }),
    { numRuns: 50 },
  )
})

test('a call dearer than the whole bucket goes through on its own', async () => {
  const { clock } = standing()

  await openPace(60, clock).spend(20)

  expect(clock.now()).toBe(0)
})

test('those who wait take turns, and one that gives up does not hold up the others', async () => {
  const { clock } = standing()
  const pace = openPace(6000, clock)
  const stopping = new AbortController()
  stopping.abort()
  const order: string[] = []

  await pace.spend(6000)
  await Promise.allSettled([
    pace.spend(20, stopping.signal).then(() => order.push('gave up')),
    pace.spend(20).then(() => order.push('second')),
    pace.spend(20).then(() => order.push('third')),
  ])

  expect(order).toEqual(['second', 'third'])
})

test('a long search leaves room for what people ask meanwhile', async () => {
  const { clock, now } = standing()
  const paces = openPaces(6000, clock)
  await paces.thorough('ines@northgate.example').spend(4800)

  await paces.live('ines@northgate.example').spend(1200)

  expect(now()).toBe(0)
})

test('each mailbox has a pace of its own', async () => {
  const { clock, now } = standing()
  const paces = openPaces(6000, clock)
  await paces.live('ines@northgate.example').spend(6000)

  await paces.live('tomas@northgate.example').spend(6000)

  expect(now()).toBe(0)
})
