import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Db } from '../../server/db/db.ts'
import { act, amend, archive, type Tx } from '../../server/db/write.ts'
import { editCells } from '../../server/grid/cells.ts'
import { addField } from '../../server/grid/fields.ts'
import { archiveInvestor, restoreInvestor } from '../../server/grid/investors.ts'
import { findRows, findRowsJson } from '../../server/grid/rows.ts'
import { relationalSummary } from '../../server/grid/summary.ts'
import { pastDb } from '../../server/past/past.ts'
import { openPlayground, perform, someActs } from '../db/random-acts.ts'
import { days } from '../support/clock.ts'
import { actorFor, openWorld, type World } from '../support/world.ts'

const at = (instant: string) => ({ now: new Date(instant), zone: 'Europe/London' })
const words = ['ash', 'eclair', 'maya', 'harbor', 'x.example', 'warm']

/** Everything the grid shows, and who is found by which word. */
function shown(db: Db, instant: string) {
  const rows = JSON.parse(findRowsJson(db, { limit: 1000, offset: 0 }, at(instant)).rows)
  const found = words.map((search) =>
    findRows(db, { search, limit: 100, offset: 0 }, at(instant)).rows.map((r) => r.id),
  )
  return { rows, found, summary: relationalSummary(db) }
}

test('whatever was done since, the past is as it was', () => {
  let compared = 0
  fc.assert(
    fc.property(someActs, fc.array(fc.nat(39), { minLength: 1, maxLength: 4 }), (script, moments) => {
      const world = openPlayground()
      const before = new Map<string, unknown>()
      for (const [n, act] of script.entries()) {
        perform(world, [act])
        const instant = world.clock.now().toISOString()
        if (moments.includes(n)) before.set(instant, shown(world.db, instant))
      }
      world.clock.advance(1000)

      for (const [instant, grid] of before) expect(shown(pastDb(world.db, instant), instant)).toEqual(grid)
      compared += before.size
    }),
    { numRuns: 60 },
  )
  expect(compared).toBeGreaterThan(50)
})

/** One act of Ines, an hour after the one before; answers the instant right before it. */
function later({ db, clock, ines }: World, work: (tx: Tx) => unknown): string {
  clock.advance(3_600_000)
  const before = new Date(clock.now().getTime() - 1).toISOString()
  act(db, actorFor(ines), 'Something', (tx) => void work(tx), { now: clock.now() })
  return before
}

const valuesOf = (db: Db, id: string) =>
  findRows(db, { limit: 100, offset: 0 }, at('2026-11-16T09:00:00.000Z')).rows.find((row) => row.id === id)?.values

test('columns are the ones there were, with what stood in them', () => {
  const world = openWorld()
  const before = later(world, (tx) => addField(tx, { label: 'Pet', type: 'text' }))
  const fielded = later(world, (tx) => editCells(tx, world.harbor.id, { pet: 'Otter' }))
  const filled = later(world, (tx) => {
    const pet = tx.db.$client.prepare("SELECT id FROM live_fields WHERE key = 'pet'").pluck().get()
    archive(tx, 'fields', String(pet))
  })

  expect(valuesOf(pastDb(world.db, before), world.harbor.id)).not.toHaveProperty('pet')
  expect(valuesOf(pastDb(world.db, fielded), world.harbor.id)).toMatchObject({ pet: null })
  expect(valuesOf(pastDb(world.db, filled), world.harbor.id)).toMatchObject({ pet: 'Otter' })
})

test('formulas are worked out for that day', () => {
  const world = openWorld()
  later(world, (tx) => addField(tx, { label: 'Today', type: 'formula', formula: 'TODAY()' }))
  world.clock.advance(days(3))
  later(world, (tx) => addField(tx, { label: 'Where', type: 'formula', formula: '{City} & "!"' }))
  const boston = world.clock.now().toISOString()
  later(world, (tx) => editCells(tx, world.harbor.id, { city: 'Lisbon' }))

  expect(valuesOf(pastDb(world.db, boston), world.harbor.id)).toMatchObject({ today: '2026-11-19', where: 'Boston!' })
  expect(valuesOf(pastDb(world.db, '2026-11-17T12:00:00.000Z'), world.harbor.id)).toMatchObject({ today: '2026-11-17' })
})

test('who was archived then is archived, and who was not is not', () => {
  const world = openWorld()
  const here = later(world, (tx) => archiveInvestor(tx, world.harbor.id))
  const gone = later(world, (tx) => restoreInvestor(tx, world.harbor.id))
  const back = world.clock.now().toISOString()

  const seen = [here, gone, back].map((instant) => valuesOf(pastDb(world.db, instant), world.harbor.id)?.['name'])
  expect(seen).toEqual(['Harbor Family Office', undefined, 'Harbor Family Office'])
})

test('names change everywhere: of tags, people and colleagues', () => {
  const world = openWorld()
  later(world, (tx) => editCells(tx, world.harbor.id, { tags: ['Warm'] }))
  const before = later(world, (tx) => {
    const tag = tx.db.$client.prepare("SELECT id FROM live_tags WHERE name = 'Warm'").pluck().get()
    amend(tx, 'tags', String(tag), { name: 'Hot', nameKey: 'hot' })
  })

  expect(valuesOf(world.db, world.harbor.id)).toMatchObject({ tags: ['Hot'] })
  expect(valuesOf(pastDb(world.db, before), world.harbor.id)).toMatchObject({ tags: ['Warm'] })
})

test('before there was anything the grid has its columns and nobody in it', () => {
  const { db } = openWorld()

  const { rows, summary } = shown(pastDb(db, '2001-01-01T00:00:00.000Z'), '2001-01-01T00:00:00.000Z')

  expect(rows).toEqual([])
  expect(summary).toMatchObject({ counts: { investors: 0, contacts: 0 }, lists: {}, funds: [] })
})

test('the past takes no acts', () => {
  const { db, ines, harbor } = openWorld()
  const past = pastDb(db, '2026-11-16T09:00:00.000Z')

  expect(() => act(past, actorFor(ines), 'Rewrote history', (tx) => archiveInvestor(tx, harbor.id))).toThrow(/readonly/)
})

test('the two asked for last are kept, and what others do meanwhile does not matter to them', () => {
  const world = openWorld()
  const moments = ['Lisbon', 'Porto', 'Faro'].map((city) =>
    later(world, (tx) => editCells(tx, world.harbor.id, { city })),
  )
  const [first, second] = moments.slice(0, 2).map((instant) => pastDb(world.db, instant))

  later(world, (tx) => editCells(tx, world.alder.id, { city: 'Turku' }))
  expect(pastDb(world.db, String(moments[0]))).toBe(first)
  expect(pastDb(world.db, String(moments[1]))).toBe(second)
  pastDb(world.db, String(moments[2]))

  expect([first?.$client.open, second?.$client.open]).toEqual([false, true])
})
