import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { systemActor } from '../../server/db/actor.ts'
import { verifyChain } from '../../server/db/changes.ts'
import { onCommit } from '../../server/db/committed.ts'
import { type Db, openDb } from '../../server/db/db.ts'
import { actTogether } from '../../server/db/together.ts'
import { amend } from '../../server/db/write.ts'
import { findInvestor } from '../../server/grid/investors.ts'
import { openWorld } from '../support/world.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const open = () => {
  const { db, harbor, alder, quill, clock } = openWorld()
  const step = (id: string, nextStep: string) =>
    actTogether(db, systemActor('api'), `Step of ${id}`, (tx) => amend(tx, 'investors', id, { nextStep }), clock.now)
  return { db, harbor, alder, quill, clock, step }
}
const stepOf = (db: Db, id: string) => findInvestor(db, id).nextStep

test('acts that arrive together are acts of their own, each with its batch, in the order they came', async () => {
  const { db, harbor, alder, step } = open()
  const done = await Promise.all([step(harbor.id, 'Call'), step(alder.id, 'Write'), step(harbor.id, 'Visit')])

  expect(new Set(done.map(({ batchId }) => batchId)).size).toBe(3)
  expect(done.map(({ changed }) => changed)).toEqual([1, 1, 1])
  expect([stepOf(db, harbor.id), stepOf(db, alder.id)]).toEqual(['Visit', 'Write'])
  expect(verifyChain(db).brokenAt).toBeNull()
})

test('followers of the log hear once of acts that were committed together', async () => {
  const { db, harbor, alder, step } = open()
  let heard = 0
  onCommit(db, () => {
    heard += 1
  })
  await Promise.all([step(harbor.id, 'Call'), step(alder.id, 'Write')])

  expect(heard).toBe(1)
})

test('one that fails leaves nothing behind and does not concern the others', async () => {
  const { db, harbor, alder, quill, clock, step } = open()
  const failing = actTogether(
    db,
    systemActor('api'),
    'Half of an act',
    (tx) => {
      amend(tx, 'investors', quill.id, { nextStep: 'Never' })
      throw new Error('Something in the middle')
    },
    clock.now,
  )
  const [first, second, third] = await Promise.allSettled([step(harbor.id, 'Call'), failing, step(alder.id, 'Write')])

  expect([first.status, second.status, third.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect([stepOf(db, harbor.id), stepOf(db, quill.id), stepOf(db, alder.id)]).toEqual(['Call', null, 'Write'])
  expect(verifyChain(db).brokenAt).toBeNull()
})

test('nobody is answered before what they did stands in the file', async () => {
  const { db, harbor, alder, clock } = open()
  const folder = mkdtempSync(join(tmpdir(), 'venture-together-'))
  folders.push(folder)
  const file = join(folder, 'crm.db')
  db.$client.exec(`VACUUM INTO '${file}'`)
  const [service, beside] = [openDb(file), openDb(file)]

  const seen = await Promise.all(
    [harbor, alder].map(async ({ id }) => {
      const edit = { nextStep: 'Call' }
      await actTogether(service, systemActor('api'), 'Step', (tx) => amend(tx, 'investors', id, edit), clock.now)
      return stepOf(beside, id)
    }),
  )
  expect(seen).toEqual(['Call', 'Call'])
})
