import { expect, test } from 'vitest'
import { act, amend } from '../../server/db/write.ts'
import { actorFor, openApp } from '../support/world.ts'

test('activity tells acts, newest first, by person, investor and time', async () => {
  const { asMarcus, asInes, marcus, harbor, alder, clock } = await openApp()
  await asMarcus('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { city: 'Lisbon', phone: '1' } })
  clock.advance(24 * 60 * 60_000)
  const { batch_id } = (
    await asInes('PATCH', `/api/fundraising/rows/${alder.id}`, { values: { city: 'Porto' } })
  ).json()
  await asInes('POST', '/api/fundraising/undo', { batch_id })
  const acts = async (query: string) => (await asMarcus('GET', `/api/activity?${query}`)).json()

  const [his] = (await acts(`user_id=${marcus.id}`)).data
  const alders = (await acts(`investor_id=${alder.id}&since=2026-11-17`)).data

  expect(his).toMatchObject({
    actor: { id: marcus.id, name: 'Marcus Lindqvist' },
    surface: 'api',
    what: 'Edited Harbor Family Office',
    entries: 2,
    investors: [{ id: harbor.id }],
    undone: false,
  })
  expect(alders).toMatchObject([{ undoes: batch_id }, { id: batch_id, undone: true }])
  expect((await acts('until=2026-11-16')).total).toBe(3)
  expect((await asMarcus('GET', '/api/activity?since=soon')).statusCode).toBe(422)
})

test('the audit log has every change, for admins', async () => {
  const { asMarcus, asInes, marcus, harbor } = await openApp()
  const { batch_id } = (
    await asMarcus('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { city: 'Lisbon' } })
  ).json()

  const { data, total } = (await asInes('GET', `/api/audit-log?batch_id=${batch_id}`)).json()
  const his = (await asInes('GET', `/api/audit-log?user_id=${marcus.id}&surface=api&entity=investors`)).json()

  expect(total).toBe(1)
  expect(data[0]).toMatchObject({ seq: expect.any(Number), investor_id: harbor.id, before: 'Boston', after: 'Lisbon' })
  expect(data[0].hash).toMatch(/^[0-9a-f]{64}$/)
  expect(his.data).toEqual(data)
  expect((await asMarcus('GET', '/api/audit-log')).statusCode).toBe(403)
})

test('no secret is in the audit log', async () => {
  const { asInes, tokens } = await openApp()
  await asInes('POST', '/api/auth/invite', { email: 'noor@northlight.example', role: 'viewer', full_name: 'Noor' })

  const log = (await asInes('GET', '/api/audit-log?limit=1000')).body

  expect(log).not.toContain('argon2')
  expect(log).not.toContain('token_hash')
  expect(log).not.toContain(tokens.ines)
})

test('a private communication is private in its history too, also from admins', async () => {
  const { asMarcus, asInes, db, marcus, harbor } = await openApp()
  const body = { investor_id: harbor.id, type: 'call', summary: 'Their divorce', occurred_at: '2026-11-10T09:00:00Z' }
  const { id } = (await asMarcus('POST', '/api/communications', body)).json()
  act(db, actorFor(marcus), 'Kept private', (tx) => amend(tx, 'communications', id, { privacy: 'metadata' }))
  const urls = ['/api/audit-log?limit=1000', '/api/activity', '/api/communications', `/api/communications/${id}`]

  const replies = await Promise.all(urls.map((url) => asInes('GET', url)))
  const own = (await asMarcus('GET', `/api/communications/${id}`)).json()

  for (const reply of replies) expect(reply.body).not.toContain('divorce')
  expect(replies[3]?.json()).toMatchObject({ summary: 'Call kept private', body_text: null })
  expect(own.summary).toBe('Their divorce')
})

test('the dashboard counts with its definitions', async () => {
  const { asMarcus, harbor, fundII } = await openApp()
  const said = { type: 'call', summary: 'Hello', occurred_at: '2026-11-10T09:00:00Z' }
  await asMarcus('POST', '/api/communications', { investor_id: harbor.id, ...said })
  await asMarcus('POST', '/api/opportunities', {
    investor_id: harbor.id,
    fund_id: fundII.id,
    expected_amount: 1000,
    probability: 0.25,
  })
  await asMarcus('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { next_step_at: '2026-11-15' } })

  const report = (await asMarcus('GET', '/api/reports/dashboard')).json()
  const counts = Object.fromEntries(report.counts.map((c: { key: string; value: number }) => [c.key, c.value]))

  expect(counts).toEqual({
    investors: 3,
    contacts: 1,
    open_opportunities: 1,
    communications_30_days: 1,
    quiet_investors: 2,
    overdue_next_steps: 1,
  })
  expect(report.pipeline.sums).toEqual([{ currency: 'USD', expected: 1000, weighted: 250 }])
  expect(report.counts.every((c: { definition: string }) => c.definition.length > 5)).toBe(true)
})

test('the pipeline report has counts and dollars per stage, in one fund or in all', async () => {
  const { asMarcus, harbor, alder, fundI, fundII } = await openApp()
  await asMarcus('POST', '/api/opportunities', {
    investor_id: harbor.id,
    fund_id: fundII.id,
    stage: 'meeting',
    expected_amount: 400,
  })
  await asMarcus('POST', '/api/opportunities', {
    investor_id: alder.id,
    fund_id: fundI.id,
    stage: 'meeting',
    expected_amount: 600,
  })
  const meeting = async (query: string) => {
    const { stages } = (await asMarcus('GET', `/api/reports/pipeline${query}`)).json()
    return stages.find((stage: { stage: string }) => stage.stage === 'meeting')
  }

  expect(await meeting('')).toMatchObject({ count: 2, sums: [{ currency: 'USD', expected: 1000, weighted: 250 }] })
  expect(await meeting(`?fund_id=${fundI.id}`)).toMatchObject({ count: 1, sums: [{ expected: 600 }] })
  expect((await asMarcus('GET', '/api/reports/pipeline?fund_id=nothing')).statusCode).toBe(404)
})

test('an address there is not answers in the shape of every error', async () => {
  const { asInes } = await openApp()

  const reply = await asInes('GET', '/api/nothing/here')

  expect([reply.statusCode, reply.json()]).toEqual([
    404,
    { code: 'not_found', detail: 'There is nothing at this address.' },
  ])
})
