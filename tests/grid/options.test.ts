import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

async function openMoods() {
  const { asInes, ...world } = await openApp()
  const choices = [{ name: 'Warm' }, { name: 'Cold' }]
  await asInes('POST', '/api/fundraising/fields', { label: 'Mood', type: 'single_select', options: { choices } })
  await asInes('POST', '/api/fundraising/fields', { label: 'Themes', type: 'multi_select', options: { choices } })
  const write = (values: object) => asInes('PATCH', `/api/fundraising/rows/${world.harbor.id}`, { values })
  return { ...world, asInes, write }
}

test.each([
  ['list', 'Follow-up', 'follow_up'],
  ['list', 'FOLLOW_UP', 'follow_up'],
  ['list', 'graveyard', 'graveyard'],
  ['type', 'fund OF funds', 'Fund of funds'],
  ['mood', 'wARM', 'Warm'],
  ['themes', ['warm', 'COLD', 'Warm'], ['Warm', 'Cold']],
])('%s takes %j and keeps the spelling of the option', async (key, given, kept) => {
  const { write } = await openMoods()

  const reply = await write({ [key]: given })

  expect(reply.statusCode).toBe(200)
  expect(reply.json().values[key]).toEqual(kept)
})

test('what is no option is refused with the options as people see them', async () => {
  const { write } = await openMoods()

  const reply = await write({ list: 'Attic' })

  expect(reply.statusCode).toBe(422)
  expect(reply.json().fields.list).toBe(
    '“Attic” is not an option of “List”. There are “Main” (main), “Follow-up” (follow_up), “Longshot” (longshot) and “Graveyard” (graveyard).',
  )
})

test('of many options the first eight are named', async () => {
  const { write } = await openMoods()

  const reply = await write({ type: 'Monastery' })

  expect(reply.json().fields.type).toMatch(/“Corporate” and 1 more\.$/)
})

test.each([
  { field: 'list', op: 'is', value: 'Follow-up' },
  { field: 'list', op: 'any_of', value: ['FOLLOW-UP', 'graveyard'] },
])('a filter of %j finds the rows of that list', async (filter) => {
  const { asInes, alder } = await openMoods()

  const reply = await asInes('POST', '/api/fundraising/rows/query', { filter, fields: ['list'], limit: 10, offset: 0 })

  expect(reply.json().rows.map(([id]: [string]) => id)).toEqual([alder.id])
})

test('an import takes an option whatever its letter case, and makes no second one of it', async () => {
  const { asInes, harbor } = await openMoods()
  const data = 'Name,Type,List\nHarbor Family Office,family office,Follow-up\n'

  await asInes('POST', '/api/import/csv', { data, entity_type: 'investors' })

  const row = (await asInes('GET', `/api/fundraising/rows/${harbor.id}`)).json()
  const type = (await asInes('GET', '/api/fundraising/fields/type')).json()
  expect(row.values).toMatchObject({ type: 'Family office', list: 'follow_up' })
  expect(type.options.choices.map(({ name }: { name: string }) => name)).not.toContain('family office')
})

test('an option that was renamed by letter case alone does not come back by undo', async () => {
  const { asInes, harbor, write } = await openMoods()
  const first = (await write({ mood: 'Warm' })).json()
  const cleared = (await write({ mood: null })).json()
  const options = { choices: [{ name: 'WARM', was: 'Warm' }, { name: 'Cold' }] }
  expect((await asInes('PATCH', '/api/fundraising/fields/mood', { options })).statusCode).toBe(200)

  const undone = await asInes('POST', '/api/fundraising/undo', { batch_id: cleared.batch_id })

  expect(first.values.mood).toBe('Warm')
  expect(undone.json().skipped).toHaveLength(1)
  expect((await asInes('GET', `/api/fundraising/rows/${harbor.id}`)).json().values.mood).toBeNull()
})
