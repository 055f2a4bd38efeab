import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as breath } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Db, openDb } from '../../server/db/db.ts'
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

test('whatever was done since, the past is as it was', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(someActs, fc.array(fc.nat(39), { minLength: 1, maxLength: 4 }), async (script, moments) => {
      const world = openPlayground()
      const before = new Map<string, unknown>()
      for (const [n, act] of script.entries()) {
        perform(world, [act])
        const instant = world.clock.now().toISOString()
        if (moments.includes(n)) before.set(instant, shown(world.db, instant))
      }
      world.clock.advance(1000)

      for (const [instant, grid] of before) expect(shown(await pastDb(world.db, instant), instant)).toEqual(grid)
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

test('columns are the ones there were, with what stood in them', async () => {
  const world = openWorld()
  const before = later(world, (tx) => addField(tx, { label: 'Pet', type: 'text' }))
  const fielded = later(world, (tx) => editCells(tx, world.harbor.id, { pet: 'Otter' }))
  const filled = later(world, (tx) => {
    const pet = tx.db.$client.prepare("SELECT id FROM live_fields WHERE key = 'pet'").pluck().get()
    archive(tx, 'fields', String(pet))
  })

  expect(valuesOf(await pastDb(world.db, before), world.harbor.id)).not.toHaveProperty('pet')
  expect(valuesOf(await pastDb(world.db, fielded), world.harbor.id)).toMatchObject({ pet: null })
  expect(valuesOf(await pastDb(world.db, filled), world.harbor.id)).toMatchObject({ pet: 'Otter' })
})

test('formulas are worked out for that day', async () => {
  const world = openWorld()
  later(world, (tx) => addField(tx, { label: 'Today', type: 'formula', formula: 'TODAY()' }))
  world.clock.advance(days(3))
  later(world, (tx) => addField(tx, { label: 'Where', type: 'formula', formula: '{City} & "!"' }))
  const boston = world.clock.now().toISOString()
  later(world, (tx) => editCells(tx, world.harbor.id, { city: 'Lisbon' }))

  expect(valuesOf(await pastDb(world.db, boston), world.harbor.id)).toMatchObject({
    today: '2026-11-19',
    where: 'Boston!',
  })
  expect(valuesOf(await pastDb(world.db, '2026-11-17T12:00:00.000Z'), world.harbor.id)).toMatchObject({
    today: '2026-11-17',
  })
})

test('who was archived then is archived, and who was not is not', async () => {
  const world = openWorld()
  const here = later(world, (tx) => archiveInvestor(tx, world.harbor.id))
  const gone = later(world, (tx) => restoreInvestor(tx, world.harbor.id))
  const back = world.clock.now().toISOString()

  const seen: unknown[] = []
  for (const instant of [here, gone, back])
    seen.push(valuesOf(await pastDb(world.db, instant), world.harbor.id)?.['name'])
  expect(seen).toEqual(['Harbor Family Office', undefined, 'Harbor Family Office'])
})

test('names change everywhere: of tags, people and colleagues', async () => {
  const world = openWorld()
  later(world, (tx) => editCells(tx, world.harbor.id, { tags: ['Warm'] }))
  const before = later(world, (tx) => {
    const tag = tx.db.$client.prepare("SELECT id FROM live_tags WHERE name = 'Warm'").pluck().get()
    amend(tx, 'tags', String(tag), { name: 'Hot', nameKey: 'hot' })
  })

  expect(valuesOf(world.db, world.harbor.id)).toMatchObject({ tags: ['Hot'] })
  expect(valuesOf(await pastDb(world.db, before), world.harbor.id)).toMatchObject({ tags: ['Warm'] })
})

test('before there was anything the grid has its columns and nobody in it', async () => {
  const { db } = openWorld()

  const { rows, summary } = shown(await pastDb(db, '2001-01-01T00:00:00.000Z'), '2001-01-01T00:00:00.000Z')

  expect(rows).toEqual([])
  expect(summary).toMatchObject({ counts: { investors: 0, contacts: 0 }, lists: {}, funds: [] })
})

test('the past takes no acts', async () => {
  const { db, ines, harbor } = openWorld()
  const past = await pastDb(db, '2026-11-16T09:00:00.000Z')

  expect(() => act(past, actorFor(ines), 'Rewrote history', (tx) => archiveInvestor(tx, harbor.id))).toThrow(/readonly/)
})

test('the two asked for last are kept, and what others do meanwhile does not matter to them', async () => {
  const world = openWorld()
  const moments = ['Lisbon', 'Porto', 'Faro'].map((city) =>
    later(world, (tx) => editCells(tx, world.harbor.id, { city })),
  )
  const [first, second, third] = moments as [string, string, string]
  const [one, two] = [await pastDb(world.db, first), await pastDb(world.db, second)]

  later(world, (tx) => editCells(tx, world.alder.id, { city: 'Turku' }))
  expect(await pastDb(world.db, first)).toBe(one)
  expect(await pastDb(world.db, second)).toBe(two)
  await pastDb(world.db, third)

  await breath()
  expect([one.$client.open, two.$client.open]).toEqual([false, true])
})

test('while the past of a file is made others write to it, and it is the past all the same', async () => {
  const world = openWorld()
  const folder = mkdtempSync(join(tmpdir(), 'venture-past-'))
  world.db.$client.exec(`VACUUM INTO '${join(folder, 'crm.db')}'`)
  const onDisk = { ...world, db: openDb(join(folder, 'crm.db')) }
  const boston = later(onDisk, (tx) => editCells(tx, world.harbor.id, { city: 'Lisbon' }))

  const past = pastDb(onDisk.db, boston)
  let turns = 0
  const writing = (async () => {
    for (; turns < 5; turns += 1) {
      later(onDisk, (tx) => editCells(tx, world.harbor.id, { city: `Porto ${turns}` }))
      await breath()
    }
  })()
  const first = await Promise.race([past.then(() => 'the past'), writing.then(() => 'whoever wrote')])

  expect(first).toBe('whoever wrote')
  expect(valuesOf(await past, world.harbor.id)).toMatchObject({ city: 'Boston' })
  expect(await pastDb(onDisk.db, boston)).toBe(await past)
  onDisk.db.$client.close()
  rmSync(folder, { recursive: true })
})

test('of several pasts that are asked for at once one is made after the other, for each takes its memory', async () => {
  const world = openWorld()
  const folder = mkdtempSync(join(tmpdir(), 'venture-past-'))
  world.db.$client.exec(`VACUUM INTO '${join(folder, 'crm.db')}'`)
  const onDisk = { ...world, db: openDb(join(folder, 'crm.db')) }
  const moments = ['Lisbon', 'Porto', 'Faro'].map((city) =>
    later(onDisk, (tx) => editCells(tx, world.harbor.id, { city })),
  )
  let turn = 0
  let isOver = false
  const counting = (async () => {
    for (; !isOver; turn += 1) await breath()
  })()

  const made = await Promise.all(moments.map((moment) => pastDb(onDisk.db, moment).then(() => turn)))
  isOver = true
  await counting

  expect(made[2]).toBeGreaterThan(2 * Number(made[0]))
  onDisk.db.$client.close()
  rmSync(folder, { recursive: true })
})
