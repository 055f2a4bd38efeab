import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

const path = '/api/fundraising/rows/query'

test('a page is arrays: id, version, colour and a value per column asked for', async () => {
  const { asVera, harbor, ines } = await openApp()

  const reply = await asVera('POST', path, {
    filter: { field: 'city', op: 'is', value: 'boston' },
    fields: ['owner', 'name', 'tags', 'total_committed'],
    colors: [
      { filter: { field: 'list', op: 'is', value: 'graveyard' }, color: 'gray' },
      { filter: { field: 'city', op: 'not_empty' }, color: 'teal' },
    ],
  })

  expect(reply.statusCode).toBe(200)
  expect(reply.json()).toEqual({
    columns: ['owner', 'name', 'tags', 'total_committed'],
    rows: [[harbor.id, expect.any(Number), 'teal', ines.id, 'Harbor Family Office', null, 0]],
    total: 1,
    limit: 100,
    offset: 0,
    version: expect.any(Number),
  })
})

test('a row’s version is the one an edit is based on', async () => {
  const { asVera, asMarcus, harbor } = await openApp()
  const version = async () =>
    (await asVera('POST', path, { ids: [harbor.id], fields: [] })).json().rows[0] as [string, number]
  const [, before] = await version()

  await asMarcus('PATCH', `/api/fundraising/rows/${harbor.id}`, {
    values: { city: 'Lisbon' },
    expected_version: before,
  })

  const [, after] = await version()
  expect(after).toBeGreaterThan(before)
})

test('rows that are named are answered if the filter holds for them', async () => {
  const { asVera, harbor, alder } = await openApp()
  const filter = { field: 'type', op: 'is', value: 'Pension' }

  const { rows, total } = (await asVera('POST', path, { ids: [harbor.id, alder.id], filter, fields: [] })).json()

  expect([rows.map(([id]: [string]) => id), total]).toEqual([[alder.id], 1])
})

test('rows of one group come together in the order of the groups', async () => {
  const { asVera, asMarcus } = await openApp()
  for (const [name, city] of [
    ['A', 'oslo'],
    ['B', 'Oslo'],
    ['C', 'oslo'],
    ['D', 'Bergen'],
  ]) {
    await asMarcus('POST', '/api/fundraising/rows', { values: { name, city, source: 'here' } })
  }

  const filter = { field: 'source', op: 'is', value: 'here' }
  const body = { filter, group: [{ key: 'city' }], sort: [{ key: 'name' }], fields: ['city', 'name'] }
  const { rows } = (await asVera('POST', path, body)).json()
  const { groups } = (await asVera('POST', '/api/fundraising/rows/groups', { filter, group: [{ key: 'city' }] })).json()

  expect(rows.map((row: unknown[]) => row.slice(3))).toEqual([
    ['Bergen', 'D'],
    ['Oslo', 'B'],
    ['oslo', 'A'],
    ['oslo', 'C'],
  ])
  expect(groups.map((group: { values: unknown[]; count: number }) => [group.values[0], group.count])).toEqual([
    ['Bergen', 1],
    ['Oslo', 1],
    ['oslo', 2],
  ])
})

test('the order is the ids of every row that matches', async () => {
  const { asVera, harbor, alder, quill } = await openApp()

  const reply = await asVera('POST', '/api/fundraising/rows/order', { sort: [{ key: 'name', descending: true }] })

  expect(reply.json()).toEqual({ ids: [quill.id, harbor.id, alder.id], version: expect.any(Number) })
})

test.each<[object, string]>([
  [{ fields: ['name', 'shoe'] }, 'fields.1'],
  [{ group: [{ key: 'shoe' }] }, 'group.0'],
  [{ sort: [{ key: 'shoe' }] }, 'sort'],
  [{ colors: [{ filter: { field: 'shoe', op: 'empty' }, color: 'red' }] }, 'colors.0.filter.field'],
  [{ colors: [{ filter: { field: 'name', op: 'empty' }, color: 'mauve' }] }, 'colors.0.color'],
  [{ ids: Array(1001).fill('x') }, 'ids'],
  [{ limit: -1 }, 'limit'],
  [{ group: Array(4).fill({ key: 'name' }) }, 'group'],
  [{ colour: 'red' }, 'colour'],
])('a wrong question (case %#) is refused with a sentence where it is wrong', async (body, place) => {
  const { asVera } = await openApp()

  const reply = await asVera('POST', path, body)

  expect(reply.statusCode).toBe(422)
  expect(reply.json().fields).toHaveProperty([place])
})

test('a page asked for again after a change is another page', async () => {
  const { asVera, asMarcus, harbor } = await openApp()
  const ask = async () => (await asVera('POST', path, { ids: [harbor.id], fields: ['city'] })).json()
  const before = await ask()
  await asMarcus('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { city: 'Lisbon' } })

  const after = await ask()

  expect([before.rows[0][3], after.rows[0][3]]).toEqual(['Boston', 'Lisbon'])
  expect(after.version).toBeGreaterThan(before.version)
})
