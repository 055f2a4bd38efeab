import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

const rows = '/api/fundraising/rows'

test.each(['   ', '\u2003', '\n'])('a name of nothing but spaces (%j) is no name', async (name) => {
  const { asInes, harbor } = await openApp()

  const reply = await asInes('PATCH', `${rows}/${harbor.id}`, { values: { name } })

  expect(reply.json()).toMatchObject({ code: 'invalid', fields: { name: '“Name” cannot be blank.' } })
})

test('a name is kept exactly as given, spaces and all', async () => {
  const { asInes, harbor } = await openApp()

  const reply = await asInes('PATCH', `${rows}/${harbor.id}`, { values: { name: ' Harbor  FO ' } })

  expect(reply.json().values.name).toBe(' Harbor  FO ')
})

test('a negative nought is nought, and no change', async () => {
  const { app, asInes, tokens, harbor } = await openApp()
  await asInes('POST', '/api/fundraising/fields', { label: 'Ticket', type: 'number' })
  const write = (value: string) =>
    app.inject({
      method: 'PATCH',
      url: `${rows}/${harbor.id}`,
      headers: { authorization: `Bearer ${tokens.ines}`, 'content-type': 'application/json' },
      payload: `{"values": {"ticket": ${value}}}`,
    })
  await write('0')

  expect((await write('-0')).json()).toMatchObject({ batch_id: null, values: { ticket: 0 } })
})

test('an amount too large to be added up is refused, wherever it is entered', async () => {
  const { asInes, harbor, fundI } = await openApp()
  const amount = Number.MAX_SAFE_INTEGER
  const place = { investor_id: harbor.id, fund_id: fundI.id }

  const replies = await Promise.all([
    asInes('POST', '/api/commitments', { ...place, measure: 'signed', amount }),
    asInes('POST', '/api/opportunities', { ...place, expected_amount: amount }),
    asInes('POST', '/api/funds', { name: 'Fund III', target: amount }),
    asInes('PATCH', `${rows}/${harbor.id}`, { values: { fund_i_signed: amount } }),
  ])

  expect(replies.map((reply) => reply.statusCode)).toEqual([422, 422, 422, 422])
})

test.each([
  ['Constructor', 'constructor_2'],
  ['External ID', 'external_id_2'],
  ['ID', 'id_2'],
  ['Version', 'version_2'],
  ['Cells', 'cells_2'],
])('a column called %s is filled, shown and undone like any other', async (label, key) => {
  const { app, asInes, harbor, alder, tokens } = await openApp()
  const added = await asInes('POST', '/api/fundraising/fields', { label, type: 'text' })
  const { batch_id } = (await asInes('PATCH', `${rows}/${harbor.id}`, { values: { [key]: 'A-17' } })).json()
  const page = await app.inject({
    url: `/investors/${alder.id}`,
    headers: { authorization: `Bearer ${tokens.ines}`, accept: 'text/html' },
  })

  const undone = await asInes('POST', '/api/fundraising/undo', { batch_id })

  expect(added.json().key).toBe(key)
  expect(page.body).not.toContain('native code')
  expect(undone.json().skipped).toEqual([])
  expect((await asInes('GET', `${rows}/${harbor.id}`)).json().values[key]).toBe(null)
})

test.each(['constructor', '__proto__', 'toString'])('a file may have a column called %s', async (header) => {
  const { asInes } = await openApp()
  const file = { entity_type: 'investors', data: `Name,${header}\nOtter Vale,A-17\n` }

  const reply = await asInes('POST', '/api/import/csv', file)

  expect(reply.json()).toMatchObject({ created: 1, errors: [] })
  const { data } = (await asInes('GET', `${rows}?search=otter`)).json()
  expect(Object.values(data[0].values)).toContain('A-17')
  expect((await asInes('POST', '/api/import/csv', file)).json()).toMatchObject({ created: 0, updated: 0, unchanged: 1 })
})
