import { expect, test } from 'vitest'
import { fieldsOf } from '../../server/grid/fields.ts'
import { openApp } from '../support/world.ts'

const at = '/api/import/csv'

async function openPeople() {
  const world = await openApp()
  const column = { entity: 'contacts', label: 'Seniority', type: 'single_select', default_value: 'Analyst' }
  await world.asMarcus('POST', '/api/fundraising/fields', { ...column, options: { choices: [{ name: 'Analyst' }] } })
  const hand = async (data: string, more: object = {}) =>
    (await world.asMarcus('POST', at, { entity_type: 'contacts', data, ...more })).json()
  const values = async (name: string) =>
    (await world.asMarcus('GET', `/api/contacts?search=${encodeURIComponent(name)}`)).json().data[0].values
  return { ...world, hand, values }
}

test('a file of contacts fills the columns contacts have, found by their name', async () => {
  const { hand, values } = await openPeople()
  const file =
    'Name,Email,Seniority\nMia Koch,mia@koch.example,Partner\nAna Lee,ana@alder.example,\nMaya Chen,,analyst\n'

  expect(await hand(file)).toMatchObject({ created: 2, updated: 1, errors: [], warnings: [] })
  expect(await values('Mia Koch')).toEqual({ seniority: 'Partner' })
  expect(await values('Ana Lee')).toEqual({ seniority: null })
  expect(await values('Maya Chen')).toEqual({ seniority: 'Analyst' })
  expect(await hand(file)).toMatchObject({ created: 0, updated: 0, unchanged: 3, batch_id: null })
  const { changes } = await hand(file.replace('Partner', ''))
  expect(changes).toMatchObject([{ row: 1, field: 'seniority', before: 'Partner', after: null }])
})

test('a file of contacts brings a column of its own, which an undo takes back', async () => {
  const { db, asMarcus, hand, values } = await openPeople()
  const file = 'Name,Hobby\nMia Koch,Sailing\n'
  const mapping = { Hobby: 'new:text' }

  expect(await hand(file, { mapping, dry_run: true })).toMatchObject({ created: 1, batch_id: null })
  expect(fieldsOf(db, 'contacts').map(({ key }) => key)).toEqual(['seniority'])
  const { batch_id } = await hand(file, { mapping })
  expect(await values('Mia Koch')).toEqual({ seniority: 'Analyst', hobby: 'Sailing' })
  expect(await hand(file)).toMatchObject({ unchanged: 1 })

  await asMarcus('POST', '/api/fundraising/undo', { batch_id })
  expect(fieldsOf(db, 'contacts').map(({ key }) => key)).toEqual(['seniority'])
})

test('a column of contacts can say which contact a row means', async () => {
  const { hand } = await openPeople()
  await hand('Name,Badge\nMia Koch,b-1\nMia Koch,b-2\n', { mapping: { Badge: 'new:text' }, key: 'Badge' })

  const { changes } = await hand('Name,Badge\nMia Berg,b-2\n', { key: 'Badge' })
  expect(changes).toMatchObject([{ field: 'name', before: 'Mia Koch', after: 'Mia Berg' }])
})

test('what is no column of contacts is refused with those there are', async () => {
  const { hand } = await openPeople()

  expect((await hand('Name,Hobby\nMia Koch,Sailing\n', { mapping: { Hobby: 'city' } })).detail).toContain('seniority')
})
