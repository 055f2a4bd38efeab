import { expect, test } from 'vitest'
import { inArray } from '../../server/db/drizzle.ts'
import { changes } from '../../server/db/live.ts'
import { describer } from '../../server/history/describe.ts'
import { openApp } from '../support/world.ts'

const path = '/api/fundraising/views'
const pensions = { filter: { field: 'type', op: 'is', value: 'Pension' }, sort: [{ key: 'name' }] }
const family = { filter: { field: 'type', op: 'is', value: 'Family office' } }

async function openViews() {
  const world = await openApp()
  const add = async (as: typeof world.asInes, name: string, shared: boolean) =>
    (await as('POST', path, { name, definition: pensions, shared })).json()
  return { ...world, add }
}

test('a shared view is everybody’s, a personal one only its owner’s', async () => {
  const { asInes, asMarcus, asVera, add, marcus } = await openViews()
  const shared = await add(asMarcus, 'Pensions', true)
  const personal = await add(asMarcus, 'My pensions', false)
  const names = async (as: typeof asInes) =>
    (await as('GET', path)).json().data.map((view: { name: string }) => view.name)

  expect([shared.owner_id, personal.owner_id]).toEqual([null, marcus.id])
  expect(await names(asMarcus)).toEqual(expect.arrayContaining(['Pensions', 'My pensions']))
  expect(await names(asVera)).toContain('Pensions')
  expect(await names(asInes)).not.toContain('My pensions')
  expect((await asInes('GET', `${path}/${personal.id}`)).statusCode).toBe(404)
  expect((await asInes('PATCH', `${path}/${personal.id}`, { name: 'Mine' })).statusCode).toBe(404)
  expect((await asInes('PUT', `${path}/${personal.id}/drift`, { definition: {} })).statusCode).toBe(404)
  expect((await asInes('DELETE', `${path}/${personal.id}`)).statusCode).toBe(404)
})

test('nobody else reads in the history what a personal view is called or shows', async () => {
  const { asInes, asMarcus, add } = await openViews()
  await add(asMarcus, 'Secret plan', false)

  for (const url of ['/api/activity', '/api/audit-log']) {
    expect((await asInes('GET', `${url}?limit=20`)).body, url).not.toContain('Secret plan')
  }
  expect((await asMarcus('GET', '/api/activity?limit=20')).body).toContain('Secret plan')
})

test('a drift is one’s own, also a viewer’s, and leaves the view as it is', async () => {
  const { asMarcus, asVera, add } = await openViews()
  const { id, version } = await add(asMarcus, 'Pensions', true)

  const drifted = await asVera('PUT', `${path}/${id}/drift`, { definition: family })

  expect(drifted.statusCode).toBe(200)
  expect(drifted.json()).toMatchObject({ version, definition: pensions, drift: family })
  expect((await asMarcus('GET', `${path}/${id}`)).json().drift).toBeNull()
  expect((await asVera('DELETE', `${path}/${id}/drift`)).json().drift).toBeNull()
})

test('saving changes the view for all and ends the saver’s drift alone', async () => {
  const { asInes, asMarcus, asVera, add } = await openViews()
  const { id } = await add(asMarcus, 'Pensions', true)
  await asInes('PUT', `${path}/${id}/drift`, { definition: family })
  await asVera('PUT', `${path}/${id}/drift`, { definition: family })

  const saved = await asInes('PATCH', `${path}/${id}`, { definition: family })

  expect(saved.json()).toMatchObject({ definition: family, drift: null, batch_id: expect.any(String) })
  expect((await asVera('GET', `${path}/${id}`)).json()).toMatchObject({ definition: family, drift: family })
})

test('saving on top of what somebody saved in between is a conflict that shows theirs', async () => {
  const { asInes, asMarcus, add, ines } = await openViews()
  const { id, version } = await add(asMarcus, 'Pensions', true)
  await asInes('PATCH', `${path}/${id}`, { definition: family, expected_version: version })
  const other = { filter: { field: 'city', op: 'empty' } }

  const clash = await asMarcus('PATCH', `${path}/${id}`, { definition: other, expected_version: version })
  const renamed = await asMarcus('PATCH', `${path}/${id}`, { name: 'Pension funds', expected_version: version })

  expect(clash.statusCode).toBe(409)
  expect(clash.json()).toMatchObject({
    code: 'version_conflict',
    version: version + 1,
    updated_by: ines.id,
    definition: family,
    by: 'Ines Okafor',
    at: expect.any(String),
  })
  expect(renamed.statusCode).toBe(200)
})

test('a locked view is not saved over, renamed or archived, but drifted from and copied', async () => {
  const { asInes, asMarcus, add } = await openViews()
  const { id } = await add(asMarcus, 'Pensions', true)
  await asMarcus('PATCH', `${path}/${id}`, { locked: true })
  const refused = await Promise.all([
    asInes('PATCH', `${path}/${id}`, { definition: family }),
    asInes('PATCH', `${path}/${id}`, { name: 'Other' }),
    asMarcus('DELETE', `${path}/${id}`),
  ])

  expect(refused.map((reply) => [reply.statusCode, reply.json().code])).toEqual(Array(3).fill([409, 'locked']))
  expect((await asInes('PUT', `${path}/${id}/drift`, { definition: family })).statusCode).toBe(200)
  expect((await asInes('POST', `${path}/${id}/copy`, { name: 'Copy' })).statusCode).toBe(201)
})

test('whoever made a view, or an admin, unlocks it', async () => {
  const { asInes, asMarcus, add } = await openViews()
  const { id } = await add(asInes, 'Pensions', true)
  await asInes('PATCH', `${path}/${id}`, { locked: true })

  expect((await asMarcus('PATCH', `${path}/${id}`, { locked: false })).statusCode).toBe(403)
  expect((await asInes('PATCH', `${path}/${id}`, { locked: false, definition: family })).json()).toMatchObject({
    locked: false,
    definition: family,
  })
})

test('save as mine copies what one sees and puts the drift back', async () => {
  const { asInes, asMarcus, add, ines } = await openViews()
  const { id } = await add(asMarcus, 'Pensions', true)
  await asInes('PUT', `${path}/${id}/drift`, { definition: family })

  const copy = await asInes('POST', `${path}/${id}/copy`, { name: 'Families' })

  expect(copy.statusCode).toBe(201)
  expect(copy.json()).toMatchObject({ name: 'Families', owner_id: ines.id, definition: family, drift: null })
  expect((await asInes('GET', `${path}/${id}`)).json()).toMatchObject({ definition: pensions, drift: null })
})

test('a personal view can be shared, a shared one stays shared', async () => {
  const { asMarcus, asVera, add } = await openViews()
  const { id } = await add(asMarcus, 'Pensions', false)

  expect((await asMarcus('PATCH', `${path}/${id}`, { shared: true })).json().owner_id).toBeNull()
  expect((await asVera('GET', `${path}/${id}`)).statusCode).toBe(200)
  expect((await asMarcus('PATCH', `${path}/${id}`, { shared: false })).statusCode).toBe(422)
})

test('views are put in order, and archived and brought back by undo', async () => {
  const { asInes, asMarcus, add } = await openViews()
  const { id } = await add(asMarcus, 'Pensions', true)
  const names = async () =>
    (await asInes('GET', path)).json().data.map((view: { name: string }) => view.name) as string[]

  await asMarcus('PATCH', `${path}/${id}`, { position: 0 })
  expect((await names())[0]).toBe('Pensions')

  const { batch_id } = (await asMarcus('DELETE', `${path}/${id}`)).json()
  expect(await names()).not.toContain('Pensions')
  await asMarcus('POST', '/api/fundraising/undo', { batch_id })
  expect(await names()).toContain('Pensions')
})

test('undoing a save puts the definition back', async () => {
  const { asMarcus, add } = await openViews()
  const { id } = await add(asMarcus, 'Pensions', true)
  await asMarcus('PATCH', `${path}/${id}`, { definition: family })

  const undone = await asMarcus('POST', '/api/fundraising/undo', {})

  expect(undone.json()).toMatchObject({ what: 'Undid: Saved the view “Pensions”', skipped: [] })
  expect((await asMarcus('GET', `${path}/${id}`)).json().definition).toMatchObject(pensions)
})

test.each<[object, string]>([
  [{ filter: { field: 'shoe', op: 'empty' } }, 'definition.filter.field'],
  [{ filter: { field: 'name', op: '>', value: 3 } }, 'definition.filter.op'],
  [{ sort: [{ key: 'name' }, { key: 'shoe' }] }, 'definition.sort.1.key'],
  [{ group: [{ key: 'shoe' }] }, 'definition.group.0.key'],
  [{ columns: [{ key: 'shoe' }] }, 'definition.columns.0.key'],
  [{ colors: [{ filter: { field: 'shoe', op: 'empty' }, color: 'red' }] }, 'definition.colors.0.filter.field'],
  [{ figures: { shoe: 'filled' } }, 'definition.figures.shoe'],
  [{ figures: { city: 'sum' } }, 'definition.figures.city'],
  [{ filter: [] }, 'definition.filter'],
  [{ row_height: 'huge' }, 'definition.row_height'],
  [{ colour: 'red' }, 'definition.colour'],
])('a definition that is wrong (case %#) is refused where it is wrong', async (definition, place) => {
  const { asMarcus } = await openViews()

  const replies = [
    await asMarcus('POST', path, { name: 'Wrong', definition }),
    await asMarcus('PATCH', `${path}/${(await asMarcus('GET', path)).json().data[0]?.id ?? 'none'}`, { definition }),
  ]

  expect(replies[0]?.statusCode).toBe(422)
  expect(replies[0]?.json().fields).toHaveProperty([place])
  expect(replies[1]?.statusCode).not.toBe(200)
})

test('a view whose column is gone shows the rest and says so', async () => {
  const { asInes, asMarcus, asVera } = await openViews()
  const field = (await asInes('POST', '/api/fundraising/fields', { label: 'Vintage', type: 'number' })).json()
  const newer = { field: field.key, op: '>', value: 2000 }
  const definition = {
    filter: { op: 'and', conditions: [pensions.filter, { op: 'or', conditions: [newer] }] },
    sort: [{ key: field.key, descending: true }, { key: 'name' }],
    colors: [{ filter: newer, color: 'teal' }],
    columns: [{ key: field.key }, { key: 'city' }],
    figures: { [field.key]: 'sum' },
  }
  const { id } = (await asMarcus('POST', path, { name: 'Vintages', definition, shared: true })).json()

  const { batch_id } = (await asInes('DELETE', `/api/fundraising/fields/${field.id}?confirm=true`)).json()
  const without = await asVera('GET', `${path}/${id}`)
  await asInes('POST', '/api/fundraising/undo', { batch_id })
  const whole = await asVera('GET', `${path}/${id}`)

  expect(without.json()).toMatchObject({
    missing: [field.key],
    definition: {
      filter: { op: 'and', conditions: [pensions.filter] },
      sort: [{ key: 'name' }],
      colors: [],
      columns: [{ key: 'city' }],
      figures: {},
    },
  })
  expect(whole.json()).toMatchObject({ missing: [], definition })
})

test('viewers save nothing', async () => {
  const { asVera, asMarcus, add } = await openViews()
  const { id } = await add(asMarcus, 'Pensions', true)

  const replies = await Promise.all([
    asVera('POST', path, { name: 'Hers', definition: {} }),
    asVera('PATCH', `${path}/${id}`, { definition: family }),
    asVera('DELETE', `${path}/${id}`),
    asVera('POST', `${path}/${id}/copy`, { name: 'Hers' }),
  ])

  expect(replies.map((reply) => reply.statusCode)).toEqual([403, 403, 403, 403])
})

test('the history tells in words what was done to a view, and of a personal one to others only that', async () => {
  const { db, asMarcus, add, ines, marcus } = await openViews()
  const shared = await add(asMarcus, 'Pensions', true)
  const personal = await add(asMarcus, 'Secret plan', false)
  await asMarcus('PATCH', `${path}/${shared.id}`, { name: 'Pension funds', definition: family })
  await asMarcus('PATCH', `${path}/${shared.id}`, { locked: true })
  await asMarcus('PATCH', `${path}/${personal.id}`, { name: 'Secret' })
  await asMarcus('DELETE', `${path}/${personal.id}`)

  const told = (readerId: string) => {
    const describe = describer(db, 'UTC', readerId)
    const rows = db
      .select()
      .from(changes)
      .where(inArray(changes.entityId, [shared.id, personal.id]))
      .all()
    return rows.map((change) => describe(change)?.what)
  }

  expect(told(ines.id)).toEqual([
    'added the view Pensions',
    'added a personal view',
    'renamed a view',
    'changed the view Pension funds',
    'locked the view Pension funds',
    'changed a personal view',
    'archived a personal view',
  ])
  expect(told(marcus.id)).toEqual(expect.arrayContaining(['added the view Secret plan', 'archived the view Secret']))
})
