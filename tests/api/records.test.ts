import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

const call = { type: 'call', summary: 'Asked about Fund II', occurred_at: '2026-11-10T09:30:00+01:00' }

test('a fund brings its columns, and a new name goes to them', async () => {
  const { asInes, asMarcus } = await openApp()
  const made = await asInes('POST', '/api/funds', { name: 'Fund III', currency: 'EUR', target: 5_000_000_00 })
  const { id } = made.json()

  const renamed = await asInes('PATCH', `/api/funds/${id}`, { name: 'Growth III', hard_cap: 600 })
  const fields = (await asMarcus('GET', '/api/fundraising/fields')).json().data as { key: string; label: string }[]
  const taken = await asInes('POST', '/api/funds', { name: 'fund i' })

  expect(made.json()).toMatchObject({ id: expect.any(String), name: 'Fund III', currency: 'EUR', target: 5_000_000_00 })
  expect(renamed.json()).toMatchObject({ name: 'Growth III', target: 5_000_000_00, hard_cap: 600 })
  expect(fields).toContainEqual(expect.objectContaining({ key: 'fund_iii_soft', label: 'Growth III soft' }))
  expect(taken.statusCode).toBe(422)
})

test('commitments are entries of a ledger whose sum is the cell', async () => {
  const { asMarcus, harbor, fundI } = await openApp()
  const entry = { investor_id: harbor.id, fund_id: fundI.id, measure: 'signed' }
  await asMarcus('POST', '/api/commitments', { ...entry, amount: 500, date: '2026-01-31' })
  const reduced = await asMarcus('POST', '/api/commitments', { ...entry, amount: -200, kind: 'reduced', note: 'Cut' })
  const cell = async () => (await asMarcus('GET', `/api/fundraising/rows/${harbor.id}`)).json().values.fund_i_signed
  const [sum, list] = [await cell(), (await asMarcus('GET', `/api/commitments?investor_id=${harbor.id}`)).json()]

  const removed = await asMarcus('DELETE', `/api/commitments/${reduced.json().id}`)

  expect(reduced.json()).toMatchObject({ amount: -200, kind: 'reduced', currency: 'USD', date: '2026-11-16' })
  expect(sum).toBe(300)
  expect(list).toMatchObject({ total: 2, data: [{ date: '2026-01-31', amount: 500 }, { amount: -200 }] })
  expect(removed.json()).toMatchObject({ archived: true, batch_id: expect.any(String) })
  expect(await cell()).toBe(500)
})

test('a commitment cell is a total, which is never less than nothing', async () => {
  const { asMarcus, harbor } = await openApp()

  const reply = await asMarcus('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { fund_i_signed: -200 } })

  expect(reply.statusCode).toBe(422)
  expect(reply.json().fields.fund_i_signed).toBe(
    'A commitment cannot be less than nothing. To reduce one, give the new total.',
  )
})

test('editing a commitment cell writes an adjusting entry', async () => {
  const { asMarcus, harbor } = await openApp()
  const set = (fund_i_signed: number | null) =>
    asMarcus('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { fund_i_signed } })
  await set(500)
  await set(350)
  await set(null)

  const { data } = (await asMarcus('GET', `/api/commitments?investor_id=${harbor.id}`)).json()

  expect(data).toMatchObject([
    { kind: 'entry', amount: 500 },
    { kind: 'adjustment', amount: -150 },
    { kind: 'adjustment', amount: -350 },
  ])
})

test.each<[object, number, string | null]>([
  [{ amount: 0 }, 422, 'amount'],
  [{ amount: 1.5 }, 422, 'amount'],
  [{ measure: 'promised' }, 422, 'measure'],
  [{ date: '2026-02-30' }, 422, 'date'],
  [{ colour: 'red' }, 422, 'colour'],
  [{ investor_id: 'nobody' }, 404, null],
  [{ fund_id: 'nothing' }, 404, null],
])('a commitment with %j answers %i', async (wrong, status, field) => {
  const { asMarcus, harbor, fundI } = await openApp()
  const entry = { investor_id: harbor.id, fund_id: fundI.id, measure: 'signed', amount: 5 }

  const reply = await asMarcus('POST', '/api/commitments', { ...entry, ...wrong })

  expect(reply.statusCode).toBe(status)
  if (field) expect(reply.json().fields).toHaveProperty([field])
})

test('a contact has several addresses and belongs to several investors', async () => {
  const { asMarcus, harbor, alder } = await openApp()
  const made = await asMarcus('POST', '/api/contacts', {
    name: 'Tomas Rivera',
    emails: ['tomas@rivera.example', 'T.Rivera@alder.example'],
    investor_ids: [harbor.id, alder.id],
    title: 'Adviser',
    role: 'Gatekeeper',
  })
  const url = `/api/contacts/${made.json().id}`

  const edited = await asMarcus('PATCH', url, { emails: ['tomas@rivera.example'], investor_ids: [alder.id] })

  expect(made.statusCode).toBe(201)
  expect(made.json()).toMatchObject({
    name: 'Tomas Rivera',
    emails: ['tomas@rivera.example', 'T.Rivera@alder.example'],
    investor_ids: [harbor.id, alder.id],
    investors: [{ name: 'Harbor Family Office', role: 'Gatekeeper' }, { name: 'Alder Pension' }],
  })
  expect(edited.json()).toMatchObject({ emails: ['tomas@rivera.example'], investor_ids: [alder.id], title: 'Adviser' })
  expect((await asMarcus('DELETE', url)).statusCode).toBe(200)
  expect((await asMarcus('GET', url)).statusCode).toBe(404)
})

test.each([
  ['maya', 1],
  ['CHEN cio', 1],
  ['harborfo.example', 1],
  ['nobody', 0],
  ['%', 0],
])('contacts are searched for “%s”', async (search, total) => {
  const { asVera } = await openApp()

  expect((await asVera('GET', `/api/contacts?search=${encodeURIComponent(search)}`)).json().total).toBe(total)
})

test('contacts are listed by investor, and sorted', async () => {
  const { asMarcus, harbor, alder } = await openApp()
  await asMarcus('POST', '/api/contacts', { name: 'Aaron Abel', investor_ids: [harbor.id] })
  const names = async (query: string) =>
    (await asMarcus('GET', `/api/contacts?${query}`)).json().data.map((contact: { name: string }) => contact.name)

  expect(await names(`investor_id=${harbor.id}`)).toEqual(['Aaron Abel', 'Maya Chen'])
  expect(await names(`investor_id=${alder.id}`)).toEqual([])
  expect(await names('sort=-name')).toEqual(['Maya Chen', 'Aaron Abel'])
  expect((await asMarcus('GET', '/api/contacts?sort=notes')).statusCode).toBe(422)
})

test.each<[object, number, string | null]>([
  [{}, 422, 'name'],
  [{ name: 'A', emails: ['not an address'] }, 422, 'emails'],
  [{ name: 'A', emails: 'a@b.example' }, 422, 'emails'],
  [{ name: 'A', investor_ids: ['nobody'] }, 404, null],
  [{ name: 'A\0' }, 422, 'name'],
])('a contact of %j answers %i', async (body, status, field) => {
  const { asMarcus } = await openApp()

  const reply = await asMarcus('POST', '/api/contacts', body)

  expect(reply.statusCode).toBe(status)
  if (field) expect(reply.json().fields).toHaveProperty([field])
})

test('contacts are exported as a file that a spreadsheet does not run', async () => {
  const { asMarcus } = await openApp()
  await asMarcus('POST', '/api/contacts', { name: '=cmd|calc' })

  const reply = await asMarcus('GET', '/api/export/contacts')

  expect(reply.headers['content-disposition']).toMatch(/^attachment/)
  expect(reply.body).toContain(`\n'=cmd|calc,`)
  expect(reply.body).toContain('Maya Chen,maya.chen@harborfo.example,CIO')
})

test('organisations are the investors', async () => {
  const { asVera, harbor, maya } = await openApp()

  const { data, total } = (await asVera('GET', '/api/organizations?search=harbor')).json()

  expect(total).toBe(1)
  expect(data[0]).toMatchObject({ id: harbor.id, name: 'Harbor Family Office', contact_ids: [maya.id], tags: [] })
  expect((await asVera('GET', `/api/organizations/${harbor.id}`)).json()).toEqual(data[0])
})

test('an opportunity is flagged once per fund, moved with reasons, and shows in the grid', async () => {
  const { asMarcus, harbor, fundII, marcus } = await openApp()
  const flag = { investor_id: harbor.id, fund_id: fundII.id, stage: 'meeting', expected_amount: 500, owner: marcus.id }
  const made = await asMarcus('POST', '/api/opportunities', flag)
  const url = `/api/opportunities/${made.json().id}`

  const twice = await asMarcus('POST', '/api/opportunities', flag)
  const edited = await asMarcus('PATCH', url, { probability: 0.4, next_step: 'Send the deck' })
  const forward = await asMarcus('PATCH', `${url}/stage`, { stage: 'due_diligence' })
  const silentlyBack = await asMarcus('PATCH', `${url}/stage`, { stage: 'lead' })
  const lost = await asMarcus('PATCH', `${url}/stage`, { stage: 'lost', reason: 'Too early' })

  expect(made.json()).toMatchObject({ investor: { name: 'Harbor Family Office' }, stage: 'meeting', currency: 'USD' })
  expect([twice.statusCode, twice.json().code, twice.json().opportunity_id]).toEqual([409, 'conflict', made.json().id])
  expect(edited.json()).toMatchObject({ probability: 0.4, next_step: 'Send the deck', expected_amount: 500 })
  expect(forward.json().stage).toBe('due_diligence')
  expect([silentlyBack.statusCode, Object.keys(silentlyBack.json().fields)]).toEqual([422, ['reason']])
  expect(lost.json()).toMatchObject({ stage: 'lost', stage_reason: 'Too early' })
})

test.each<[object, number, string | null]>([
  [{ stage: 'dreaming' }, 422, 'stage'],
  [{ expected_amount: -1 }, 422, 'expected_amount'],
  [{ probability: 1.2 }, 422, 'probability'],
  [{ owner: 'nobody' }, 422, 'owner'],
  [{ investor_id: 'nobody' }, 404, null],
])('an opportunity with %j answers %i', async (wrong, status, field) => {
  const { asMarcus, harbor, fundII } = await openApp()

  const reply = await asMarcus('POST', '/api/opportunities', { investor_id: harbor.id, fund_id: fundII.id, ...wrong })

  expect(reply.statusCode).toBe(status)
  if (field) expect(reply.json().fields).toHaveProperty([field])
})

test('opportunities are listed by fund, stage and owner', async () => {
  const { asMarcus, harbor, alder, fundI, fundII } = await openApp()
  await asMarcus('POST', '/api/opportunities', { investor_id: harbor.id, fund_id: fundII.id, stage: 'meeting' })
  await asMarcus('POST', '/api/opportunities', { investor_id: alder.id, fund_id: fundI.id })
  const total = async (query: string) => (await asMarcus('GET', `/api/opportunities?${query}`)).json().total

  expect(await total('')).toBe(2)
  expect(await total(`fund_id=${fundII.id}`)).toBe(1)
  expect(await total('stage=lead')).toBe(1)
  expect(await total(`investor_id=${harbor.id}&stage=lead`)).toBe(0)
})

test('a communication is logged in UTC, with whom it was', async () => {
  const { asMarcus, marcus, harbor, maya } = await openApp()
  const made = await asMarcus('POST', '/api/communications', {
    investor_id: harbor.id,
    ...call,
    contact_ids: [maya.id],
    body: '<b>as it is</b>',
  })

  const row = (await asMarcus('GET', `/api/fundraising/rows/${harbor.id}`)).json()
  const list = (await asMarcus('GET', `/api/communications?investor_id=${harbor.id}`)).json()

  expect(made.statusCode).toBe(201)
  expect(made.json()).toMatchObject({
    type: 'call',
    subject: null,
    summary: 'Asked about Fund II',
    occurred_at: '2026-11-10T08:30:00.000Z',
    body_text: '<b>as it is</b>',
    mailboxes: [],
    user_id: marcus.id,
    investor_ids: [harbor.id],
    contact_ids: [maya.id],
    privacy: 'full',
  })
  expect(list).toMatchObject({ total: 1, data: [{ id: made.json().id }] })
  expect(row.values.last_contact_at).toBe('2026-11-10T08:30:00.000Z')
})

test('communications are corrected, filtered and archived', async () => {
  const { asMarcus, harbor } = await openApp()
  const { id } = (await asMarcus('POST', '/api/communications', { investor_id: harbor.id, ...call })).json()
  const total = async (query: string) => (await asMarcus('GET', `/api/communications?${query}`)).json().total

  const edited = await asMarcus('PATCH', `/api/communications/${id}`, { type: 'note', summary: 'Only thought of it' })

  expect(edited.json()).toMatchObject({ type: 'note', summary: 'Only thought of it' })
  expect(await total('since=2026-11-10&until=2026-11-10')).toBe(1)
  expect(await total('since=2026-11-11')).toBe(0)
  expect(await total('until=2026-11-10T08:30:00Z')).toBe(0)
  expect(await total('type=call')).toBe(0)
  expect((await asMarcus('DELETE', `/api/communications/${id}`)).statusCode).toBe(200)
  expect((await asMarcus('GET', `/api/communications/${id}`)).statusCode).toBe(404)
})

test.each<[object, string]>([
  [{ type: 'smoke signal' }, 'type'],
  [{ summary: '   ' }, 'summary'],
  [{ occurred_at: 'yesterday' }, 'occurred_at'],
  [{ body: 5 }, 'body'],
  [{ mood: 'good' }, 'mood'],
])('a communication with %j is refused', async (wrong, field) => {
  const { asMarcus, harbor } = await openApp()

  const reply = await asMarcus('POST', '/api/communications', { investor_id: harbor.id, ...call, ...wrong })

  expect(reply.statusCode).toBe(422)
  expect(reply.json().fields).toHaveProperty([field])
})

test('tags whose names differ only in letter case are one', async () => {
  const { asMarcus } = await openApp()
  const first = await asMarcus('POST', '/api/tags', { name: 'Warm' })
  const second = await asMarcus('POST', '/api/tags', { name: 'WARM' })

  expect(second.json()).toMatchObject({ id: first.json().id, name: 'Warm', batch_id: null })
  expect((await asMarcus('GET', '/api/tags')).json().total).toBe(1)
})

test('stages come in order', async () => {
  const { asVera } = await openApp()

  const { data } = (await asVera('GET', '/api/stages')).json()

  expect(data.map((stage: { key: string }) => stage.key).slice(0, 3)).toEqual(['lead', 'outreach', 'meeting'])
})

test('a contact is found by every word of name, title, address or investor, together', async () => {
  const { asInes } = await openApp()
  const found = async (search: string) =>
    (await asInes('GET', `/api/contacts?search=${encodeURIComponent(search)}`))
      .json()
      .data.map((c: { name: string }) => c.name)

  expect(await found('maya HARBOR')).toEqual(['Maya Chen'])
  expect(await found('cio harborfo.example')).toEqual(['Maya Chen'])
  expect(await found('maya alder')).toEqual([])
})

test('a currency is one that exists, of a fund and of a column', async () => {
  const { asInes } = await openApp()
  const column = (currency: string) => ({ label: `In ${currency}`, type: 'currency', options: { currency } })

  expect((await asInes('POST', '/api/funds', { name: 'Fund III', currency: 'XXQ' })).statusCode).toBe(422)
  expect((await asInes('POST', '/api/fundraising/fields', column('USX'))).statusCode).toBe(422)
  expect((await asInes('POST', '/api/fundraising/fields', column('JPY'))).statusCode).toBe(201)
})
