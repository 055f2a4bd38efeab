import { afterEach, expect, test } from 'vitest'
import { capture } from '../proposals/captured.ts'
import { openApp } from '../support/world.ts'
import { type Listening, listen, serve } from './listening.ts'

type App = Awaited<ReturnType<typeof openApp>>
const opened: { app: App; listeners: Listening[] }[] = []

/** The fund's app with a way to listen to it as one of its people. */
async function openLive() {
  const app = await openApp()
  const origin = await serve(app)
  const listeners: Listening[] = []
  opened.push({ app, listeners })
  const hear = async (who: keyof App['tokens'], path?: string, headers?: Record<string, string>) => {
    const made = await listen(origin, app.tokens[who], path, headers)
    listeners.push(made)
    return made
  }
  return { ...app, origin, hear }
}

afterEach(async () => {
  for (const { app, listeners } of opened.splice(0)) {
    for (const one of listeners) one.stop()
    await app.app.close()
  }
})

test('a change is told to everybody who listens, without what it says', async () => {
  const { asInes, hear, harbor, ines } = await openLive()
  const [vera, marcus] = [await hear('vera'), await hear('marcus')]

  const { batch_id } = (
    await asInes('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { city: 'A private word' } })
  ).json()

  for (const listener of [vera, marcus]) {
    const { id, data } = await listener.next()
    expect(data).toEqual({
      seq: Number(id),
      at: '2026-11-16T09:00:00.000Z',
      actor: { id: ines.id, name: 'Ines Okafor' },
      surface: 'api',
      entity: 'investors',
      entity_id: harbor.id,
      investor_id: harbor.id,
      action: 'update',
      field: 'city',
      batch_id,
    })
  }
})

test('who comes back is told what was missed, in order and once', async () => {
  const { asMarcus, hear, harbor } = await openLive()
  const before = await hear('vera')
  const from = await before.lastId()
  before.stop()
  for (const city of ['Lisbon', 'Porto', 'Faro']) {
    await asMarcus('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { city } })
  }

  const after = await hear('vera', '/api/events', { 'last-event-id': from })
  await asMarcus('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { country: 'Portugal' } })

  const fields = [await after.next(), await after.next(), await after.next(), await after.next()].map(
    ({ id, data }) => [Number(id) - Number(from), (data as { field: string }).field] as const,
  )
  expect(fields).toEqual([
    [1, 'city'],
    [2, 'city'],
    [3, 'city'],
    [4, 'country'],
  ])
})

test('the header of a reconnecting browser goes before the address it connects to', async () => {
  const { asMarcus, hear, harbor } = await openLive()
  const from = Number(await (await hear('vera')).lastId())
  await asMarcus('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { city: 'Lisbon', country: 'Portugal' } })

  const again = await hear('vera', `/api/events?since=${from}`, { 'last-event-id': String(from + 1) })

  expect((await again.next()).data).toMatchObject({ seq: from + 2 })
})

test('who missed more than is worth telling is told to read everything again', async () => {
  const { asMarcus, hear, db, harbor } = await openLive()
  const edits = Array.from({ length: 2001 }, (_, n) => ({ id: harbor.id, values: { next_step: `Call number ${n}` } }))
  const before = await (await hear('vera')).lastId()
  await asMarcus('PATCH', '/api/fundraising/rows', { edits })
  expect(headOf(db) - Number(before)).toBeGreaterThan(2000)

  const late = await hear('vera', `/api/events?since=${before}`)
  expect(await late.next('reload')).toMatchObject({ id: String(headOf(db)) })

  await asMarcus('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { city: 'Lisbon' } })
  expect((await late.next()).data).toMatchObject({ seq: headOf(db), field: 'city' })
})

test('a place the log never reached is another log: read everything again', async () => {
  const { hear, db } = await openLive()

  const lost = await hear('vera', `/api/events?since=${headOf(db) + 5}`)
  const garbled = await hear('vera', '/api/events', { 'last-event-id': 'somewhere' })

  expect((await lost.next('reload')).id).toBe(String(headOf(db)))
  expect((await garbled.next('reload')).id).toBe(String(headOf(db)))
})

test('accounts are told to admins only', async () => {
  const { asInes, hear, harbor, vera: viewer } = await openLive()
  const [ines, marcus] = [await hear('ines'), await hear('marcus')]

  await asInes('PATCH', `/api/users/${viewer.id}`, { full_name: 'Vera Nováková' })
  await asInes('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { city: 'Lisbon' } })

  expect((await ines.next()).data).toMatchObject({ entity: 'users', field: 'full_name' })
  expect((await marcus.next()).data).toMatchObject({ entity: 'investors', field: 'city' })
  expect(marcus.left()).toEqual([])
})

test('whoever is deactivated hears nothing more', async () => {
  const { asInes, hear, vera, harbor } = await openLive()
  const stream = await hear('vera')

  await asInes('PATCH', `/api/users/${vera.id}`, { active: false })
  await asInes('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { city: 'Lisbon' } })

  await stream.ended()
  expect(stream.left()).toEqual([])
})

test('a session that ends takes its stream with it', async () => {
  const { app, asInes, origin, harbor } = await openLive()
  const login = { email: 'vera@northlight.example', password: 'a long enough passphrase' }
  const { token } = (await app.inject({ method: 'POST', url: '/api/auth/login', payload: login })).json()
  const stream = await listen(origin, token)

  await app.inject({ method: 'POST', url: '/api/auth/logout', headers: { authorization: `Bearer ${token}` } })
  await asInes('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { city: 'Lisbon' } })

  await stream.ended()
  expect(stream.left()).toEqual([])
})

test('an act that is rolled back is told to nobody', async () => {
  const { asMarcus, hear, harbor } = await openLive()
  const vera = await hear('vera')

  const edits = [
    { id: harbor.id, values: { city: 'Lisbon' } },
    { id: 'nobody', values: { city: 'Lisbon' } },
  ]
  expect((await asMarcus('PATCH', '/api/fundraising/rows', { edits })).statusCode).toBe(404)
  await asMarcus('PATCH', `/api/fundraising/rows/${harbor.id}`, { values: { country: 'Portugal' } })

  expect((await vera.next()).data).toMatchObject({ field: 'country' })
})

test('stopping the service ends the streams', async () => {
  const { app, hear } = await openLive()
  const streams = [await hear('vera'), await hear('marcus')]

  await app.close()

  expect(await Promise.all(streams.map((stream) => stream.ended()))).toEqual([true, true])
})

test('a malformed starting point is a mistake with a sentence', async () => {
  const { asVera } = await openLive()

  const reply = await asVera('GET', '/api/events?since=yesterday')

  expect(reply.statusCode).toBe(422)
  expect(reply.json().fields.since).toContain('number of a change')
})

test('nobody listens without signing in', async () => {
  const { app } = await openLive()

  expect((await app.inject('/api/events')).statusCode).toBe(401)
})

const headOf = (db: App['db']) => Number(db.$client.prepare('SELECT max(seq) FROM changes').pluck().get())

test('that somebody is never logged has everybody read anew, and tells nobody whose mail is gone', async () => {
  const live = await openLive()
  capture(live)
  const [vera, ines] = [await live.hear('vera'), await live.hear('ines')]

  await live.asInes('POST', '/api/admin/capture/never-log', { address: 'maya.chen@harborfo.example' })

  for (const listener of [vera, ines]) {
    const told = await listener.next('reload')
    expect(JSON.stringify(told)).not.toContain(live.harbor.id)
    expect(listener.left()).toEqual([])
  }
})
