import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

const rows = '/api/fundraising/rows'

test('a list is data, total, limit and offset, and filters come as JSON', async () => {
  const { asVera } = await openApp()
  const filter = encodeURIComponent(JSON.stringify({ field: 'city', op: 'is', value: 'BOSTON' }))

  const reply = await asVera('GET', `${rows}?filter=${filter}&limit=10`)

  expect(reply.statusCode).toBe(200)
  expect(reply.headers['content-type']).toContain('application/json')
  expect(reply.json()).toMatchObject({ total: 1, limit: 10, offset: 0, data: [{ values: { city: 'Boston' } }] })
})

test('rows sort by several keys, search and page', async () => {
  const { asVera } = await openApp()
  const names = async (query: string) => {
    const { data } = (await asVera('GET', `${rows}?${query}`)).json()
    return (data as { values: { name: string } }[]).map((row) => row.values.name)
  }

  expect(await names('sort=-name')).toEqual(['Quill Endowment', 'Harbor Family Office', 'Alder Pension'])
  expect(await names('sort=city,-name')).toEqual(['Harbor Family Office', 'Quill Endowment', 'Alder Pension'])
  expect(await names('search=maya')).toEqual(['Harbor Family Office'])
  expect(await names('limit=1&offset=1')).toEqual(['Harbor Family Office'])
  expect(await names('limit=0')).toEqual([])
})

test.each([
  ['limit=-1', 'limit'],
  ['limit=ten', 'limit'],
  ['limit=1.5', 'limit'],
  ['limit=', 'limit'],
  ['offset=-5', 'offset'],
  ['offset=1&offset=2', 'offset'],
  ['sort=shoe_size', 'sort'],
  ['filter=%7Bnot', 'filter'],
  [`filter=${encodeURIComponent('{"field":"shoe_size","op":"is","value":"x"}')}`, 'filter.field'],
  [`filter=${encodeURIComponent('{"field":"name","op":">","value":1}')}`, 'filter.op'],
  [`filter=${encodeURIComponent('{"field":"next_step_at","op":"is","value":"2026-13-01"}')}`, 'filter.value'],
  ['colour=red', 'colour'],
])('%s is refused with a sentence for %s', async (query, field) => {
  const { asVera } = await openApp()

  const reply = await asVera('GET', `${rows}?${query}`)

  expect(reply.statusCode).toBe(422)
  expect(reply.json()).toMatchObject({
    code: 'invalid',
    detail: expect.any(String),
    fields: { [field]: expect.any(String) },
  })
})

test('an added row is answered whole, with its id and its batch', async () => {
  const { asMarcus, marcus, fundI } = await openApp()

  const reply = await asMarcus('POST', rows, {
    values: { name: '=Acme "Fund" <b>', tags: ['Warm'], fund_i_signed: 500, notes: ' kept as it is\n' },
  })

  expect(reply.statusCode).toBe(201)
  expect(reply.json()).toMatchObject({
    id: expect.any(String),
    version: expect.any(Number),
    updated_by: marcus.id,
    batch_id: expect.any(String),
    values: {
      name: '=Acme "Fund" <b>',
      list: 'main',
      tags: ['Warm'],
      fund_i_signed: 500,
      total_committed: 500,
      notes: ' kept as it is\n',
      city: null,
    },
  })
  expect(fundI.name).toBe('Fund I')
})

test.each<[string, object, string]>([
  ['no name', { values: {} }, 'name'],
  ['a blank name', { values: { name: '  ' } }, 'name'],
  ['an unknown column', { values: { name: 'A', shoe_size: 4 } }, 'shoe_size'],
  ['a worked-out column', { values: { name: 'A', total_committed: 4 } }, 'total_committed'],
  ['a text for money', { values: { name: 'A', fund_i_signed: '5' } }, 'fund_i_signed'],
  ['half a cent', { values: { name: 'A', fund_i_signed: 0.5 } }, 'fund_i_signed'],
  ['an option there is not', { values: { name: 'A', type: 'Alien' } }, 'type'],
  ['a day that is none', { values: { name: 'A', next_step_at: '2026-02-30' } }, 'next_step_at'],
  ['a stranger as owner', { values: { name: 'A', owner: 'nobody' } }, 'owner'],
  ['a NUL', { values: { name: 'A', notes: 'a\0b' } }, 'values.notes'],
  ['an unknown key', { values: { name: 'A' }, colour: 'red' }, 'colour'],
  ['no values', {}, 'values'],
])('a row with %s is refused, and nothing is written', async (_what, body, field) => {
  const { asMarcus, db } = await openApp()
  const before = db.$client.prepare('SELECT count(*) FROM changes').pluck().get()

  const reply = await asMarcus('POST', rows, body)

  expect(reply.statusCode).toBe(422)
  expect(reply.json().fields).toHaveProperty([field])
  expect(db.$client.prepare('SELECT count(*) FROM changes').pluck().get()).toBe(before)
})

test('broken JSON is malformed, not wrong', async () => {
  const { app, tokens } = await openApp()

  const reply = await app.inject({
    method: 'POST',
    url: rows,
    headers: { authorization: `Bearer ${tokens.marcus}`, 'content-type': 'application/json' },
    payload: '{"values": {',
  })

  expect(reply.statusCode).toBe(400)
  expect(reply.json()).toMatchObject({ code: 'bad_request', detail: expect.any(String) })
})

test('a body larger than a request may carry is refused', async () => {
  const { asMarcus } = await openApp()

  const reply = await asMarcus('POST', rows, { values: { name: 'A', notes: 'x'.repeat(3 * 1024 * 1024) } })

  expect([reply.statusCode, reply.json().code]).toEqual([413, 'too_large'])
})

test('a cell edited on top of an old version of it is a conflict', async () => {
  const { asInes, asMarcus, harbor, marcus } = await openApp()
  const url = `${rows}/${harbor.id}`
  const { version } = (await asInes('GET', url)).json()
  const edited = (await asMarcus('PATCH', url, { values: { city: 'Lisbon' }, expected_version: version })).json()

  const clash = await asInes('PATCH', url, { values: { city: 'Porto', phone: '1' }, expected_version: version })
  const other = await asInes('PATCH', url, { values: { phone: '2' }, expected_version: version })

  expect(edited).toMatchObject({ values: { city: 'Lisbon' }, updated_by: marcus.id })
  expect(edited.version).toBeGreaterThan(version)
  expect(clash.statusCode).toBe(409)
  expect(clash.json()).toMatchObject({
    code: 'conflict',
    version: edited.version,
    updated_at: edited.updated_at,
    updated_by: marcus.id,
    conflicts: [{ field: 'city', yours: 'Porto', current: 'Lisbon', by: 'Marcus Lindqvist', at: expect.any(String) }],
  })
  expect(other.json().values).toMatchObject({ city: 'Lisbon', phone: '2' })
})

test('many rows are edited as one act, or not at all', async () => {
  const { asMarcus, asInes, harbor, alder } = await openApp()
  const edits = [
    { id: harbor.id, values: { city: 'Lisbon' } },
    { id: alder.id, values: { city: 'Porto' } },
  ]

  const refused = await asMarcus('PATCH', rows, { edits: [...edits, { id: 'nobody', values: { city: 'x' } }] })
  const untouched = (await asInes('GET', `${rows}/${harbor.id}`)).json()
  const done = (await asMarcus('PATCH', rows, { edits })).json()
  await asMarcus('POST', '/api/fundraising/undo', { batch_id: done.batch_id })
  const undone = (await asInes('GET', `${rows}/${alder.id}`)).json()

  expect(refused.statusCode).toBe(404)
  expect(untouched.values.city).toBe('Boston')
  expect(done.data.map((row: { values: object }) => row.values)).toMatchObject([{ city: 'Lisbon' }, { city: 'Porto' }])
  expect(undone.values.city).toBeNull()
})

test('an archived row is gone everywhere until it is restored', async () => {
  const { asMarcus, harbor } = await openApp()
  const url = `${rows}/${harbor.id}`

  const gone = await asMarcus('DELETE', url)
  const after = await Promise.all([
    asMarcus('GET', url),
    asMarcus('PATCH', url, { values: { city: 'x' } }),
    asMarcus('DELETE', url),
    asMarcus('GET', `${url}/history`),
    asMarcus('GET', `/api/organizations/${harbor.id}`),
  ])
  const back = await asMarcus('POST', `${url}/restore`)

  expect(gone.json()).toMatchObject({ id: harbor.id, archived: true, batch_id: expect.any(String) })
  expect(after.map((reply) => reply.statusCode)).toEqual([404, 404, 404, 404, 404])
  expect(after[0]?.json()).toMatchObject({ code: 'not_found', detail: expect.any(String) })
  expect(back.statusCode).toBe(200)
  expect(back.json()).toMatchObject({
    id: harbor.id,
    values: { name: 'Harbor Family Office', contacts: [expect.any(String)] },
  })
})

test('restoring what never was is not found', async () => {
  const { asMarcus } = await openApp()

  expect((await asMarcus('POST', `${rows}/nobody/restore`)).statusCode).toBe(404)
})

test('the history of a row is its changes, newest first', async () => {
  const { asMarcus, marcus, harbor } = await openApp()
  const { batch_id } = (await asMarcus('PATCH', `${rows}/${harbor.id}`, { values: { city: 'Lisbon' } })).json()

  const { data, total } = (await asMarcus('GET', `${rows}/${harbor.id}/history?limit=1`)).json()

  expect(total).toBeGreaterThan(1)
  expect(data).toEqual([
    expect.objectContaining({
      id: expect.any(String),
      at: expect.any(String),
      actor: { id: marcus.id, name: 'Marcus Lindqvist' },
      surface: 'api',
      field: 'city',
      before: 'Boston',
      after: 'Lisbon',
      batch_id,
    }),
  ])
})

test('the same request with the same key is carried out once', async () => {
  const { asMarcus } = await openApp()
  const add = () => asMarcus('POST', rows, { values: { name: 'Once' } }, { 'idempotency-key': 'k-1' })

  const [first, second] = [await add(), await add()]
  const other = await asMarcus('POST', rows, { values: { name: 'Twice' } }, { 'idempotency-key': 'k-1' })
  const found = (await asMarcus('GET', `${rows}?search=once`)).json()

  expect(second.statusCode).toBe(201)
  expect(second.json()).toEqual(first.json())
  expect(second.headers['idempotent-replay']).toBe('true')
  expect(found.total).toBe(1)
  expect(other.statusCode).toBe(422)
})

test('an edit that changes nothing has no batch', async () => {
  const { asMarcus, harbor } = await openApp()

  const reply = await asMarcus('PATCH', `${rows}/${harbor.id}`, { values: { city: 'Boston' } })

  expect(reply.json().batch_id).toBeNull()
})

test('a row tells the newest change about the investor, its column Changed that of its own cells', async () => {
  const { asMarcus, clock, harbor, marcus } = await openApp()
  const before = (await asMarcus('GET', `${rows}/${harbor.id}`)).json()
  clock.advance(60_000)
  await asMarcus('PATCH', `${rows}/${harbor.id}`, { values: { tags: ['Warm'] } })

  const row = (await asMarcus('GET', `${rows}/${harbor.id}`)).json()

  expect([row.updated_at > before.updated_at, row.updated_by]).toEqual([true, marcus.id])
  expect(row.values.updated_at).toBe(before.values.updated_at)
  expect(row.values.updated_by).not.toBe(marcus.id)
})

test('a second investor of a name is added, and whoever adds it is told of the first', async () => {
  const { asMarcus, harbor } = await openApp()
  const add = (name: string) => asMarcus('POST', rows, { values: { name } })

  const [same, other] = [await add('HARBOR  family office'), await add('Harbor Partners')]

  expect([same.statusCode, other.statusCode]).toEqual([201, 201])
  expect(same.json().warnings).toEqual([
    `There is already an investor of this name: Harbor Family Office (${harbor.id}).`,
  ])
  expect(other.json().warnings).toEqual([])
})
