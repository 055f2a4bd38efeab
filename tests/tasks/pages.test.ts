import { expect, test } from 'vitest'
import { actorOf } from '../../server/accounts/users.ts'
import { act } from '../../server/db/write.ts'
import { addTask, listTasks } from '../../server/tasks/tasks.ts'
import { openPanel, textOf } from '../web/person.ts'

test('today shows what is mine by day, and what is done with one press can be opened again', async () => {
  const { db, inesAt, asInes, marcus } = await openPanel()
  await asInes('POST', '/api/tasks', { title: 'Send the DDQ', due_on: '2026-11-13' })
  await asInes('POST', '/api/tasks', { title: 'Call Maya', due_on: '2026-11-16' })
  await asInes('POST', '/api/tasks', { title: 'Book Lisbon', due_on: '2026-11-20' })
  await asInes('POST', '/api/tasks', { title: 'Not mine', owner: marcus.id })

  const text = textOf((await inesAt.visit('/today')).body)
  expect(text).toMatch(/Overdue 1 .*Send the DDQ .*Today 1 .*Call Maya .*Next seven days 1 .*Book Lisbon/)
  expect(text).not.toContain('Not mine')

  const id = listTasks(db).find(({ task }) => task.title === 'Call Maya')?.task.id
  await inesAt.submit(`/tasks/${id}/status`, { status: 'done', back: 'today' })
  expect(textOf((await inesAt.visit('/today')).body)).toMatch(/Done today 1 .*Call Maya/)
})

test('next steps of one’s investors and opportunities that are due stand beside them', async () => {
  const { inesAt, asInes, harbor, alder } = await openPanel()
  await asInes('PATCH', `/api/fundraising/rows/${harbor.id}`, {
    values: { next_step: 'Send deck', next_step_at: '2026-11-14' },
  })
  await asInes('PATCH', `/api/fundraising/rows/${alder.id}`, {
    values: { next_step: 'Somebody’s', next_step_at: '2026-11-14' },
  })

  const text = textOf((await inesAt.visit('/today')).body)

  expect(text).toContain('Harbor Family Office Send deck')
  expect(text).not.toContain('Somebody’s')
})

test('a task is added from an investor’s page, and stands there', async () => {
  const { marcusAt, harbor } = await openPanel()

  expect((await marcusAt.visit(`/tasks/new?investor_id=${harbor.id}`)).body).toContain('Task for Harbor Family Office')
  const reply = await marcusAt.submit('/tasks', { title: 'Send the DDQ', investor_id: harbor.id })

  expect(reply.headers.location).toBe(`/investors/${harbor.id}`)
  expect(textOf((await marcusAt.visit(`/investors/${harbor.id}`)).body)).toContain('Send the DDQ')
})

test('editing a task leaves what somebody else changed meanwhile', async () => {
  const { db, inesAt, asMarcus, asInes } = await openPanel()
  const { id } = (await asInes('POST', '/api/tasks', { title: 'Call', due_on: '2026-11-20' })).json()
  const { body } = await inesAt.visit(`/tasks/${id}/edit`)
  const was = (/name="was" value="([^"]*)"/.exec(body)?.[1] ?? '').replaceAll('&quot;', '"')

  await asMarcus('PATCH', `/api/tasks/${id}`, { due_on: '2026-11-25' })
  await inesAt.submit(`/tasks/${id}`, {
    was,
    title: 'Call Maya',
    due_on: '2026-11-20',
    owner: listTasks(db)[0]?.task.ownerId ?? '',
  })

  expect(listTasks(db)[0]?.task).toMatchObject({ title: 'Call Maya', dueOn: '2026-11-25' })
})

test('a task without words is asked for again', async () => {
  const { inesAt } = await openPanel()

  const reply = await inesAt.submit('/tasks', { title: ' ' })

  expect(reply.statusCode).toBe(422)
  expect(textOf(reply.body)).toContain('Say what is to be done.')
})

test('a viewer reads tasks and is offered no act', async () => {
  const { veraAt, asInes } = await openPanel()
  await asInes('POST', '/api/tasks', { title: 'Send the DDQ' })

  const { body } = await veraAt.visit('/tasks')

  expect(textOf(body)).toContain('Send the DDQ')
  expect(body).not.toContain('/status')
})

test('many tasks come in pages', async () => {
  const { db, inesAt, ines } = await openPanel()
  act(db, actorOf(ines, 'web'), 'Added', (tx) => {
    for (let n = 1; n <= 203; n += 1) addTask(tx, { title: `Task ${n}` })
  })

  const first = (await inesAt.visit('/tasks')).body
  const [, next = ''] = /rel="next" href="([^"]+)"/.exec(first) ?? []
  const second = (await inesAt.visit(next)).body

  expect(textOf(first)).toContain('203 tasks')
  expect(textOf(second)).toMatch(/Task 201 .*Task 203/)
  expect(textOf(second)).not.toContain('Task 200 ')
})
