import { expect, test } from 'vitest'
import { hello, ines, marcus, openTrust } from './support.ts'

test('everybody’s mailbox is on the list, and off until an admin decides otherwise', async () => {
  const { asInes } = await openTrust()

  const { data } = (await asInes('GET', '/api/admin/capture/mailboxes')).json()

  expect(data.map((one: { address: string; enabled: boolean }) => [one.address, one.enabled])).toEqual([
    [ines, false],
    [marcus, false],
    ['vera@northlight.example', false],
  ])
})

test('an admin switches a mailbox on and says what colleagues see', async () => {
  const { asInes, marcus: owner } = await openTrust()

  const reply = await asInes('PUT', `/api/admin/capture/mailboxes/${marcus}`, { enabled: true, level: 'subject' })

  expect(reply.statusCode).toBe(200)
  expect(reply.json()).toMatchObject({
    address: marcus,
    enabled: true,
    level: 'subject',
    user_id: owner.id,
    batch_id: expect.any(String),
  })
})

test('the owner sets the level of their own mailbox, and does not switch it', async () => {
  const { asMarcus } = await openTrust()

  const level = await asMarcus('PUT', `/api/admin/capture/mailboxes/${marcus}`, { level: 'metadata' })
  const enabled = await asMarcus('PUT', `/api/admin/capture/mailboxes/${marcus}`, { enabled: true })

  expect([level.statusCode, enabled.statusCode]).toEqual([200, 403])
  expect(level.json()).toMatchObject({ enabled: false, level: 'metadata' })
})

test.for(['asMarcus', 'asVera'] as const)('nobody else changes a mailbox (%s)', async (who) => {
  const trust = await openTrust()

  const reply = await trust[who]('PUT', `/api/admin/capture/mailboxes/${ines}`, { level: 'metadata' })

  expect(reply.statusCode).toBe(403)
})

test.for(['somebody@elsewhere.example', 'no address', 'ines@northlight.example.elsewhere.example'])(
  'what is none of ours is no mailbox: %s',
  async (address) => {
    const { asInes } = await openTrust()

    const reply = await asInes('PUT', `/api/admin/capture/mailboxes/${encodeURIComponent(address)}`, { enabled: true })

    expect(reply.statusCode).toBe(422)
    expect(reply.json().fields).toHaveProperty('address')
  },
)

test('a shared mailbox of the domain may be captured, and belongs to nobody', async () => {
  const { asInes } = await openTrust()

  const reply = await asInes('PUT', '/api/admin/capture/mailboxes/IR@northlight.example', { enabled: true })

  expect(reply.json()).toMatchObject({ address: 'ir@northlight.example', user_id: null, enabled: true })
})

test('an unknown level is refused with a sentence', async () => {
  const { asInes } = await openTrust()

  const reply = await asInes('PUT', `/api/admin/capture/mailboxes/${ines}`, { level: 'secret' })

  expect(reply.statusCode).toBe(422)
  expect(reply.json().fields.level).toBe('Choose metadata, subject or full.')
})

test('the list says what is proven, and when', async () => {
  const { asInes, workspace } = await openTrust()
  await workspace.deliver(hello)
  await asInes('PUT', `/api/admin/capture/mailboxes/${ines}`, { enabled: true })
  await asInes('POST', '/api/admin/capture/reconcile')

  const { data } = (await asInes('GET', '/api/admin/capture/mailboxes')).json()

  expect(data[0]).toMatchObject({
    address: ines,
    status: 'proven',
    status_text: 'Nothing is missing: the one message with known people is here.',
    reconciled_at: expect.any(String),
    missing: 0,
    received: { listed: 1, stored: 1, missing: 0 },
    problem: null,
  })
})

test('a person reads in their own access log what was read, when and why', async () => {
  const { asInes, asMarcus, workspace } = await openTrust()
  await workspace.deliver(hello)
  await asInes('PUT', `/api/admin/capture/mailboxes/${ines}`, { enabled: true })
  await asInes('POST', '/api/admin/capture/run')

  const own = (await asInes('GET', '/api/account/mailbox/reads')).json()
  const other = (await asMarcus('GET', '/api/account/mailbox/reads')).json()

  expect(own).toMatchObject({ total: 1, data: [{ purpose: 'capture', reader: null, looked: 1, kept: 1 }] })
  expect(other.total).toBe(0)
})

test('a change of level holds for mail that is stored already', async () => {
  const { asInes, db, workspace } = await openTrust()
  await workspace.deliver(hello)
  await asInes('PUT', `/api/admin/capture/mailboxes/${ines}`, { enabled: true })
  await asInes('POST', '/api/admin/capture/run')

  await asInes('PUT', `/api/admin/capture/mailboxes/${ines}`, { level: 'metadata' })

  expect(db.$client.prepare('SELECT level FROM mail_messages').pluck().all()).toEqual(['metadata'])
})

test('what the owner keeps private an admin cannot open, only close further', async () => {
  const { asInes, asMarcus } = await openTrust()
  await asInes('PUT', '/api/admin/capture/mailboxes/marcus@northlight.example', { enabled: true, level: 'full' })
  await asMarcus('PUT', '/api/admin/capture/mailboxes/marcus@northlight.example', { level: 'subject' })

  const opened = await asInes('PUT', '/api/admin/capture/mailboxes/marcus@northlight.example', { level: 'full' })
  const closed = await asInes('PUT', '/api/admin/capture/mailboxes/marcus@northlight.example', { level: 'metadata' })

  expect(opened.statusCode).toBe(403)
  expect(opened.json().detail).toBe('Marcus Lindqvist chose how much colleagues see. Only they can let them see more.')
  expect(closed.json()).toMatchObject({ level: 'metadata' })
})

test('an admin opens again what an admin closed', async () => {
  const { asInes } = await openTrust()
  await asInes('PUT', '/api/admin/capture/mailboxes/marcus@northlight.example', { level: 'metadata' })

  const reply = await asInes('PUT', '/api/admin/capture/mailboxes/marcus@northlight.example', { level: 'full' })

  expect(reply.json()).toMatchObject({ level: 'full' })
})
