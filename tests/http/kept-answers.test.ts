import { expect, test } from 'vitest'
import { idempotencyKeys } from '../../server/db/housekeeping.ts'
import { forgetReplies } from '../../server/http/kept-replies.ts'
import { days } from '../support/clock.ts'
import { openApp, password, type World } from '../support/world.ts'

test('an answer is repeated for a month, and then forgotten', async () => {
  const { db, clock, asMarcus } = await openApp()
  const add = async () =>
    (
      await asMarcus('POST', '/api/fundraising/rows', { values: { name: 'Otter Vale' } }, { 'idempotency-key': 'one' })
    ).json().id
  const first = await add()

  clock.advance(days(29))
  forgetReplies(db, clock.now())
  expect(await add()).toBe(first)

  clock.advance(days(2))
  forgetReplies(db, clock.now())
  expect(await add()).not.toBe(first)
})

test('a long answer is kept for a day, and what it answered is not done again afterwards', async () => {
  const { db, clock, asMarcus } = await openApp()
  const edits = Array.from({ length: 200 }, (_, n) => `Otter Vale ${n}`)
  const notes = 'A long talk. '.repeat(40)
  const paste = { mode: 'write', rows: edits.map(() => null), fields: ['name', 'notes'] }
  const send = () =>
    asMarcus('POST', '/api/fundraising/paste', { ...paste, cells: edits.map((name) => [name, notes]) }, once)
  const first = await send()
  expect(first.body.length).toBeGreaterThan(100_000)
  expect((await send()).body).toBe(first.body)

  clock.advance(days(2))
  forgetReplies(db, clock.now())

  expect((await send()).json()).toMatchObject({ code: 'conflict', detail: expect.stringContaining('not kept') })
  expect(JSON.stringify(db.select().from(idempotencyKeys).all()).length).toBeLessThan(1000)
  expect((await asMarcus('GET', '/api/fundraising/rows?search=Otter')).json().total).toBe(200)
})

test('an answer is for whoever asked, while they may ask', async () => {
  const { asInes, asMarcus, marcus } = await openApp()
  const add = (as: typeof asInes) =>
    as('POST', '/api/fundraising/rows', { values: { name: 'Otter Vale' } }, { 'idempotency-key': 'one' })
  const { id } = (await add(asMarcus)).json()

  expect((await add(asInes)).json().id).not.toBe(id)
  await asInes('PATCH', `/api/users/${marcus.id}`, { role: 'viewer' })
  expect((await add(asMarcus)).statusCode).toBe(403)
  await asInes('PATCH', `/api/users/${marcus.id}`, { active: false })
  expect((await add(asMarcus)).statusCode).toBe(401)
})

test('no cache on the way keeps what the API says', async () => {
  const { asVera } = await openApp()

  expect((await asVera('GET', '/api/contacts')).headers['cache-control']).toBe('no-store')
})

const once = { 'idempotency-key': 'once' }

test.each([
  ['a record', '/api/opportunities', ({ harbor, fundI }: World) => ({ investor_id: harbor.id, fund_id: fundI.id })],
  ['a row', '/api/fundraising/rows', () => ({ values: { name: 'Otter Vale' } })],
  ['an invitation', '/api/auth/invite', () => ({ email: 'priya@northlight.example', full_name: 'Priya Raman' })],
  ['an API token', '/api/tokens', () => ({ name: 'nightly import' })],
  ['a backup', '/api/fundraising/backup', () => undefined],
  ['a pass of capture', '/api/admin/capture/run', () => ({})],
])('a repeat that makes %s answers the first result, letter by letter', async (_what, url, body) => {
  const world = await openApp()
  const send = () => world.asInes('POST', url, body(world), once)
  const first = await send()
  const again = await send()

  expect(first.statusCode).toBeLessThan(300)
  expect(again.statusCode).toBe(first.statusCode)
  expect(again.body).toBe(first.body)
  expect(again.headers['idempotent-replay']).toBe('true')
  expect(first.json()).toHaveProperty('batch_id')
})

test('a secret is kept so that only the same sign-in reads it again, for a day', async () => {
  const { app, db, clock, asInes } = await openApp()
  const send = () => asInes('POST', '/api/tokens', { name: 'nightly import' }, once)
  const { token, id } = (await send()).json()
  const { reply } = db.select().from(idempotencyKeys).get() ?? { reply: '' }
  expect(reply).not.toContain(token)

  const login = { email: 'ines@northlight.example', password }
  const session = (await app.inject({ method: 'POST', url: '/api/auth/login', payload: login })).json().token
  const headers = { authorization: `Bearer ${session}`, ...once }
  const other = await app.inject({ method: 'POST', url: '/api/tokens', headers, payload: { name: 'nightly import' } })
  expect(other.statusCode).toBe(409)

  expect((await send()).json()).toMatchObject({ token, id })
  clock.advance(days(2))
  forgetReplies(db, clock.now())
  expect((await send()).statusCode).toBe(409)
  expect((await asInes('GET', '/api/tokens')).json().total).toBe(2)
})

test('an invitation is accepted once, and a repeat is told the same, but nobody else', async () => {
  const { app, db, asInes } = await openApp()
  const form = { email: 'priya@northlight.example', full_name: 'Priya Raman' }
  const { invite_url } = (await asInes('POST', '/api/auth/invite', form)).json()
  const accept = (change = {}) =>
    app.inject({
      method: 'POST',
      url: '/api/auth/accept-invite',
      headers: once,
      payload: { token: invite_url.split('/').at(-1), password, ...change },
    })
  const [first, twin] = await Promise.all([accept(), accept()])

  expect(first.statusCode).toBe(201)
  expect(twin.body).toBe(first.body)
  expect((await accept()).body).toBe(first.body)
  expect((await accept({ password: 'another long passphrase' })).statusCode).toBe(422)
  expect((await accept({ token: 'somebody else' })).statusCode).toBe(404)
  const kept = JSON.stringify(db.select().from(idempotencyKeys).all())
  expect(kept).not.toContain(first.json().token)
})

test('work that fails is carried out anew by a repeat', async () => {
  const { asInes } = await openApp()
  const send = () => asInes('POST', '/api/admin/capture/run', { mailbox: 'nobody@northlight.example' }, once)

  expect((await send()).statusCode).toBe(404)
  expect((await send()).statusCode).toBe(404)
})

test('an empty key is refused, so that no two writes share it', async () => {
  const { asInes } = await openApp()

  expect((await asInes('POST', '/api/tags', { name: 'Nordic' }, { 'idempotency-key': ' ' })).statusCode).toBe(422)
})
