import { expect, test } from 'vitest'
import { openApp } from '../support/world.ts'

type App = Awaited<ReturnType<typeof openApp>>

const headers = (world: App) => ({ authorization: `Bearer ${world.tokens.marcus}`, 'hx-request': 'true' })

/** The form as Marcus opens it: what it would send if he pressed Save at once. */
async function opened(world: App, url: string): Promise<Record<string, string>> {
  const { body } = await world.app.inject({ url, headers: headers(world) })
  const was = /name="was" value="([^"]*)"/.exec(body)?.[1] ?? '{}'
  const plain = was.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
  const texts = Object.entries(JSON.parse(plain)).map(([name, value]) => [name, String(value ?? '')])
  return { ...Object.fromEntries(texts), was: plain }
}

const save = (world: App, url: string, form: Record<string, string>) =>
  world.app.inject({
    method: 'POST',
    url,
    headers: { ...headers(world), 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })

async function openWithOpportunity() {
  const world = await openApp()
  const form = { investor_id: world.harbor.id, fund_id: world.fundI.id, expected_amount: 100_00, owner: world.ines.id }
  const { id } = (await world.asInes('POST', '/api/opportunities', form)).json()
  return { ...world, id: id as string }
}

test('saving an opportunity leaves alone what somebody else changed while the form was open', async () => {
  const world = await openWithOpportunity()
  const form = await opened(world, `/opportunities/${world.id}/edit`)
  await world.asInes('PATCH', `/api/opportunities/${world.id}`, { owner: world.vera.id, next_step: 'Send the deck' })

  await save(world, `/opportunities/${world.id}`, { ...form, expected_amount: '200' })

  expect((await world.asInes('GET', `/api/opportunities/${world.id}`)).json()).toMatchObject({
    expected_amount: 200_00,
    owner: world.vera.id,
    next_step: 'Send the deck',
  })
})

test('saving an opportunity does not take it from a colleague who left', async () => {
  const world = await openWithOpportunity()
  await world.asInes('PATCH', `/api/opportunities/${world.id}`, { owner: world.vera.id })
  await world.asInes('PATCH', `/api/users/${world.vera.id}`, { active: false })

  const { body } = await world.app.inject({ url: `/opportunities/${world.id}/edit`, headers: headers(world) })

  expect(body).toContain(`value="${world.vera.id}" selected`)
})

test('nor does saving an investor', async () => {
  const world = await openApp()
  await world.asInes('PATCH', `/api/fundraising/rows/${world.alder.id}`, { values: { owner: world.vera.id } })
  await world.asInes('PATCH', `/api/users/${world.vera.id}`, { active: false })

  const { body } = await world.app.inject({ url: `/investors/${world.alder.id}/edit`, headers: headers(world) })

  expect(body).toContain(`value="${world.vera.id}" selected`)
})

test('saving a person leaves alone what somebody else changed while the form was open', async () => {
  const world = await openApp()
  const form = await opened(world, `/contacts/${world.maya.id}/edit?investor_id=${world.harbor.id}`)
  await world.asInes('PATCH', `/api/contacts/${world.maya.id}`, {
    emails: ['maya@new.example'],
    phone: '+1 617 555 0100',
  })

  await save(world, `/contacts/${world.maya.id}`, { ...form, investor_id: world.harbor.id, title: 'Partner' })

  expect((await world.asInes('GET', `/api/contacts/${world.maya.id}`)).json()).toMatchObject({
    title: 'Partner',
    emails: ['maya@new.example'],
    phone: '+1 617 555 0100',
    investor_ids: [world.harbor.id],
  })
})

test('a field of a person that is cleared is cleared', async () => {
  const world = await openApp()
  const form = await opened(world, `/contacts/${world.maya.id}/edit?investor_id=${world.harbor.id}`)

  await save(world, `/contacts/${world.maya.id}`, { ...form, investor_id: world.harbor.id, title: '', emails: '' })

  expect((await world.asInes('GET', `/api/contacts/${world.maya.id}`)).json()).toMatchObject({
    title: null,
    emails: [],
  })
})

test('setting the next step leaves alone a date somebody else set while the form was open', async () => {
  const world = await openApp()
  const form = await opened(world, `/investors/${world.harbor.id}/next-step`)
  await world.asInes('PATCH', `/api/fundraising/rows/${world.harbor.id}`, { values: { next_step_at: '2026-12-01' } })

  await save(world, `/investors/${world.harbor.id}/next-step`, { ...form, next_step: 'Send the deck' })

  const { values } = (await world.asInes('GET', `/api/fundraising/rows/${world.harbor.id}`)).json()
  expect(values).toMatchObject({ next_step: 'Send the deck', next_step_at: '2026-12-01' })
})

test('correcting a call leaves alone what somebody else corrected while the form was open', async () => {
  const world = await openApp()
  const call = {
    type: 'call',
    summary: 'Spoke of terms',
    occurred_at: '2026-11-10T10:00:30Z',
    contact_ids: [world.maya.id],
  }
  const { id } = (await world.asInes('POST', '/api/communications', { investor_id: world.harbor.id, ...call })).json()
  const form = await opened(world, `/communications/${id}/edit`)
  await world.asInes('PATCH', `/api/communications/${id}`, { summary: 'Spoke of terms and timing' })

  await save(world, `/communications/${id}`, { ...form, subject: 'Terms' })

  expect((await world.asInes('GET', `/api/communications/${id}`)).json()).toMatchObject({
    subject: 'Terms',
    summary: 'Spoke of terms and timing',
    occurred_at: '2026-11-10T10:00:30.000Z',
    contact_ids: [world.maya.id],
  })
})

test('a page that says nonsense of itself is still answered once the act is done', async () => {
  const world = await openApp()

  const reply = await world.app.inject({
    method: 'POST',
    url: `/investors/${world.harbor.id}/next-step`,
    headers: { ...headers(world), 'content-type': 'application/x-www-form-urlencoded', 'hx-current-url': 'http://[' },
    payload: 'next_step=Call',
  })

  expect(reply.statusCode).toBe(200)
})

test('a page leads back to itself only on this site', async () => {
  const world = await openApp()

  const reply = await world.app.inject({
    method: 'POST',
    url: '/communications',
    headers: {
      ...headers(world),
      'content-type': 'application/x-www-form-urlencoded',
      'hx-current-url': 'http://crm.test//evil.example/board',
    },
    payload: `investor_id=${world.harbor.id}&type=call&summary=Terms&occurred_at=2026-11-10T10:00`,
  })

  expect(JSON.stringify(reply.headers)).not.toContain('"//evil.example')
})

test('the toast of a very long name fits into a header and a cookie', async () => {
  const world = await openApp()

  const reply = await world.app.inject({
    method: 'POST',
    url: '/investors',
    headers: { authorization: `Bearer ${world.tokens.marcus}`, 'content-type': 'application/x-www-form-urlencoded' },
    payload: `name=${'Otter '.repeat(5000)}`,
  })

  expect(reply.statusCode).toBe(303)
  expect(String(reply.headers['set-cookie']).length).toBeLessThan(4000)
})
