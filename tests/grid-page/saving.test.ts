import { afterEach, expect, test, vi } from 'vitest'
import type { FieldInfo, GridData } from '../../shared/grid-page.ts'
import { plainView } from '../../shared/views.ts'
import { createSaving } from '../../views/assets/grid/save/saving.ts'
import { createState } from '../../views/assets/grid/state.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

type Answer = { status: number; body: object }

/** The saving of a page with Harbor on it, before a server that gives these answers in turn. */
function openSaving(...answers: Answer[]) {
  const asked: unknown[] = []
  vi.useFakeTimers()
  vi.stubGlobal('addEventListener', () => undefined)
  vi.stubGlobal('reportError', () => undefined)
  vi.stubGlobal('fetch', async (path: string, { body }: { body?: string }) => {
    asked.push(body ? JSON.parse(body).values : path)
    const { status, body: answer } = answers.shift() ?? done
    return new Response(JSON.stringify(answer), { status })
  })
  const state = createState(grid, '')
  state.rows.put({ kind: 'row', id: 'harbor', version: 3, color: null, values: { name: 'Harbor', city: null } })
  const told = { painted: vi.fn(), saved: vi.fn(), created: vi.fn(), changed: vi.fn(), gone: vi.fn() }
  const saving = createSaving(state, told)
  return {
    state,
    told,
    saving,
    asked,
    type: (city: string) => saving.edit({ id: 'harbor', values: { city } }, 3),
    /** Long enough for everything to be tried again. */
    wait: () => vi.advanceTimersByTimeAsync(120_000),
  }
}

const field = (key: string, label: string) =>
  ({ key, label, type: 'text', result_type: 'text', options: {} }) as FieldInfo
const view = { id: 'all', name: 'All', definition: plainView, drift: null }
const grid = {
  me: { id: 'ines', name: 'Ines', role: 'admin' },
  zone: 'Europe/Lisbon',
  fields: [field('name', 'Name'), field('city', 'City')],
  views: [view],
  view: 'all',
} as unknown as GridData

const done = { status: 200, body: { id: 'harbor', version: 4, values: {} } }
const broken = { status: 500, body: { code: 'internal', detail: 'Something broke on our side.' } }
const refusal = (fields: Record<string, string>) => ({ status: 422, body: { code: 'invalid', detail: 'No.', fields } })
const current = {
  row_id: 'harbor',
  field: 'city',
  yours: 'Porto',
  current: 'Faro',
  by: 'Marcus',
  at: '2026-11-20T10:00:00Z',
}
const clash = {
  status: 409,
  body: { code: 'conflict', detail: 'Marcus was faster.', version: 5, conflicts: [current] },
}

test('a refused cell keeps what was typed, with the reason', async () => {
  const { state, type, wait } = openSaving(refusal({ city: 'Keep it shorter.' }))

  type('far too long')
  await wait()

  const problem = { kind: 'problem', text: 'far too long', sentence: 'Keep it shorter.' }
  expect(state.marks.cell('harbor', 'city')?.problem).toEqual(problem)
})

test('a refusal of what was typed over meanwhile marks nothing', async () => {
  const { state, asked, type, wait } = openSaving(refusal({ city: 'Keep it shorter.' }))

  type('far too long')
  type('Lisbon')
  await wait()

  expect(asked).toEqual([{ city: 'far too long' }, { city: 'Lisbon' }])
  expect(state.marks.having('problem')).toEqual([])
})

test('a clash of what was typed over meanwhile marks nothing', async () => {
  const { state, type, wait } = openSaving(clash)

  type('Porto')
  type('Faro')
  await wait()

  expect(state.marks.having('clash')).toEqual([])
})

test('a mistake in drawing does not keep what is typed next from being saved', async () => {
  const { told, saving, asked, type, wait } = openSaving()
  told.saved.mockImplementationOnce(() => {
    throw new Error('The table could not be drawn.')
  })

  type('Porto')
  type('Lisbon')
  await wait()

  expect(asked).toEqual([{ city: 'Porto' }, { city: 'Lisbon' }])
  expect(saving.state()).toBe('saved')
})

test('a cell the server breaks over again and again is marked, and those behind it are saved', async () => {
  const { state, saving, asked, type, wait } = openSaving(...Array(6).fill(broken))

  type('Porto')
  saving.edit({ id: 'harbor', values: { name: 'Harbor Family Office' } }, 4)
  await wait()

  expect(asked).toEqual([...Array(6).fill({ city: 'Porto' }), { name: 'Harbor Family Office' }])
  expect(state.marks.cell('harbor', 'city')?.problem?.text).toBe('Porto')
})

test('a server that is away is waited for, however long', async () => {
  const { state, saving, type, wait } = openSaving(...Array(9).fill({ status: 503, body: {} }))

  type('Porto')
  await wait()
  await wait()

  expect(saving.state()).toBe('saved')
  expect(state.marks.having('problem')).toEqual([])
})

test('what one person typed is kept while another is signed in, and sent when they are back', async () => {
  const { saving, asked, type, wait } = openSaving({ status: 401, body: {} }, { status: 401, body: {} })

  type('Porto')
  await vi.advanceTimersByTimeAsync(1)
  expect([saving.state(), saving.waiting()]).toEqual(['signed-out', 1])
  await wait()

  expect(asked).toEqual(Array(3).fill({ city: 'Porto' }))
  expect(saving.state()).toBe('saved')
})

test('a new row whose name is refused stays a draft with everything in it', async () => {
  const { state, saving, asked, wait } = openSaving(refusal({ name: 'There is a Quill already.' }))
  const draft = {
    kind: 'row' as const,
    id: 'draft:1',
    version: 0,
    color: null,
    values: { name: 'Quill', city: 'Oslo' },
  }
  state.rows.put(draft)

  saving.create(draft)
  saving.edit({ id: 'draft:1', values: { city: 'Bergen' } }, undefined)
  await wait()

  expect(asked).toEqual([{ name: 'Quill', city: 'Oslo' }])
  expect(state.marks.having('problem')).toEqual([
    ['draft:1', 'name', { kind: 'problem', text: 'Quill', sentence: 'There is a Quill already.' }],
  ])
  expect(state.rows.get('draft:1')?.values).toEqual({ name: null, city: 'Oslo' })
})
