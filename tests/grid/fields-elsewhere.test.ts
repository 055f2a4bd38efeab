import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

const fields = '/api/fundraising/fields'

async function openColumns() {
  const world = await openApp()
  const json = async (method: 'GET' | 'POST' | 'PATCH', url: string, body?: object) =>
    (await world.asMarcus(method, url, body)).json()
  const flagged = (body: object = {}) =>
    json('POST', '/api/opportunities', { investor_id: world.harbor.id, fund_id: world.fundII.id, ...body })
  return { ...world, json, flagged }
}

test('a column of contacts is no column of the grid', async () => {
  const { json } = await openColumns()

  await json('POST', fields, { label: 'Birthday', type: 'date', entity: 'contacts' })

  const keys = async (entity: string) =>
    (await json('GET', `${fields}?entity=${entity}`)).data.map((field: { key: string }) => field.key)
  expect(await keys('contacts')).toEqual(['birthday'])
  expect(await keys('investors')).not.toContain('birthday')
})

test('contacts hold, answer, clear and export what their columns are for', async () => {
  const { json, asMarcus, maya } = await openColumns()
  await json('POST', fields, { label: 'Birthday', type: 'date', entity: 'contacts' })
  await json('POST', fields, { label: 'Stance', type: 'text', entity: 'contacts', default_value: 'Unknown' })

  const filled = await json('PATCH', `/api/contacts/${maya.id}`, { values: { birthday: '1980-05-01' } })
  const made = await json('POST', '/api/contacts', { name: 'Lena Roth', values: { birthday: '1975-01-31' } })
  const csv = (await asMarcus('GET', '/api/export/contacts')).body
  const list = (await asMarcus('GET', '/contacts/export.csv')).body
  const cleared = await json('PATCH', `/api/contacts/${maya.id}`, { values: { birthday: null } })

  expect(filled.values).toEqual({ birthday: '1980-05-01', stance: null })
  expect(made.values).toEqual({ birthday: '1975-01-31', stance: 'Unknown' })
  for (const file of [csv, list]) {
    expect(file.split(/\r?\n/)[0]).toMatch(/Birthday,Stance$/)
    expect(file).toContain('1980-05-01')
  }
  expect(cleared.values.birthday).toBeNull()
})

test.each([
  ['a wrong date', { birthday: 'soon' }, 'birthday'],
  ['an unknown column', { shoe_size: 44 }, 'shoe_size'],
  ['a column of investors', { city: 'Lisbon' }, 'city'],
])('%s is refused for a contact', async (_what, values, key) => {
  const { json, asMarcus, maya } = await openColumns()
  await json('POST', fields, { label: 'Birthday', type: 'date', entity: 'contacts' })

  const reply = await asMarcus('PATCH', `/api/contacts/${maya.id}`, { values })

  expect([reply.statusCode, Object.keys(reply.json().fields)]).toEqual([422, [key]])
})

test('opportunities hold, answer and export what their columns are for', async () => {
  const { json, asMarcus, flagged } = await openColumns()
  await json('POST', fields, { label: 'Allocation', type: 'percent', entity: 'opportunities' })
  const { id, values } = await flagged({ values: { allocation: 0.25 } })

  const changed = await json('PATCH', `/api/opportunities/${id}`, { values: { allocation: 0.5 } })

  expect([values.allocation, changed.values.allocation]).toEqual([0.25, 0.5])
  expect((await asMarcus('GET', '/pipeline.csv')).body).toMatch(/,Allocation\r?\n.*,50%\r?\n/s)
})

test('a change of their cells is told in words, and can be taken back', async () => {
  const { json, asMarcus, maya, harbor, flagged } = await openColumns()
  await json('POST', fields, { label: 'Birthday', type: 'date', entity: 'contacts' })
  await json('POST', fields, { label: 'Allocation', type: 'percent', entity: 'opportunities' })
  const deal = await flagged()
  await json('PATCH', `/api/opportunities/${deal.id}`, { values: { allocation: 0.5 } })
  const { batch_id } = await json('PATCH', `/api/contacts/${maya.id}`, { values: { birthday: '1980-05-01' } })

  const activity = (await asMarcus('GET', '/activity')).body.replace(/\s+/g, ' ')
  const history = (await asMarcus('GET', `/investors/${harbor.id}/history`)).body
  await json('POST', '/api/fundraising/undo', { batch_id })

  expect(activity).toContain('changed Maya Chen’s Birthday')
  expect(history).toContain('changed Fund II Allocation')
  expect((await json('GET', `/api/contacts/${maya.id}`)).values).toEqual({ birthday: null })
})

test('their types convert like those of the grid', async () => {
  const { json, maya } = await openColumns()
  const { id } = await json('POST', fields, { label: 'Mood', type: 'text', entity: 'contacts' })
  await json('PATCH', `/api/contacts/${maya.id}`, { values: { mood: 'Warm' } })

  const preview = await json('POST', `${fields}/${id}/preview`, { type: 'multi_select' })
  const changed = await json('PATCH', `${fields}/${id}`, { type: 'multi_select' })

  expect(preview).toMatchObject({
    converts: 1,
    dependants: [{ kind: 'cells', count: 1 }],
    options: { choices: [{ name: 'Warm' }] },
  })
  expect((await json('GET', `/api/contacts/${maya.id}`)).values).toEqual({ mood: ['Warm'] })
  await json('POST', '/api/fundraising/undo', { batch_id: changed.batch_id })
  expect((await json('GET', `/api/contacts/${maya.id}`)).values).toEqual({ mood: 'Warm' })
})

test.each([
  ['Title', 'contacts'],
  ['probability', 'opportunities'],
])('%s of %s has its name already', async (label, entity) => {
  const { asMarcus } = await openColumns()

  const reply = await asMarcus('POST', fields, { label, type: 'text', entity })

  expect([reply.statusCode, Object.keys(reply.json().fields)]).toEqual([422, ['label']])
})

test('the forms ask for them, keep what nobody touched, and show them where the people are', async () => {
  const { json, asMarcus, maya, harbor } = await openColumns()
  await json('POST', fields, { label: 'Birthday', type: 'date', entity: 'contacts' })
  await json('POST', fields, { label: 'Stance', type: 'text', entity: 'contacts' })
  await json('PATCH', `/api/contacts/${maya.id}`, { values: { birthday: '1980-05-01', stance: 'For' } })
  const form = (await asMarcus('GET', `/contacts/${maya.id}/edit`)).body
  const was_cells = JSON.stringify({ birthday: '1980-05-01', stance: 'Against' })

  await asMarcus('POST', `/contacts/${maya.id}`, {
    name: 'Maya Chen',
    emails: 'maya.chen@harborfo.example',
    birthday: '1981-05-01',
    stance: 'Against',
    was_cells,
  })
  const page = (await asMarcus('GET', `/investors/${harbor.id}`)).body.replace(/\s+/g, ' ')

  expect(form).toMatch(/name="birthday" type="date" value="1980-05-01"/)
  expect((await json('GET', `/api/contacts/${maya.id}`)).values).toEqual({ birthday: '1981-05-01', stance: 'For' })
  expect(page).toContain('<dt>Stance</dt><dd>For</dd>')
})
