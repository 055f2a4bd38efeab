import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

const grid = '/api/fundraising'

/** The small fund over HTTP as Marcus, with what the answers hold. */
async function open() {
  const app = await openApp()
  const send = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) =>
    (await app.asMarcus(method, grid + path, body)).json()
  const add = (label: string, type: string, more: object = {}) => send('POST', '/fields', { label, type, ...more })
  const cell = async (key: string) => (await send('GET', `/rows/${app.harbor.id}`)).values[key]
  const fill = (values: object) => send('PATCH', `/rows/${app.harbor.id}`, { values })
  return { ...app, send, add, cell, fill }
}

test('formulas follow the new name of a fund', async () => {
  const { send, add, cell, fill, asInes, fundI } = await open()
  const { id } = await add('Halved', 'formula', { formula: '{Fund I signed} / 2' })
  await fill({ fund_i_signed: 10_000 })

  await asInes('PATCH', `/api/funds/${fundI.id}`, { name: 'Harbour Fund' })

  expect((await send('GET', `/fields/${id}`)).formula).toBe('{Harbour Fund signed} / 2')
  expect(await cell('halved')).toBe(50)
})

test('a formula that cannot be worked out just now follows a new name all the same', async () => {
  const { send, add, cell, fill } = await open()
  const { id } = await add('Ticket', 'number')
  await add('Doubled', 'formula', { formula: '{Ticket} * 2' })
  await fill({ ticket: 21 })
  await send('PATCH', `/fields/${id}`, { type: 'text', confirm: true })
  await send('PATCH', `/fields/${id}`, { label: 'Cheque' })

  await send('PATCH', `/fields/${id}`, { type: 'number', confirm: true })

  expect(await cell('doubled')).toBe(42)
})

test('a type that a formula cannot work with asks first, and names the formula', async () => {
  const { send, add, cell, fill } = await open()
  const { id } = await add('Ticket', 'number')
  await add('Doubled', 'formula', { formula: '{Ticket} * 2' })
  await fill({ ticket: 21 })

  const refused = await send('PATCH', `/fields/${id}`, { type: 'text' })

  expect(refused).toMatchObject({ code: 'conflict', detail: expect.stringContaining('“Doubled”') })
  expect(await cell('doubled')).toBe(42)
})

test('a formula over a formula takes on the type that one answers now', async () => {
  const { send, add } = await open()
  const { id } = await add('Base', 'formula', { formula: '1' })
  const copy = await add('Copy', 'formula', { formula: '{Base}' })

  await send('PATCH', `/fields/${id}`, { formula: '"one"' })

  expect((await send('GET', `/fields/${copy.id}`)).result_type).toBe('text')
})

test('undo does not bring a column back under a name that another one has by now', async () => {
  const { send, add } = await open()
  const { id } = await add('Ticket', 'number')
  const { batch_id } = await send('DELETE', `/fields/${id}?confirm=true`)
  await add('Ticket', 'number')

  const undone = await send('POST', '/undo', { batch_id })

  expect(undone.skipped).toEqual([{ row_id: id, field: null }])
  const { data } = await send('GET', '/fields')
  expect(data.filter(({ label }: { label: string }) => label === 'Ticket')).toHaveLength(1)
})

test('undo does not rename a column to a name that another one has by now', async () => {
  const { send, add } = await open()
  const { id } = await add('Ticket', 'number')
  const { batch_id } = await send('PATCH', `/fields/${id}`, { label: 'Cheque' })
  await add('Ticket', 'number')

  const undone = await send('POST', '/undo', { batch_id })

  expect(undone.skipped).toEqual([{ row_id: id, field: 'label' }])
})

test('a colleague’s personal view stands in the way without being named', async () => {
  const { send, add, asInes } = await open()
  const { id, key } = await add('Ticket', 'number')
  await send('POST', '/views', { name: 'Who I would poach', definition: { filter: { field: key, op: '>', value: 3 } } })

  const replies = await Promise.all([
    asInes('DELETE', `${grid}/fields/${id}`),
    asInes('PATCH', `${grid}/fields/${id}`, { type: 'text' }),
    asInes('POST', `${grid}/fields/${id}/preview`, { delete: true }),
  ])

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([409, 409, 200])
  for (const { body } of replies) expect(body).not.toContain('poach')
  expect(replies[0]?.json().dependants).toEqual([{ kind: 'view', name: 'A personal view', uses: ['filter'] }])
})

test.each(['rows/:id/restore', 'rows/bulk'])('%s reads an amount as the number its column has become', async (path) => {
  const { send, add, cell, fill, harbor } = await open()
  const { id } = await add('Ticket', 'currency', { options: { currency: 'USD' } })
  await fill({ ticket: 125_00 })
  await send('DELETE', `/rows/${harbor.id}`)
  await send('PATCH', `/fields/${id}`, { type: 'number' })

  await send(
    'POST',
    `/${path.replace(':id', harbor.id)}`,
    path.endsWith('bulk') ? { ids: [harbor.id], restore: true } : undefined,
  )

  expect(await cell('ticket')).toBe(125)
})

test('a column that became another type and back leaves archived cells as they were', async () => {
  const { send, add, cell, fill, harbor } = await open()
  const { id } = await add('Ticket', 'currency', { options: { currency: 'USD' } })
  await fill({ ticket: 125_00 })
  const { batch_id } = await send('DELETE', `/rows/${harbor.id}`)
  await send('PATCH', `/fields/${id}`, { type: 'number' })
  await send('PATCH', `/fields/${id}`, { type: 'currency', options: { currency: 'USD' } })

  await send('POST', '/undo', { batch_id })

  expect(await cell('ticket')).toBe(125_00)
})

test('undo does not put back what the column does not know any more', async () => {
  const { send, add, cell, fill, harbor } = await open()
  const { id } = await add('Mood', 'text')
  await fill({ mood: 'Warm' })
  const { batch_id } = await fill({ mood: 'Cold' })
  await send('PATCH', `/fields/${id}`, { type: 'single_select' })

  const undone = await send('POST', '/undo', { batch_id })

  expect(undone.skipped).toEqual([{ row_id: harbor.id, field: 'mood' }])
  expect(await cell('mood')).toBe('Cold')
})
