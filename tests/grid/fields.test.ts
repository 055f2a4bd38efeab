import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

const grid = '/api/fundraising'

/** The app with what a test of columns asks again and again. */
async function openColumns() {
  const world = await openApp()
  const { asMarcus } = world
  const json = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: object) =>
    (await asMarcus(method, url, body)).json()
  const add = (body: object) => json('POST', `${grid}/fields`, body)
  const values = async (id: string) => (await json('GET', `${grid}/rows/${id}`)).values
  const fill = (key: string, cells: Record<string, unknown>) =>
    json('PATCH', `${grid}/rows`, {
      edits: Object.entries(cells).map(([id, value]) => ({ id, values: { [key]: value } })),
    })
  const undo = (batch_id: string) => json('POST', `${grid}/undo`, { batch_id })
  return { ...world, json, add, values, fill, undo }
}

test.each<[string, object, unknown, object, unknown]>([
  ['text to number', { type: 'text' }, '1,250.5', { type: 'number' }, 1250.5],
  ['text to an amount', { type: 'text' }, '$1,250.50', { type: 'currency' }, 125_050],
  ['number to text', { type: 'number' }, 12.5, { type: 'text' }, '12.5'],
  ['number to an amount', { type: 'number' }, 12.5, { type: 'currency', options: { currency: 'USD' } }, 1250],
  ['an amount to a number', { type: 'currency', options: { currency: 'USD' } }, 1250, { type: 'number' }, 12.5],
  ['a percentage to text', { type: 'percent' }, 0.125, { type: 'text' }, '12.5%'],
  ['text to a date', { type: 'text' }, '4 Mar 2031', { type: 'date' }, '2031-03-04'],
  ['text to a check box', { type: 'text' }, 'Yes', { type: 'checkbox' }, true],
  ['a check box to text', { type: 'checkbox' }, false, { type: 'text' }, 'unchecked'],
  ['text to a select', { type: 'text' }, ' Warm ', { type: 'single_select' }, 'Warm'],
  ['text to several options', { type: 'text' }, 'UK, US', { type: 'multi_select' }, ['UK', 'US']],
  ['a date to an instant', { type: 'date' }, '2031-03-04', { type: 'datetime' }, '2031-03-04T00:00:00.000Z'],
  ['an instant to a date', { type: 'datetime' }, '2031-03-04T23:30:00Z', { type: 'date' }, '2031-03-04'],
  ['text to an address', { type: 'text' }, 'maya@harborfo.example', { type: 'email' }, 'maya@harborfo.example'],
])('%s converts, and undo brings the cell and the type back', async (_what, made, before, to, after) => {
  const { add, fill, json, values, undo, harbor } = await openColumns()
  const { id, type } = await add({ label: 'Mood', ...made })
  await fill('mood', { [harbor.id]: before })
  const stored = (await values(harbor.id)).mood

  const changed = await json('PATCH', `${grid}/fields/${id}`, to)
  const converted = (await values(harbor.id)).mood
  const undone = changed.batch_id ? await undo(changed.batch_id) : { skipped: [] }

  expect(converted).toEqual(after)
  expect(undone.skipped).toEqual([])
  expect((await values(harbor.id)).mood).toEqual(stored)
  expect(await json('GET', `${grid}/fields/${id}`)).toMatchObject({ type })
})

test('a colleague is found by name or address, and told by name', async () => {
  const { add, fill, json, values, harbor, alder, marcus, ines } = await openColumns()
  const { id } = await add({ label: 'Sponsor', type: 'text' })
  await fill('sponsor', { [harbor.id]: 'marcus lindqvist', [alder.id]: 'ines@northlight.example' })

  await json('PATCH', `${grid}/fields/${id}`, { type: 'user' })
  const people = [(await values(harbor.id)).sponsor, (await values(alder.id)).sponsor]
  await json('PATCH', `${grid}/fields/${id}`, { type: 'text' })

  expect(people).toEqual([marcus.id, ines.id])
  expect((await values(harbor.id)).sponsor).toBe('Marcus Lindqvist')
})

test('what does not convert is shown first, and left blank only when that is agreed to', async () => {
  const { add, fill, json, asMarcus, values, undo, harbor, alder, quill } = await openColumns()
  const { id } = await add({ label: 'Ticket', type: 'text' })
  await fill('ticket', { [harbor.id]: '12', [alder.id]: 'plenty', [quill.id]: '7' })

  const preview = await json('POST', `${grid}/fields/${id}/preview`, { type: 'number' })
  const refused = await asMarcus('PATCH', `${grid}/fields/${id}`, { type: 'number' })
  const agreed = await json('PATCH', `${grid}/fields/${id}`, { type: 'number', confirm: true })
  const blank = (await values(alder.id)).ticket
  await undo(agreed.batch_id)

  expect(preview).toMatchObject({ converts: 2, fails: 1 })
  expect(preview.examples[0]).toMatchObject({
    row_id: alder.id,
    name: 'Alder Pension',
    before: 'plenty',
    after: null,
    message: '“plenty” is not a number.',
  })
  expect([refused.statusCode, refused.json().fails, refused.json().code]).toEqual([409, 1, 'conflict'])
  expect([agreed.type, blank]).toEqual(['number', null])
  expect((await values(alder.id)).ticket).toBe('plenty')
})

test('a type stays when somebody has since written what the old one could not hold', async () => {
  const { add, fill, json, values, undo, harbor, alder } = await openColumns()
  const { id } = await add({ label: 'Ticket', type: 'number' })
  await fill('ticket', { [harbor.id]: 12 })
  const changed = await json('PATCH', `${grid}/fields/${id}`, { type: 'text' })
  await fill('ticket', { [alder.id]: 'plenty' })

  const undone = await undo(changed.batch_id)

  expect(undone.skipped).toContainEqual({ row_id: id, field: 'type' })
  expect(await json('GET', `${grid}/fields/${id}`)).toMatchObject({ type: 'text' })
  expect([(await values(harbor.id)).ticket, (await values(alder.id)).ticket]).toEqual(['12', 'plenty'])
})

test('an undone change of type can be done again', async () => {
  const { add, fill, json, values, undo, harbor } = await openColumns()
  const { id } = await add({ label: 'Mood', type: 'text' })
  await fill('mood', { [harbor.id]: 'Warm' })
  const { batch_id } = await json('PATCH', `${grid}/fields/${id}`, { type: 'multi_select' })
  const undone = await undo(batch_id)

  await undo(undone.batch_id)

  expect((await values(harbor.id)).mood).toEqual(['Warm'])
  expect(await json('GET', `${grid}/fields/${id}`)).toMatchObject({
    type: 'multi_select',
    options: { choices: [{ name: 'Warm' }] },
  })
})

test('a row that was archived meanwhile comes back in the type its column has now', async () => {
  const { add, fill, json, values, harbor } = await openColumns()
  const { id } = await add({ label: 'Ticket', type: 'text' })
  await fill('ticket', { [harbor.id]: '12' })
  await json('DELETE', `${grid}/rows/${harbor.id}`)
  await json('PATCH', `${grid}/fields/${id}`, { type: 'number' })

  await json('POST', `${grid}/rows/${harbor.id}/restore`)

  expect((await values(harbor.id)).ticket).toBe(12)
})

test('an option is renamed in the cells and the default too, and undo names it back', async () => {
  const { add, fill, json, values, undo, harbor } = await openColumns()
  const { id } = await add({
    label: 'Regions',
    type: 'multi_select',
    options: { choices: [{ name: 'UK' }, { name: 'US' }] },
    default_value: ['UK'],
  })
  await fill('regions', { [harbor.id]: ['UK', 'US'] })

  const renamed = await json('PATCH', `${grid}/fields/${id}`, {
    options: { choices: [{ name: 'Britain', was: 'UK', color: 'red' }, { name: 'US' }] },
  })
  const after = (await values(harbor.id)).regions
  await undo(renamed.batch_id)

  expect(renamed.default_value).toEqual(['Britain'])
  expect(after).toEqual(['Britain', 'US'])
  expect((await values(harbor.id)).regions).toEqual(['UK', 'US'])
})

test('an option in use is taken away only with something in its place', async () => {
  const { add, fill, json, asMarcus, values, harbor } = await openColumns()
  const { id } = await add({
    label: 'Mood',
    type: 'single_select',
    options: { choices: [{ name: 'Warm' }, { name: 'Hot' }] },
  })
  await fill('mood', { [harbor.id]: 'Hot' })
  const without = { choices: [{ name: 'Warm' }] }

  const refused = await asMarcus('PATCH', `${grid}/fields/${id}`, { options: without })
  await json('PATCH', `${grid}/fields/${id}`, { options: { ...without, replace: { Hot: 'Warm' } } })

  expect([refused.statusCode, refused.json().option, refused.json().count]).toEqual([409, 'Hot', 1])
  expect((await values(harbor.id)).mood).toBe('Warm')
})

test('the four lists keep their names', async () => {
  const { asMarcus } = await openColumns()
  const choices = ['main', 'follow_up', 'longshot', 'attic'].map((name) => ({ name }))

  const reply = await asMarcus('PATCH', `${grid}/fields/list`, { options: { choices } })

  expect(reply.statusCode).toBe(422)
})

test('a default fills new rows only, where nothing else is given', async () => {
  const { add, json, values, harbor } = await openColumns()
  await add({ label: 'Mood', type: 'text', default_value: 'Unknown' })

  const plain = await json('POST', `${grid}/rows`, { values: { name: 'Otter Vale' } })
  const told = await json('POST', `${grid}/rows`, { values: { name: 'Fenwick Trust', mood: 'Warm' } })

  expect([plain.values.mood, told.values.mood, (await values(harbor.id)).mood]).toEqual(['Unknown', 'Warm', null])
})

test('rows from a file start with the defaults of the columns it does not have', async () => {
  const { add, json } = await openColumns()
  await add({ label: 'Mood', type: 'text', default_value: 'Unknown' })
  await add({ label: 'Stance', type: 'text', default_value: 'Neutral', entity: 'contacts' })
  await json('PATCH', `${grid}/fields/country`, { default_value: 'Portugal' })
  const data = 'Name,Mood,City,Contact\nOtter Vale,,Porto,Lena Roth\n'
  const mapping = { Name: 'name', Mood: 'mood', City: 'city', Contact: 'contact.name' }

  await json('POST', '/api/import/csv', { data, entity_type: 'investors', mapping })
  const { values } = (await json('GET', `${grid}/rows?search=otter`)).data[0]
  const [lena] = (await json('GET', '/api/contacts?search=lena')).data

  expect(values).toMatchObject({ mood: null, city: 'Porto', country: 'Portugal' })
  expect(lena.values).toEqual({ stance: 'Neutral' })
})

test('a column is required once no row lacks it, and then new rows need it too', async () => {
  const { add, fill, asMarcus, json, harbor, alder, quill } = await openColumns()
  const { id } = await add({ label: 'Mood', type: 'text' })
  await fill('mood', { [harbor.id]: 'Warm' })

  const early = await asMarcus('PATCH', `${grid}/fields/${id}`, { required: true })
  await fill('mood', { [alder.id]: 'Cool', [quill.id]: 'Cool' })
  const now = await json('PATCH', `${grid}/fields/${id}`, { required: true })
  const emptied = await asMarcus('PATCH', `${grid}/rows/${harbor.id}`, { values: { mood: null } })
  const lacking = await asMarcus('POST', `${grid}/rows`, { values: { name: 'Otter Vale' } })

  expect([early.statusCode, early.json().blank]).toEqual([409, 2])
  expect(early.json().detail).toBe('2 rows have nothing in “Mood”. Fill them first.')
  expect(now.required).toBe(true)
  expect([emptied.statusCode, lacking.statusCode]).toEqual([422, 422])
  expect(lacking.json().fields).toEqual({ mood: '“Mood” cannot be blank.' })
})

test('a column is put in another place, and undo puts all of them back', async () => {
  const { add, json, undo } = await openColumns()
  const { id } = await add({ label: 'Mood', type: 'text' })
  const order = async () => (await json('GET', `${grid}/fields`)).data.map((field: { key: string }) => field.key)
  const before = await order()

  const moved = await json('PATCH', `${grid}/fields/${id}`, { position: 0 })
  const second = await order()
  await undo(moved.batch_id)

  expect(second.slice(0, 3)).toEqual(['name', 'mood', 'list'])
  expect(await order()).toEqual(before)
})

test('renaming a column renames it in the formulas that use it', async () => {
  const { add, json, values, fill, undo, harbor } = await openColumns()
  const { id } = await add({ label: 'Ticket', type: 'number' })
  const doubled = await add({ label: 'Doubled', type: 'formula', formula: '{Ticket} * 2' })
  await fill('ticket', { [harbor.id]: 21 })

  const preview = await json('POST', `${grid}/fields/${id}/preview`, { label: 'Cheque' })
  const renamed = await json('PATCH', `${grid}/fields/${id}`, { label: 'Cheque' })
  const formula = (await json('GET', `${grid}/fields/${doubled.id}`)).formula
  await undo(renamed.batch_id)

  expect(preview.dependants).toEqual([{ kind: 'formula', id: doubled.id, name: 'Doubled' }])
  expect(formula).toBe('{Cheque} * 2')
  expect((await values(harbor.id)).doubled).toBe(42)
  expect((await json('GET', `${grid}/fields/${doubled.id}`)).formula).toBe('{Ticket} * 2')
})

test('a column that a formula and a view use is deleted only when that is agreed to, and undo mends both', async () => {
  const { add, json, asMarcus, values, fill, undo, harbor } = await openColumns()
  const { id } = await add({ label: 'Ticket', type: 'number' })
  await add({ label: 'Doubled', type: 'formula', formula: '{Ticket} * 2' })
  await fill('ticket', { [harbor.id]: 21 })
  const definition = { filter: { field: 'ticket', op: '>', value: 3 }, columns: [{ key: 'ticket' }] }
  await json('POST', `${grid}/views`, { name: 'Large tickets', definition, shared: true })

  const refused = await asMarcus('DELETE', `${grid}/fields/${id}`)
  const deleted = await json('DELETE', `${grid}/fields/${id}?confirm=true`)
  const broken = (await values(harbor.id)).doubled
  await undo(deleted.batch_id)

  expect(refused.statusCode).toBe(409)
  expect(refused.json().dependants).toMatchObject([
    { kind: 'formula', name: 'Doubled' },
    { kind: 'view', name: 'Large tickets', uses: ['filter', 'columns'] },
    { kind: 'cells', count: 1 },
  ])
  expect(broken).toMatchObject({ error: { code: expect.any(String) } })
  expect((await values(harbor.id)).doubled).toBe(42)
})

test('a column that views only lay out is deleted at once', async () => {
  const { add, json, asMarcus } = await openColumns()
  const { id } = await add({ label: 'Ticket', type: 'number' })
  await json('POST', `${grid}/views`, { name: 'Wide', definition: { columns: [{ key: 'ticket', width: 200 }] } })

  const deleted = await asMarcus('DELETE', `${grid}/fields/${id}`)

  expect(deleted.statusCode).toBe(200)
})

test('a formula that refers to its own column is refused', async () => {
  const { add, asMarcus } = await openColumns()
  const { id } = await add({ label: 'Sum', type: 'formula', formula: '1 + 1' })

  const reply = await asMarcus('PATCH', `${grid}/fields/${id}`, { formula: '{Sum} + 1' })

  expect([reply.statusCode, Object.keys(reply.json().fields)]).toEqual([422, ['formula']])
})

test('a formula becomes what it came to, and what was typed makes way for a formula only when agreed to', async () => {
  const { add, asMarcus, json, values, undo, harbor } = await openColumns()
  const { id } = await add({ label: 'Greeting', type: 'formula', formula: '"Dear " & {Name}' })

  await json('PATCH', `${grid}/fields/${id}`, { type: 'text' })
  const typed = (await values(harbor.id)).greeting
  const refused = await asMarcus('PATCH', `${grid}/fields/${id}`, { type: 'formula', formula: '1' })
  const agreed = await json('PATCH', `${grid}/fields/${id}`, { type: 'formula', formula: '1', confirm: true })
  const worked = (await values(harbor.id)).greeting
  await undo(agreed.batch_id)

  expect(typed).toBe('Dear Harbor Family Office')
  expect([refused.statusCode, refused.json().fails]).toEqual([409, 3])
  expect(worked).toBe(1)
  expect((await values(harbor.id)).greeting).toBe('Dear Harbor Family Office')
})

test('built-in columns keep their type and can have a default', async () => {
  const { asMarcus, json } = await openColumns()

  const refused = await asMarcus('PATCH', `${grid}/fields/city`, { type: 'number', confirm: true })
  await json('PATCH', `${grid}/fields/country`, { default_value: 'Portugal' })
  const made = await json('POST', `${grid}/rows`, { values: { name: 'Otter Vale' } })

  expect([refused.statusCode, Object.keys(refused.json().fields)]).toEqual([422, ['type']])
  expect(made.values.country).toBe('Portugal')
})
