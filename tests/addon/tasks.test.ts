import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { dossier, harbor, victor } from './fund.ts'
import { buildBundle, clickable, openSidebar, type Sidebar } from './sidebar.ts'

let bundle: Awaited<ReturnType<typeof buildBundle>>
let sidebar: Sidebar

beforeAll(async () => {
  bundle = await buildBundle()
})
afterAll(() => bundle.remove())
beforeEach(async () => {
  sidebar = await openSidebar(bundle.bundleDir)
})
afterEach(() => sidebar.close())

const writes = () => sidebar.gateway.asked.filter(({ key }) => key !== undefined)

test('a task is added from a form, and the dossier comes back with a word about it', async () => {
  await sidebar.open({})
  await sidebar.click('Add a task')
  const due = String(Date.UTC(2025, 10, 20))
  const card = await sidebar.click('Add task', { title: ' Send the DDQ ', due_on: due, notes: 'The long one' })

  expect(writes()).toMatchObject([
    {
      url: '/addon/v1/tasks',
      body: { investor_id: 'harbor', title: 'Send the DDQ', due_on: '2025-11-20', notes: 'The long one' },
    },
  ])
  expect(card.header.title).toBe(harbor.name)
  expect(sidebar.depth()).toBe(1)
  expect(sidebar.notice()).toBe('Task added. It is in your day in the CRM.')
})

test('a task is due in a few days unless another day is chosen', async () => {
  await sidebar.open({})
  await sidebar.click('Add a task')
  await sidebar.click('Add task', { title: 'Call Maya' })

  const away = Date.parse(String(writes()[0]?.body['due_on'])) - Date.now()
  expect(Math.round(away / 86_400_000)).toBeGreaterThanOrEqual(2)
  expect(Math.round(away / 86_400_000)).toBeLessThanOrEqual(3)
})

test('a task without words asks for them, keeps the form and writes nothing', async () => {
  await sidebar.open({})
  const form = await sidebar.click('Add a task')
  const card = await sidebar.click('Add task')

  expect(sidebar.notice()).toBe('Say what is to be done, and add again.')
  expect(card).toBe(form)
  expect(writes()).toEqual([])
})

test('the form clicked twice in a hurry is one request to the service, by its key', async () => {
  await sidebar.open({})
  const form = await sidebar.click('Add a task')
  sidebar.gateway.answers.failures['/tasks'] = { status: 500, body: 'It broke' }
  await sidebar.click('Add task', { title: 'Call Maya' })
  sidebar.gateway.answers.failures = {}
  expect(sidebar.card()).toBe(form)
  await sidebar.click('Add task', { title: 'Call Maya' })

  expect(writes()).toHaveLength(2)
  expect(new Set(writes().map(({ key }) => key)).size).toBe(1)
})

test('a viewer is not offered it', async () => {
  sidebar.gateway.answers.dossier = { ...dossier, viewer: victor }

  expect(clickable(await sidebar.open({}))).not.toContain('Add a task')
})
