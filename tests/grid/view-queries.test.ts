import { expect, test } from 'vitest'
import { plainView, shownKeys, viewDefinition } from '../../shared/views.ts'
import { openApp } from '../support/world.ts'

const definition = {
  filter: { field: 'list', op: 'any_of', value: ['main', 'follow_up'] },
  sort: [{ key: 'name', descending: true }],
  columns: [{ key: 'type' }, { key: 'notes', hidden: true }, { key: 'owner' }],
  others: 'hidden',
}

async function openView(shared = true) {
  const world = await openApp()
  const view = (
    await world.asMarcus('POST', '/api/fundraising/views', { name: 'Talks: “LP”', definition, shared })
  ).json()
  return { ...world, view }
}

test('a list may name a view: its filter, its sort, everything in each row', async () => {
  const { asVera, view } = await openView()

  const { data, total } = (await asVera('GET', `/api/fundraising/rows?view_id=${view.id}`)).json()

  expect([total, data.map((row: { values: { name: string } }) => row.values.name)]).toEqual([
    2,
    ['Harbor Family Office', 'Alder Pension'],
  ])
  expect(data[0].values).toHaveProperty('city')
})

test('a view that every fund starts with goes by its key as well as its id', async () => {
  const { asMarcus, asVera, alder } = await openView()
  const path = '/api/fundraising/views/follow_up'
  const { id, definition } = (await asMarcus('GET', path)).json()

  const rows = (await asVera('GET', '/api/fundraising/rows?view_id=follow_up')).json()
  const drifted = (await asMarcus('PUT', `${path}/drift`, { definition: { ...definition, sort: [] } })).json()
  const copy = (await asMarcus('POST', `${path}/copy`, { name: 'Mine' })).json()
  const saved = (await asMarcus('PATCH', path, { name: 'Later' })).json()

  expect(rows.data.map((row: { id: string }) => row.id)).toEqual([alder.id])
  expect(drifted).toMatchObject({ id, drift: { sort: [] } })
  expect(copy).toMatchObject({ name: 'Mine', key: null, definition: { sort: [] } })
  expect(saved).toMatchObject({ id, key: 'follow_up', name: 'Later', drift: null })
})

test('what else is asked narrows a view, and another sort replaces its own', async () => {
  const { asVera, view } = await openView()
  const filter = encodeURIComponent(JSON.stringify({ field: 'type', op: 'not_empty' }))

  const { data } = (await asVera('GET', `/api/fundraising/rows?view_id=${view.id}&filter=${filter}&sort=name`)).json()
  const { total } = (await asVera('GET', `/api/fundraising/rows?view_id=${view.id}&search=maya`)).json()

  expect(data.map((row: { values: { name: string } }) => row.values.name)).toEqual([
    'Alder Pension',
    'Harbor Family Office',
  ])
  expect(total).toBe(1)
})

test('the deepest filter a view may have can be narrowed still', async () => {
  const { asMarcus } = await openApp()
  const named = { field: 'name', op: 'not_empty' }
  const deepest = Array.from({ length: 7 }).reduce((inner) => ({ op: 'and', conditions: [inner] }), named)
  const body = { name: 'Deep', definition: { filter: deepest } }
  const view = (await asMarcus('POST', '/api/fundraising/views', body)).json()

  const filter = encodeURIComponent(JSON.stringify({ field: 'list', op: 'is', value: 'main' }))
  const reply = await asMarcus('GET', `/api/fundraising/rows?view_id=${view.id}&filter=${filter}`)

  expect(reply.json().total).toBe(1)
})

test('rows may be named, and columns', async () => {
  const { asVera, harbor, quill } = await openApp()

  const { data } = (
    await asVera('GET', `/api/fundraising/rows?ids=${quill.id},${harbor.id},gone&fields=city,name`)
  ).json()

  expect(data.map((row: { values: object }) => row.values)).toEqual([
    { city: 'Boston', name: 'Harbor Family Office' },
    { city: null, name: 'Quill Endowment' },
  ])
})

test('a file of a view has its rows and the columns it shows, in its order', async () => {
  const { asVera, view } = await openView()

  const csv = await asVera('GET', `/api/fundraising/export?view_id=${view.id}`)
  const json = await asVera('GET', `/api/fundraising/export?view_id=${view.id}&format=json`)

  expect(csv.body.split('\n').slice(0, 3)).toEqual([
    '\uFEFFName,Type,Owner',
    'Harbor Family Office,Family office,Ines Okafor',
    'Alder Pension,Pension,',
  ])
  expect(csv.headers['content-disposition']).toContain(encodeURIComponent('Talks “LP” 2026-11-16.csv'))
  expect(json.headers['content-disposition']).toContain(encodeURIComponent('Talks “LP” 2026-11-16.json'))
  expect(json.json().data.map((row: { values: object }) => Object.keys(row.values))).toEqual([
    ['name', 'type', 'owner'],
    ['name', 'type', 'owner'],
  ])
})

test('a file may have other columns than the view', async () => {
  const { asVera, view } = await openView()

  const csv = await asVera('GET', `/api/fundraising/export?view_id=${view.id}&fields=name,city`)

  expect(csv.body.split('\n')[0]).toBe('\uFEFFName,City')
})

test('“me” in a view is whoever looks', async () => {
  const { asInes, asMarcus } = await openApp()
  const mine = { filter: { field: 'owner', op: 'is', value: '$me' } }
  const { id } = (
    await asMarcus('POST', '/api/fundraising/views', { name: 'Mine', definition: mine, shared: true })
  ).json()
  const total = async (as: typeof asInes) => (await as('GET', `/api/fundraising/rows?view_id=${id}`)).json().total

  expect([await total(asInes), await total(asMarcus)]).toEqual([1, 0])
})

test.each(['rows', 'export'])('somebody else’s view and no view at all are not found by %s', async (what) => {
  const { asInes, view } = await openView(false)

  const replies = await Promise.all([
    asInes('GET', `/api/fundraising/${what}?view_id=${view.id}`),
    asInes('GET', `/api/fundraising/${what}?view_id=nobody`),
  ])

  expect(replies.map((reply) => reply.statusCode)).toEqual([404, 404])
})

test('the columns of a view: frozen ones first, hidden ones out, new ones behind', () => {
  const fields = ['name', 'a', 'b', 'c', 'd'].map((key) => ({ key, primary: key === 'name' }))
  const shown = (given: object) => shownKeys(viewDefinition.parse(given), fields)

  expect(shownKeys(plainView, fields)).toEqual(['name', 'a', 'b', 'c', 'd'])
  expect(shown({ columns: [{ key: 'c' }, { key: 'a', hidden: true }] })).toEqual(['name', 'c', 'b', 'd'])
  expect(shown({ columns: [{ key: 'c' }, { key: 'name', hidden: true }], others: 'hidden' })).toEqual(['name', 'c'])
  expect(shown({ columns: [{ key: 'c' }, { key: 'b', frozen: true }, { key: 'gone' }], others: 'hidden' })).toEqual([
    'name',
    'b',
    'c',
  ])
})

test('a formula that failed says so in a file', async () => {
  const { asInes, asVera } = await openApp()
  const formula = { label: 'Share', type: 'formula', formula: '1 / {Total committed}' }
  const { key } = (await asInes('POST', '/api/fundraising/fields', formula)).json()

  const csv = await asVera('GET', `/api/fundraising/export?fields=name,${key}&sort=name`)

  expect(csv.body.split('\n')[1]).toBe('Alder Pension,#ERROR!')
})
