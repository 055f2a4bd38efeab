import { expect, test } from 'vitest'
import { useZone } from '../../server/db/zone.ts'
import { refreshEveryFormula, refreshTimed } from '../../server/grid/formulas/timed.ts'
import { days, minutes } from '../support/clock.ts'
import { openApp } from '../support/world.ts'
import { addFormula, cell, doing, openFormulaWorld, watchFormulas } from './formula-columns.ts'

test('the day a formula calls today moves on by schedule, without an entry in the log', async () => {
  const { db, did, clock, harbor } = openFormulaWorld()
  const age = did((tx) => addFormula(tx, 'Day', 'DATETIME_FORMAT(TODAY(), "YYYY-MM-DD")'))
  await refreshTimed(db, clock.now())
  expect(cell(db, harbor, age)).toBe('2026-11-16')
  const entries = () => db.$client.prepare('SELECT count(*) FROM changes').pluck().get()
  const before = entries()

  clock.advance(days(1))
  await refreshTimed(db, clock.now())

  expect(cell(db, harbor, age)).toBe('2026-11-17')
  expect(entries()).toBe(before)
})

test('an hour moves NOW and leaves today and everything else alone', async () => {
  const { db, did, clock, harbor } = openFormulaWorld()
  did((tx) => addFormula(tx, 'Day', 'DATETIME_FORMAT(TODAY(), "YYYY-MM-DD")'))
  await refreshTimed(db, clock.now())
  const written = watchFormulas(db)

  clock.advance(minutes(60))
  await refreshTimed(db, clock.now())
  expect(written()).toEqual([])

  const hour = did((tx) => addFormula(tx, 'Hour', 'DATETIME_FORMAT(NOW(), "HH")'))
  clock.advance(minutes(60))
  await refreshTimed(db, clock.now())
  expect(cell(db, harbor, hour)).toBe('11')
})

test('the day begins at midnight where the fund is', async () => {
  const { db, did, clock, harbor } = openFormulaWorld()
  useZone(db, 'Pacific/Auckland')
  const day = did((tx) => addFormula(tx, 'Day', 'DATETIME_FORMAT(TODAY(), "YYYY-MM-DD")'))
  expect(cell(db, harbor, day)).toBe('2026-11-16')

  clock.advance(minutes(3 * 60))
  await refreshTimed(db, clock.now())

  expect(cell(db, harbor, day)).toBe('2026-11-17')
})

test('what the grid answered before midnight is not answered after it', async () => {
  const world = await openApp()
  const { db, clock, asVera } = world
  doing(world)((tx) => addFormula(tx, 'Day', 'DATETIME_FORMAT(TODAY(), "DD")'))
  const shown = async () => (await asVera('GET', '/api/fundraising/rows')).json().data[0].values.day
  expect(await shown()).toBe('16')

  clock.advance(days(1))
  await refreshTimed(db, clock.now())

  expect(await shown()).toBe('17')
})

test('formulas of formulas that tell the time move on with them', async () => {
  const { db, did, clock, harbor } = openFormulaWorld()
  did((tx) => addFormula(tx, 'Day', 'TODAY()'))
  const tomorrow = did((tx) => addFormula(tx, 'Tomorrow', 'DATETIME_FORMAT(DATEADD({Day}, 1, "days"), "DD")'))

  clock.advance(days(4))
  await refreshTimed(db, clock.now())

  expect(cell(db, harbor, tomorrow)).toBe('21')
})

test('after a start or a restore everything is worked out as this version and zone would have it', async () => {
  const { db, did, clock, harbor } = openFormulaWorld()
  const added = did((tx) => addFormula(tx, 'Added', 'DATETIME_FORMAT({Created}, "HH:mm")'))
  expect(cell(db, harbor, added)).toBe('09:00')

  useZone(db, 'Asia/Tokyo')
  await refreshEveryFormula(db, clock.now())

  expect(cell(db, harbor, added)).toBe('18:00')
})
