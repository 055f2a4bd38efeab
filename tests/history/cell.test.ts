import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

async function open() {
  const app = await openApp()
  const edit = (values: object) => app.asMarcus('PATCH', `/api/fundraising/rows/${app.harbor.id}`, { values })
  const historyOf = async (field: string) =>
    (await app.asVera('GET', `/api/fundraising/rows/${app.harbor.id}/history?field=${field}`)).json()
  return { ...app, edit, historyOf }
}

test('a cell tells who changed it from what to what, down to how it began', async () => {
  const { edit, historyOf, marcus } = await open()
  await edit({ city: 'Lisbon', country: 'Portugal' })
  await edit({ city: null })

  const { data, total } = await historyOf('city')

  expect(total).toBe(3)
  expect(data).toMatchObject([
    { actor: { id: marcus.id }, surface: 'api', field: 'city', before: 'Lisbon', after: null },
    { field: 'city', before: 'Boston', after: 'Lisbon' },
    { field: 'city', before: null, after: 'Boston' },
  ])
})

test('what an investor was added with is where the cell began', async () => {
  const { historyOf } = await open()

  expect((await historyOf('name')).data).toMatchObject([
    { action: 'create', field: 'name', before: null, after: 'Harbor Family Office' },
  ])
})

test('a cell that was blank from the start has nothing to tell', async () => {
  const { historyOf } = await open()

  expect(await historyOf('website')).toMatchObject({ data: [], total: 0 })
})

test('tags, people and money tell of the records behind the cell', async () => {
  const { edit, historyOf } = await open()
  await edit({ tags: ['Warm'], fund_ii_signed: 500, fund_i_signed: 100 })
  await edit({ fund_ii_signed: 800, contacts: [] })

  const entities = async (field: string) =>
    (await historyOf(field)).data.map(({ entity, after }: { entity: string; after: { amount?: number } | null }) =>
      after?.amount === undefined ? entity : `${entity} ${after.amount}`,
    )
  expect(await entities('tags')).toEqual(['investor_tags'])
  expect(await entities('contacts')).toEqual(['contact_roles', 'contact_roles'])
  expect(await entities('fund_ii_signed')).toEqual(['commitment_entries 300', 'commitment_entries 500'])
  expect(await entities('total_committed')).toHaveLength(3)
})

test('a formula tells of what it is made of, also by way of another', async () => {
  const { asInes, edit, historyOf } = await open()
  const formula = (label: string, text: string) =>
    asInes('POST', '/api/fundraising/fields', { label, type: 'formula', formula: text })
  await formula('Place', '{City} & ", " & {Country}')
  await formula('Card', '{Name} & " of " & {Place}')
  await edit({ city: 'Lisbon' })
  await edit({ country: 'Portugal', phone: '1' })

  const { data } = await historyOf('card')

  expect(data.map(({ field, action }: { field: string; action: string }) => [action, field])).toEqual([
    ['update', 'country'],
    ['update', 'city'],
    ['create', null],
  ])
})

test('a column there is not is a mistake', async () => {
  const { asVera, harbor } = await open()

  const reply = await asVera('GET', `/api/fundraising/rows/${harbor.id}/history?field=nowhere`)

  expect(reply.statusCode).toBe(422)
})
