import { expect, test } from 'vitest'
import { act } from '../../server/db/write.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { findRow } from '../../server/grid/rows.ts'
import { actorFor, openApp } from '../support/world.ts'

/** The small fund, and the bulk act as Marcus does it. */
async function open() {
  const app = await openApp()
  const bulk = async (form: object, headers = {}) =>
    (await app.asMarcus('POST', '/api/fundraising/rows/bulk', form, headers)).json()
  const all = [app.harbor.id, app.alder.id, app.quill.id]
  const cell = (key: string) => all.map((id) => findRow(app.db, id)?.values[key] ?? null)
  const undo = async (batch_id?: string) => (await app.asMarcus('POST', '/api/fundraising/undo', { batch_id })).json()
  return { ...app, bulk, all, cell, undo }
}

test('many rows get an owner in one act, which one undo takes back', async () => {
  const { bulk, all, cell, undo, marcus, ines } = await open()

  const done = await bulk({ ids: all, set: { owner: marcus.id } })

  expect(done).toEqual({ changed: 3, unchanged: 0, skipped: 0, batch_id: expect.any(String) })
  expect(cell('owner')).toEqual([marcus.id, marcus.id, marcus.id])
  expect(await undo(done.batch_id)).toMatchObject({ what: 'Undid: Set Owner of 3 investors', skipped: [] })
  expect(cell('owner')).toEqual([ines.id, null, null])
})

test('rows that have it already are counted, and not written again', async () => {
  const { bulk, all, harbor, db } = await open()
  const version = findRow(db, harbor.id)?.version

  const done = await bulk({ ids: all, set: { list: 'main' } })

  expect(done).toMatchObject({ changed: 2, unchanged: 1 })
  expect(findRow(db, harbor.id)?.version).toBe(version)
  expect(await bulk({ ids: all, set: { list: 'main' } })).toMatchObject({ changed: 0, unchanged: 3, batch_id: null })
})

test('a list is moved to by its name in the history', async () => {
  const { bulk, all, asMarcus } = await open()

  const { batch_id } = await bulk({ ids: all, set: { list: 'graveyard' } })

  const { data } = (await asMarcus('GET', '/api/activity')).json()
  expect(data[0]).toMatchObject({ id: batch_id, what: 'Moved 3 investors to Graveyard' })
})

test('tags are added to those there are, and taken off without regard to letter case', async () => {
  const { bulk, all, cell, harbor, asMarcus } = await open()
  await asMarcus('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { tags: ['Warm', 'Texas'] } })

  const tagged = await bulk({ ids: all, add_tags: ['Warm', 'Roadshow'] })
  expect(cell('tags')).toEqual([
    ['Warm', 'Texas', 'Roadshow'],
    ['Warm', 'Roadshow'],
    ['Warm', 'Roadshow'],
  ])
  await bulk({ ids: all, remove_tags: ['WARM'] })

  expect(tagged).toMatchObject({ changed: 3 })
  expect(cell('tags')).toEqual([['Texas', 'Roadshow'], ['Roadshow'], ['Roadshow']])
})

test('everything that matches a filter is meant when no rows are named', async () => {
  const { bulk, cell } = await open()
  const filter = { field: 'type', op: 'is_not', value: 'Pension' }

  const done = await bulk({ query: { filter }, set: { next_step: 'Send the deck' } })

  expect(done).toMatchObject({ changed: 2 })
  expect(cell('next_step')).toEqual(['Send the deck', null, 'Send the deck'])
})

test('rows are archived together and brought back together', async () => {
  const { bulk, all, cell, harbor } = await open()

  const gone = await bulk({ ids: all, archive: true })
  expect(cell('name')).toEqual([null, null, null])
  const back = await bulk({ ids: all, restore: true })

  expect([gone, back]).toMatchObject([{ changed: 3 }, { changed: 3 }])
  expect(cell('name')).toContain('Harbor Family Office')
  expect(await bulk({ ids: [harbor.id], restore: true })).toMatchObject({ changed: 0, skipped: 1 })
})

test('rows that are not there are skipped, a row named twice is done once', async () => {
  const { bulk, harbor, alder, asMarcus } = await open()
  await asMarcus('DELETE', `/api/fundraising/rows/${alder.id}`)

  const done = await bulk({ ids: [harbor.id, alder.id, harbor.id, 'nobody'], set: { city: 'Lisbon' } })

  expect(done).toMatchObject({ changed: 1, unchanged: 0, skipped: 2 })
})

test.each([
  [{}, 'ids'],
  [{ ids: ['x'] }, 'set'],
  [{ ids: ['x'], query: {}, set: {} }, 'ids'],
  [{ ids: ['x'], set: { name: 'Same' } }, 'set.name'],
  [{ ids: ['x'], set: { nowhere: 1 } }, 'nowhere'],
  [{ ids: ['x'], set: { next_step_at: 'soon' } }, 'next_step_at'],
  [{ query: { filter: { field: 'nowhere', op: 'is', value: 1 } }, set: { city: 'x' } }, 'filter.field'],
  [{ query: {}, restore: true }, 'restore'],
])('%o is refused with a sentence for %s, and nothing is written', async (form, place) => {
  const { bulk, db } = await open()
  const before = db.$client.prepare('SELECT count(*) FROM changes').pluck().get()

  expect((await bulk(form)).fields).toHaveProperty([place])
  expect(db.$client.prepare('SELECT count(*) FROM changes').pluck().get()).toBe(before)
})

test('a thousand rows are one batch, though others get their turn in between', async () => {
  const { app, asMarcus, asVera, bulk, db, marcus } = await open()
  act(db, actorFor(marcus), 'Added many', (tx) => {
    for (let n = 0; n < 1000; n++) addInvestor(tx, { name: `Investor ${n}` })
  })

  const pending = bulk({ query: {}, set: { city: 'Oslo' } })
  const rows = (await asVera('GET', '/api/fundraising/rows?limit=0&search=oslo')).json()
  const done = await pending

  expect(rows.total).toBeLessThan(1003)
  expect(done).toMatchObject({ changed: 1003 })
  const batches = db.$client.prepare(
    "SELECT DISTINCT batch_id FROM changes WHERE field = 'city' AND after = '\"Oslo\"'",
  )
  expect(batches.pluck().all()).toEqual([done.batch_id])
  await asMarcus('POST', '/api/fundraising/undo', { batch_id: done.batch_id })
  expect((await asVera('GET', '/api/fundraising/rows?limit=0&search=oslo')).json().total).toBe(0)
  await app.close()
})

test('the same request sent twice acts once', async () => {
  const { bulk, all, db } = await open()
  const key = { 'idempotency-key': 'once' }

  const first = await bulk({ ids: all, set: { city: 'Lisbon' } }, key)
  const entries = db.$client.prepare('SELECT count(*) FROM changes').pluck().get()
  const second = await bulk({ ids: all, set: { city: 'Lisbon' } }, key)

  expect(second).toEqual(first)
  expect(db.$client.prepare('SELECT count(*) FROM changes').pluck().get()).toBe(entries)
})

test('a repeat that overtakes its first request is answered like it, and both change nothing twice', async () => {
  const { asMarcus, db, marcus } = await open()
  act(db, actorFor(marcus), 'Added many', (tx) => {
    for (let n = 0; n < 300; n += 1) addInvestor(tx, { name: `Investor ${n}` })
  })
  const body = { query: {}, set: { city: 'Oslo' } }
  const send = () => asMarcus('POST', '/api/fundraising/rows/bulk', body, { 'idempotency-key': 'once' })

  const [first, twin] = await Promise.all([send(), send()])

  expect(first.json()).toMatchObject({ changed: 303, unchanged: 0 })
  expect(twin.statusCode).toBe(200)
  expect(twin.json()).toEqual(first.json())
})
