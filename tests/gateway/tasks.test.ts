import { expect, test } from 'vitest'
import { listTasks } from '../../server/tasks/tasks.ts'
import { writeReply } from '../../shared/gateway.ts'
import { openGateway } from './support.ts'

test('a task is added for an investor and belongs to whoever added it', async () => {
  const { db, asMarcus, marcus, harbor } = await openGateway()

  const { status, body } = await asMarcus('POST', '/tasks', {
    investor_id: harbor.id,
    title: 'Send the DDQ',
    due_on: '2026-11-20',
  })

  expect(status).toBe(201)
  expect(writeReply.parse(body)).toMatchObject({ title: 'Send the DDQ', owner: marcus.id })
  expect(listTasks(db).map(({ task }) => task)).toMatchObject([
    { id: body.id, investorId: harbor.id, ownerId: marcus.id, dueOn: '2026-11-20', status: 'open' },
  ])
  const surface = 'SELECT surface, actor_name, what FROM batches WHERE id = ?'
  expect(db.$client.prepare(surface).get(body.batch_id)).toEqual({
    surface: 'sidebar',
    actor_name: 'Marcus Lindqvist',
    what: 'Added the task “Send the DDQ”',
  })
})

test('a double click with one key adds one task', async () => {
  const { db, asMarcus, harbor } = await openGateway()
  const key = { 'idempotency-key': 'one-click' }
  const add = () => asMarcus('POST', '/tasks', { investor_id: harbor.id, title: 'Send the DDQ' }, key)

  const [first, second] = [await add(), await add()]

  expect(second.body).toEqual(first.body)
  expect(listTasks(db)).toHaveLength(1)
})

test.for<[object, string]>([
  [{ title: ' ' }, 'title'],
  [{ due_on: '2026-02-30' }, 'due_on'],
  [{ notes: 'a\0b' }, 'notes'],
  [{ owner: 'somebody' }, 'owner'],
])('a task with %o is refused by its field', async ([wrong, field]) => {
  const { asMarcus, harbor } = await openGateway()

  const { status, body } = await asMarcus('POST', '/tasks', { investor_id: harbor.id, title: 'Call', ...wrong })

  expect(status).toBe(422)
  expect(body.fields).toHaveProperty(field)
})

test('a task for nobody is a 404, and a viewer’s a 403', async () => {
  const { asMarcus, asVera, harbor } = await openGateway()

  expect((await asMarcus('POST', '/tasks', { investor_id: 'nobody', title: 'Call' })).status).toBe(404)
  expect((await asVera('POST', '/tasks', { investor_id: harbor.id, title: 'Call' })).status).toBe(403)
})
