import { expect, test } from 'vitest'
import { minutes } from '../support/clock.ts'
import { openApp } from '../support/world.ts'

const grid = '/api/fundraising'

/** Harbor moved to Lisbon after an hour, a column came after two, and four hours are gone. */
async function openPast() {
  const world = await openApp()
  const { asInes, asMarcus, clock, harbor } = world
  const hour = minutes(60)
  const start = clock.now().getTime()
  const at = (hours: number) => new Date(start + hours * hour).toISOString()
  clock.advance(hour)
  await asMarcus('PATCH', `${grid}/rows/${harbor.id}`, { values: { city: 'Lisbon' } })
  clock.advance(hour)
  const field = (await asInes('POST', `${grid}/fields`, { label: 'Vintage', type: 'number' })).json()
  await asInes('PATCH', `${grid}/rows/${harbor.id}`, { values: { [field.key]: 2015 } })
  clock.advance(2 * hour)
  return { ...world, before: at(0.5), between: at(1.5), field }
}

const ofHarbor = { filter: { field: 'name', op: 'starts_with', value: 'harbor' } }

test('rows, groups and order are answered as they were', async () => {
  const { asVera, before, between, harbor } = await openPast()
  const city = async (as_of?: string) => {
    const asked = { ...ofHarbor, fields: ['city'], ...(as_of ? { as_of } : {}) }
    return (await asVera('POST', `${grid}/rows/query`, asked)).json().rows[0][3]
  }

  expect([await city(before), await city(between), await city()]).toEqual(['Boston', 'Lisbon', 'Lisbon'])
  const inBoston = { filter: { field: 'city', op: 'is', value: 'Boston' }, as_of: before }
  expect((await asVera('POST', `${grid}/rows/order`, inBoston)).json().ids).toEqual([harbor.id])
  const { total } = (await asVera('POST', `${grid}/rows/groups`, { ...inBoston, group: [] })).json()
  expect(total.count).toBe(1)
})

test('what is asked of a column that came later is left out, not refused', async () => {
  const { asVera, before, field } = await openPast()
  const asked = {
    filter: { op: 'and', conditions: [ofHarbor.filter, { field: field.key, op: '>', value: 2000 }] },
    sort: [{ key: field.key }],
    fields: ['city', field.key],
    colors: [{ filter: { field: field.key, op: 'not_empty' }, color: 'teal' }],
  }

  const then = (await asVera('POST', `${grid}/rows/query`, { ...asked, as_of: before })).json()
  const now = (await asVera('POST', `${grid}/rows/query`, asked)).json()

  expect([then.columns, then.rows[0].slice(2)]).toEqual([['city'], [null, 'Boston']])
  expect([now.columns, now.rows[0].slice(2)]).toEqual([
    ['city', field.key],
    ['teal', 'Lisbon', 2015],
  ])
  expect((await asVera('POST', `${grid}/rows/query`, { fields: ['shoe'], as_of: before })).statusCode).toBe(422)
})

test('lists and files are answered as they were, also through a view of today', async () => {
  const { asVera, asMarcus, before, field } = await openPast()
  const definition = { ...ofHarbor, columns: [{ key: 'city' }, { key: field.key }], others: 'hidden' }
  const { id } = (await asMarcus('POST', `${grid}/views`, { name: 'Harbor', definition, shared: true })).json()

  const list = await asVera('GET', `${grid}/rows?view_id=${id}&as_of=${before}`)
  const csv = await asVera('GET', `${grid}/export?view_id=${id}&as_of=${before}`)
  const json = await asVera('GET', `${grid}/export?view_id=${id}&as_of=${before}&format=json`)

  expect(list.json().data.map((row: { values: { city: string } }) => row.values.city)).toEqual(['Boston'])
  expect(csv.body.trimEnd().split('\n')).toEqual(['\uFEFFName,City', 'Harbor Family Office,Boston'])
  expect(json.json().data).toMatchObject([{ values: { name: 'Harbor Family Office', city: 'Boston' } }])
})

test('an instant that is none is refused', async () => {
  const { asVera } = await openPast()

  const replies = [
    await asVera('POST', `${grid}/rows/query`, { as_of: 'yesterday' }),
    await asVera('GET', `${grid}/export?as_of=2026-11-16`),
  ]

  expect(replies.map((reply) => [reply.statusCode, Object.keys(reply.json().fields)])).toEqual([
    [422, ['as_of']],
    [422, ['as_of']],
  ])
})
