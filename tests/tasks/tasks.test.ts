import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

const task = { title: 'Send the DDQ', due_on: '2026-11-20' }

test('a task belongs to whoever adds it, unless it is given to somebody', async () => {
  const { asMarcus, marcus, ines, harbor } = await openApp()

  const own = await asMarcus('POST', '/api/tasks', { ...task, investor_id: harbor.id })
  const given = await asMarcus('POST', '/api/tasks', { ...task, owner: ines.id })

  expect(own.statusCode).toBe(201)
  expect(own.json()).toMatchObject({ title: 'Send the DDQ', owner: marcus.id, status: 'open', due_on: '2026-11-20' })
  expect(own.json().investor).toEqual({ id: harbor.id, name: 'Harbor Family Office' })
  expect(given.json()).toMatchObject({ owner: ines.id, investor_id: null })
})

test('tasks are found by owner, status, investor and day, the earliest due first', async () => {
  const { asInes, marcus, harbor } = await openApp()
  await asInes('POST', '/api/tasks', { title: 'Some day' })
  await asInes('POST', '/api/tasks', { title: 'Later', due_on: '2026-12-24', owner: marcus.id })
  await asInes('POST', '/api/tasks', { title: 'Sooner', due_on: '2026-11-17', investor_id: harbor.id })

  const titles = async (query: string) =>
    (await asInes('GET', `/api/tasks?${query}`)).json().data.map((one: { title: string }) => one.title)

  expect(await titles('')).toEqual(['Sooner', 'Later', 'Some day'])
  expect(await titles(`owner=${marcus.id}`)).toEqual(['Later'])
  expect(await titles(`investor_id=${harbor.id}`)).toEqual(['Sooner'])
  expect(await titles('due_before=2026-11-17')).toEqual(['Sooner'])
  expect(await titles('status=done')).toEqual([])
})

test('a task that is done remembers when, and undo opens it again', async () => {
  const { asInes, clock } = await openApp()
  const { id } = (await asInes('POST', '/api/tasks', task)).json()

  const done = (await asInes('PATCH', `/api/tasks/${id}`, { status: 'done' })).json()
  await asInes('POST', '/api/fundraising/undo', { batch_id: done.batch_id })

  expect(done).toMatchObject({ status: 'done', done_at: clock.now().toISOString() })
  expect((await asInes('GET', `/api/tasks/${id}`)).json()).toMatchObject({ status: 'open', done_at: null })
})

test('the same request with the same key adds one task', async () => {
  const { asInes } = await openApp()
  const key = { 'idempotency-key': 'one-click' }

  const first = await asInes('POST', '/api/tasks', task, key)
  const again = await asInes('POST', '/api/tasks', task, key)

  expect(again.json()).toEqual(first.json())
  expect((await asInes('GET', '/api/tasks')).json().total).toBe(1)
})

test('tasks of an archived investor are as absent as the investor, and come back with it', async () => {
  const { asInes, harbor } = await openApp()
  const { id } = (await asInes('POST', '/api/tasks', { ...task, investor_id: harbor.id })).json()

  await asInes('DELETE', `/api/fundraising/rows/${harbor.id}`)
  expect((await asInes('GET', `/api/tasks/${id}`)).statusCode).toBe(404)

  await asInes('POST', `/api/fundraising/rows/${harbor.id}/restore`)
  expect((await asInes('GET', `/api/tasks/${id}`)).statusCode).toBe(200)
})

test.each([
  [{ title: ' ' }, 'title', 'Say what is to be done.'],
  [{ title: 'x', due_on: '2026-02-30' }, 'due_on', 'Give a date such as 2026-03-31.'],
  [{ title: 'x', owner: 'nobody' }, 'owner', 'There is no such colleague.'],
  [{ title: 'x', colour: 'red' }, 'colour', expect.any(String)],
])('refuses %j', async (body, field, sentence) => {
  const { asInes } = await openApp()

  const reply = await asInes('POST', '/api/tasks', body)

  expect(reply.statusCode).toBe(422)
  expect(reply.json().fields[field]).toEqual(sentence)
})

test('a viewer reads tasks and adds none', async () => {
  const { asVera } = await openApp()

  expect((await asVera('GET', '/api/tasks')).statusCode).toBe(200)
  expect((await asVera('POST', '/api/tasks', task)).statusCode).toBe(403)
})
