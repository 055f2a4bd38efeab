import { expect, test } from 'vitest'
import { and, eq } from '../../server/db/drizzle.ts'
import { changes, imports } from '../../server/db/live.ts'
import { act } from '../../server/db/write.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { actorFor } from '../support/world.ts'
import { csv, openImports } from './importing.ts'

const many = (length: number) => csv([['Name', 'City'], ...Array.from({ length }, (_, n) => [`Otter ${n}`, 'Oslo'])])

test('goes in slices of one batch and says how far it is', async () => {
  const { run, db } = openImports()
  const seen: number[][] = []

  const report = await run(many(1200), { onProgress: (done, total) => seen.push([done, total]) })

  expect(report.created).toBe(1200)
  expect(seen).toEqual([
    [500, 1200],
    [1000, 1200],
    [1200, 1200],
  ])
  const made = and(eq(changes.batchId, report.batch_id ?? ''), eq(changes.entity, 'investors'))
  expect(db.select().from(changes).where(made).all()).toHaveLength(1200)
})

test('that fails half-way leaves nothing behind', async () => {
  const { run, investor, db } = openImports()
  const failing = run(many(1200), {
    onProgress: (done) => {
      if (done === 1000) throw new Error('The disk is full')
    },
  })

  await expect(failing).rejects.toThrow('The disk is full')
  expect(investor('Otter 1')).toBeUndefined()
  expect(db.select().from(imports).all()).toEqual([])
})

test('that fails in its first rows says why', async () => {
  const { run, db } = openImports()
  const failing = run(many(10), {
    onOutcomes: () => {
      throw new Error('The disk is full')
    },
  })

  await expect(failing).rejects.toThrow('The disk is full')
  expect(db.select().from(imports).all()).toEqual([])
})

test('sees what others add while it runs', async () => {
  const { run, db, ines } = openImports()
  let added = false
  const addOnce = () => {
    if (!added) act(db, actorFor(ines), 'Added', (tx) => addInvestor(tx, { name: 'OTTER 900' }))
    added = true
  }

  const report = await run(many(1000), { onProgress: addOnce })

  expect(report).toMatchObject({ created: 999, updated: 1, errors: [] })
})
