import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

const grid = '/api/fundraising'

test('columns say their key, type, options and exposure', async () => {
  const { asVera, fundI } = await openApp()

  const { data, total } = (await asVera('GET', `${grid}/fields`)).json()

  expect(total).toBe(data.length)
  expect(data[0]).toMatchObject({
    key: 'name',
    label: 'Name',
    type: 'text',
    primary: true,
    exposure: 'sheet',
    formula: null,
  })
  expect(data).toContainEqual(
    expect.objectContaining({
      key: 'fund_i_signed',
      type: 'commitment',
      result_type: 'currency',
      options: { fund_id: fundI.id, measure: 'signed', currency: 'USD' },
    }),
  )
})

test('a custom column is made, filled, filtered by and renamed', async () => {
  const { asMarcus, harbor } = await openApp()
  const made = await asMarcus('POST', `${grid}/fields`, {
    label: 'Risk appetite',
    type: 'single_select',
    options: { choices: [{ name: 'Low', color: 'green' }, { name: 'High' }] },
    exposure: 'sidebar',
  })
  await asMarcus('PATCH', `${grid}/rows/${harbor.id}`, { values: { risk_appetite: 'High' } })
  const renamed = await asMarcus('PATCH', `${grid}/fields/${made.json().id}`, { label: 'Appetite' })
  const filter = encodeURIComponent(JSON.stringify({ field: 'risk_appetite', op: 'is', value: 'high' }))

  const found = (await asMarcus('GET', `${grid}/rows?filter=${filter}`)).json()

  expect(made.statusCode).toBe(201)
  expect(made.json()).toMatchObject({
    id: expect.any(String),
    key: 'risk_appetite',
    exposure: 'sidebar',
    primary: false,
  })
  expect(renamed.json()).toMatchObject({ key: 'risk_appetite', label: 'Appetite' })
  expect(found.total).toBe(1)
})

test.each<[string, object, string]>([
  ['without a label', { type: 'text' }, 'label'],
  ['of an unknown type', { label: 'X', type: 'colour' }, 'type'],
  ['called like another', { label: 'CITY', type: 'text' }, 'label'],
  ['with options on a text', { label: 'X', type: 'text', options: { choices: [{ name: 'a' }] } }, 'options.choices'],
  [
    'with one option twice',
    { label: 'X', type: 'single_select', options: { choices: [{ name: 'a' }, { name: 'A' }] } },
    'options.choices',
  ],
  ['of commitments', { label: 'X', type: 'commitment' }, 'type'],
  ['of formulas without one', { label: 'X', type: 'formula' }, 'formula'],
  ['of formulas that cannot be read', { label: 'X', type: 'formula', formula: '1 +' }, 'formula'],
  ['of when it was made, twice', { label: 'X', type: 'created_at' }, 'type'],
  ['with a default that does not fit', { label: 'X', type: 'number', default_value: 'many' }, 'default_value'],
  ['of formulas on contacts', { label: 'X', type: 'formula', formula: '1', entity: 'contacts' }, 'type'],
  ['of unknown exposure', { label: 'X', type: 'text', exposure: 'world' }, 'exposure'],
])('a column %s is refused', async (_what, body, field) => {
  const { asMarcus } = await openApp()

  const reply = await asMarcus('POST', `${grid}/fields`, body)

  expect(reply.statusCode).toBe(422)
  expect(reply.json().fields).toHaveProperty([field])
})

test('a column in use is deleted only when confirmed, and undo brings it back with its cells', async () => {
  const { asMarcus, harbor } = await openApp()
  const { id } = (await asMarcus('POST', `${grid}/fields`, { label: 'Pet', type: 'text' })).json()
  await asMarcus('PATCH', `${grid}/rows/${harbor.id}`, { values: { pet: 'Otter' } })

  const refused = await asMarcus('DELETE', `${grid}/fields/${id}`)
  const deleted = await asMarcus('DELETE', `${grid}/fields/${id}?confirm=true`)
  const without = (await asMarcus('GET', `${grid}/rows/${harbor.id}`)).json()
  const again = (await asMarcus('POST', `${grid}/fields`, { label: 'Pet', type: 'number' })).json()
  await asMarcus('PATCH', `${grid}/fields/${again.id}`, { label: 'Number of pets' })
  await asMarcus('POST', `${grid}/undo`, { batch_id: deleted.json().batch_id })
  const back = (await asMarcus('GET', `${grid}/rows/${harbor.id}`)).json()

  expect(refused.statusCode).toBe(409)
  expect(refused.json()).toMatchObject({ code: 'conflict', dependants: [{ kind: 'cells', count: 1 }] })
  expect(without.values).not.toHaveProperty('pet')
  expect(again.key).toBe('pet_2')
  expect(back.values).toMatchObject({ pet: 'Otter', pet_2: null })
})

test('built-in and commitment columns stay', async () => {
  const { asInes } = await openApp()

  const replies = await Promise.all([
    asInes('DELETE', `${grid}/fields/name?confirm=true`),
    asInes('DELETE', `${grid}/fields/fund_i_signed?confirm=true`),
  ])

  expect(replies.map((reply) => reply.statusCode)).toEqual([409, 409])
})

test('an option that is chosen somewhere cannot be dropped', async () => {
  const { asInes } = await openApp()
  const choices = [{ name: 'Pension' }, { name: 'Endowment' }]

  const reply = await asInes('PATCH', `${grid}/fields/type`, { options: { choices } })

  expect(reply.statusCode).toBe(409)
  expect(reply.json().detail).toContain('Family office')
})

test('undo takes back the last act, and undoing the undo brings it back', async () => {
  const { asMarcus, harbor } = await openApp()
  const city = async () => (await asMarcus('GET', `${grid}/rows/${harbor.id}`)).json().values.city
  await asMarcus('PATCH', `${grid}/rows/${harbor.id}`, { values: { city: 'Lisbon' } })

  const undone = await asMarcus('POST', `${grid}/undo`)
  const afterUndo = await city()
  const redone = await asMarcus('POST', `${grid}/undo`, { batch_id: undone.json().batch_id })

  expect(undone.statusCode).toBe(200)
  expect(undone.json()).toMatchObject({ batch_id: expect.any(String), skipped: [] })
  expect(afterUndo).toBe('Boston')
  expect(redone.statusCode).toBe(200)
  expect(await city()).toBe('Lisbon')
})

test('undo leaves alone what somebody changed since, and says so', async () => {
  const { asMarcus, asInes, harbor } = await openApp()
  const { batch_id } = (
    await asMarcus('PATCH', `${grid}/rows/${harbor.id}`, { values: { city: 'Lisbon', phone: '1' } })
  ).json()
  await asInes('PATCH', `${grid}/rows/${harbor.id}`, { values: { city: 'Porto' } })

  const undone = (await asMarcus('POST', `${grid}/undo`, { batch_id })).json()
  const row = (await asMarcus('GET', `${grid}/rows/${harbor.id}`)).json()

  expect(undone.skipped).toEqual([{ row_id: harbor.id, field: 'city' }])
  expect(row.values).toMatchObject({ city: 'Porto', phone: null })
})

test('others’ acts are undone by admins only, unknown ones by nobody', async () => {
  const { asMarcus, asInes, harbor } = await openApp()
  const { batch_id } = (await asInes('PATCH', `${grid}/rows/${harbor.id}`, { values: { city: 'Lisbon' } })).json()

  expect((await asMarcus('POST', `${grid}/undo`, { batch_id })).statusCode).toBe(404)
  expect((await asMarcus('POST', `${grid}/undo`, { batch_id: 'nothing' })).statusCode).toBe(404)
  expect((await asMarcus('POST', `${grid}/undo`, { batch: batch_id })).statusCode).toBe(422)
  expect((await asInes('POST', `${grid}/undo`, { batch_id })).statusCode).toBe(200)
})

test('the state that was read can be put back as it is, and changes nothing', async () => {
  const { asMarcus } = await openApp()
  const state = (await asMarcus('GET', `${grid}/state`)).json()
  const rows = state.rows.map(({ id, values }: { id: string; values: object }) => ({ id, values }))

  const reply = await asMarcus('PUT', `${grid}/state`, { expected_version: state.version, rows })

  expect(reply.statusCode).toBe(200)
  expect(reply.json()).toMatchObject({
    created: 0,
    updated: 0,
    archived: 0,
    unchanged: 3,
    batch_id: null,
    version: state.version,
  })
})

test('putting the state adds, edits and archives as one act that can be undone', async () => {
  const { asMarcus, harbor, alder } = await openApp()
  const { version } = (await asMarcus('GET', `${grid}/state`)).json()
  const rows = [
    { id: harbor.id, values: { city: 'Lisbon' } },
    { id: alder.id, values: {} },
    { values: { name: 'Birch Trust', fund_i_soft: 100 } },
  ]

  const put = (await asMarcus('PUT', `${grid}/state`, { expected_version: version, rows })).json()
  const after = (await asMarcus('GET', `${grid}/state`)).json()
  await asMarcus('POST', `${grid}/undo`, { batch_id: put.batch_id })
  const undone = (await asMarcus('GET', `${grid}/state`)).json()

  const names = (state: { rows: { values: { name: string } }[] }) => state.rows.map((row) => row.values.name)
  expect(put).toMatchObject({ created: 1, updated: 1, archived: 1, unchanged: 1 })
  expect(names(after)).toEqual(['Alder Pension', 'Birch Trust', 'Harbor Family Office'])
  expect(names(undone)).toEqual(['Alder Pension', 'Harbor Family Office', 'Quill Endowment'])
})

test('a state read before somebody else wrote is refused with what is there now', async () => {
  const { asMarcus, asInes, ines, harbor } = await openApp()
  const { version } = (await asMarcus('GET', `${grid}/state`)).json()
  const edit = (await asInes('PATCH', `${grid}/rows/${harbor.id}`, { values: { city: 'Lisbon' } })).json()

  const reply = await asMarcus('PUT', `${grid}/state`, { expected_version: version, rows: [] })

  expect(reply.statusCode).toBe(409)
  expect(reply.json()).toMatchObject({
    code: 'version_conflict',
    version: edit.version,
    updated_at: edit.updated_at,
    updated_by: ines.id,
  })
  expect((await asMarcus('GET', `${grid}/rows`)).json().total).toBe(3)
})

test('the export is a file that a spreadsheet does not run', async () => {
  const { asMarcus, harbor, fundI } = await openApp()
  const entry = { investor_id: harbor.id, fund_id: fundI.id, measure: 'signed', amount: -1_250_000_50 }
  const values = {
    notes: '=HYPERLINK("http://evil.example")',
    phone: '+44 20',
    tags: ['A, B', 'C'],
  }
  await asMarcus('POST', '/api/commitments', entry)
  await asMarcus('PATCH', `${grid}/rows/${harbor.id}`, { values })

  const csv = await asMarcus('GET', `${grid}/export?format=csv&search=harbor`)
  const [, line] = csv.body.split('\n')

  expect(csv.headers['content-type']).toContain('text/csv')
  expect(csv.headers['content-disposition']).toMatch(/^attachment; filename/)
  expect(line).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
  expect(line).toContain(`'+44 20`)
  expect(line).toContain(',-1250000.5,')
  expect(line).toContain('"""A, B"",C"')
})

test('the JSON export is the rows themselves', async () => {
  const { asVera } = await openApp()

  const reply = await asVera('GET', `${grid}/export?format=json&sort=-name`)

  expect(reply.headers['content-disposition']).toMatch(/^attachment; .*\.json$/)
  expect(reply.json().data.map((row: { values: { name: string } }) => row.values.name)).toEqual([
    'Quill Endowment',
    'Harbor Family Office',
    'Alder Pension',
  ])
  expect((await asVera('GET', `${grid}/export?format=xlsx`)).statusCode).toBe(422)
})

test('the summary counts records and leaves the graveyard out of the sums', async () => {
  const { asMarcus, harbor, alder, fundI } = await openApp()
  const enter = (investor_id: string, amount: number) =>
    asMarcus('POST', '/api/commitments', { investor_id, fund_id: fundI.id, measure: 'signed', amount })
  await enter(harbor.id, 700)
  await enter(alder.id, 50)
  await asMarcus('PATCH', `${grid}/rows/${alder.id}`, { values: { list: 'graveyard' } })

  const summary = (await asMarcus('GET', `${grid}/relational-summary`)).json()

  expect(summary.counts).toMatchObject({ investors: 3, contacts: 1 })
  expect(summary.lists).toEqual({ graveyard: 1, longshot: 1, main: 1 })
  expect(summary.funds[0]).toMatchObject({ name: 'Fund I', signed: 700 })
})

test('an undo that is sent twice with one key is carried out once', async () => {
  const { asMarcus, harbor } = await openApp()
  const { batch_id } = (await asMarcus('PATCH', `${grid}/rows/${harbor.id}`, { values: { city: 'Lisbon' } })).json()
  const undo = () => asMarcus('POST', `${grid}/undo`, { batch_id }, { 'idempotency-key': 'undo-1' })

  const [first, second] = [await undo(), await undo()]

  expect(first.json().batch_id).not.toBe(batch_id)
  expect(second.json()).toEqual(first.json())
})
