import { expect, test } from 'vitest'
import { systemActor } from '../../server/db/actor.ts'
import { act, record } from '../../server/db/write.ts'
import { editCells } from '../../server/grid/cells.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { findRow } from '../../server/grid/rows.ts'
import { redo, undo } from '../../server/undo/undo.ts'
import { actorFor, openApp, openWorld } from '../support/world.ts'

/** Harbor's city, written and taken back by Marcus through the API. */
async function open() {
  const app = await openApp()
  const { asMarcus, db, harbor } = app
  const city = () => findRow(db, harbor.id)?.values['city']
  const edit = (city: string) => asMarcus('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { city } })
  const undo = async () => (await asMarcus('POST', '/api/fundraising/undo')).json()
  const redo = async () => (await asMarcus('POST', '/api/fundraising/redo')).json()
  return { ...app, city, edit, undo, redo }
}

test('undo and redo walk back and forth through one’s own acts', async () => {
  const { city, edit, undo, redo } = await open()
  await edit('Lisbon')
  await edit('Porto')

  const seen: unknown[] = []
  for (const step of [undo, undo, redo, redo, undo, redo]) {
    await step()
    seen.push(city())
  }

  expect(seen).toEqual(['Lisbon', 'Boston', 'Lisbon', 'Porto', 'Lisbon', 'Porto'])
})

test('whoever has done something new has nothing to redo', async () => {
  const { city, edit, undo, redo } = await open()
  await edit('Lisbon')
  await undo()
  await edit('Porto')

  expect(await redo()).toMatchObject({ code: 'not_found', detail: 'There is nothing of yours left to redo.' })
  expect(city()).toBe('Porto')
})

test('an undo says in words what it did, and by name what it left alone', async () => {
  const { asMarcus, asInes, harbor, alder, undo } = await open()
  const edits = [harbor, alder].map(({ id }) => ({ id, values: { city: 'Lisbon', country: 'Portugal' } }))
  await asMarcus('PATCH', '/api/fundraising/rows', { edits })
  await asInes('PATCH', `/api/fundraising/rows/${alder.id}`, { values: { city: 'Turku' } })

  expect(await undo()).toMatchObject({
    skipped: [{ row_id: alder.id, field: 'city' }],
    left: { entries: 1, names: ['Alder Pension'], others: 0 },
    message:
      'Undid: Edited 2 rows. One entry is left alone, because somebody has changed or used it since: Alder Pension',
  })
})

test('what a rule did in somebody’s name is not their last act', () => {
  const { db, marcus, harbor } = openWorld()
  const edited = act(db, actorFor(marcus), 'Edited Harbor', (tx) => editCells(tx, harbor.id, { city: 'Lisbon' }))
  act(db, actorFor(marcus, 'automation'), 'A rule', (tx) => editCells(tx, harbor.id, { list: 'graveyard' }))

  expect(undo(db, actorFor(marcus)).what).toBe('Undid: Edited Harbor')
  expect(redo(db, actorFor(marcus)).what).toBe('Redid: Edited Harbor')
  expect(edited.changed).toBe(1)
})

test('an investor somebody added goes again, whatever rules noted about it', () => {
  const { db, marcus } = openWorld()
  const { result: birch, batchId } = act(db, actorFor(marcus), 'Added Birch', (tx) =>
    addInvestor(tx, { name: 'Birch' }),
  )
  act(db, systemActor('automation'), 'A rule', (tx) => {
    editCells(tx, birch.id, { list: 'follow_up' })
    const rule = record(tx, 'automations', { name: 'Follow up', trigger: {}, actions: [] })
    record(tx, 'automation_runs', {
      automationId: rule.id,
      investorId: birch.id,
      occasion: 'created',
      outcome: 'done',
    })
    record(tx, 'tasks', { title: 'Call Birch', investorId: birch.id })
    record(tx, 'proposals', { kind: 'move', investorId: birch.id, title: 'Move Birch', payload: {}, source: 'rule' })
  })

  const { skipped } = undo(db, actorFor(marcus), batchId)

  expect(skipped).toEqual([])
  expect(findRow(db, birch.id)).toBeUndefined()
})

test('an investor with a task somebody took up stays', () => {
  const { db, marcus, ines } = openWorld()
  const { result: birch, batchId } = act(db, actorFor(marcus), 'Added Birch', (tx) =>
    addInvestor(tx, { name: 'Birch' }),
  )
  act(db, actorFor(ines), 'Set a task', (tx) => record(tx, 'tasks', { title: 'Call Birch', investorId: birch.id }))

  expect(undo(db, actorFor(marcus), batchId).skipped).toMatchObject([{ row_id: birch.id }])
  expect(findRow(db, birch.id)?.values['name']).toBe('Birch')
})

test('what a page of ours does through the API is done in the panel', async () => {
  const { app, db, harbor } = await openApp()
  const login = { email: 'marcus@northlight.example', password: 'a long enough passphrase' }
  const { token } = (await app.inject({ method: 'POST', url: '/api/auth/login', payload: login })).json()

  await app.inject({
    method: 'PATCH',
    url: `/api/fundraising/rows/${harbor.id}`,
    headers: { origin: 'http://crm.test' },
    cookies: { crm_session: token },
    payload: { values: { city: 'Lisbon' } },
  })

  expect(db.$client.prepare('SELECT surface FROM changes ORDER BY seq DESC LIMIT 1').pluck().get()).toBe('web')
})
