import { expect, test } from 'vitest'
import { systemActor } from '../../server/db/actor.ts'
import { act, record } from '../../server/db/write.ts'
import { storeMail } from '../../server/mail/store.ts'
import { openApp } from '../support/world.ts'
import { type Letter, letter, place } from './letters.ts'

const ines = 'ines@northlight.example'

async function openCapture() {
  const world = await openApp({ CRM_WORKSPACE_DOMAIN: 'northlight.example' })
  const acted = <T>(work: Parameters<typeof act<T>>[3]) =>
    act(world.db, systemActor('capture'), 'Captured mail', work).result
  acted((tx) => record(tx, 'mailboxes', { address: ines, userId: world.ines.id, enabled: true }))
  const store = (given: Letter) =>
    acted((tx) => storeMail(tx, place({ mailbox: ines, userId: world.ines.id }), letter({ to: [ines], ...given })))
  const all = (sql: string) => world.db.$client.prepare(sql).all() as Record<string, unknown>[]
  return { ...world, acted, store, all }
}

test('an admin lists somebody as never logged, which erases their mail, and takes them off again', async () => {
  const { asInes, store, all } = await openCapture()
  store({ cc: ['priva@lawyers.example'] })

  const added = await asInes('POST', '/api/admin/capture/never-log', { domain: 'lawyers.example' })
  expect(added.statusCode).toBe(201)
  const { id, domain, address, erased } = added.json()
  expect({ domain, address, erased }).toEqual({
    domain: 'lawyers.example',
    address: null,
    erased: { messages: 1, meetings: 0, communications: 1 },
  })
  expect(all('SELECT id FROM mail_messages')).toEqual([])
  expect((await asInes('GET', '/api/admin/capture/never-log')).json()).toMatchObject({ total: 1, data: [{ id }] })

  const removed = await asInes('DELETE', `/api/admin/capture/never-log/${id}`)
  expect(removed.json()).toMatchObject({ id, archived: true })
  expect((await asInes('GET', '/api/admin/capture/never-log')).json()).toMatchObject({ total: 0, data: [] })
})

test('a repeat of the same request answers the same and does nothing', async () => {
  const { asInes } = await openCapture()
  const ask = () =>
    asInes('POST', '/api/admin/capture/never-log', { address: 'a@lawyers.example' }, { 'idempotency-key': 'once' })

  expect((await ask()).json()).toEqual((await ask()).json())
})

test.each([
  ['nothing', {}],
  ['both', { address: 'a@lawyers.example', domain: 'lawyers.example' }],
  ['what is no address', { address: 'everybody' }],
  ['our own domain', { domain: 'northlight.example' }],
])('listing %s is refused with a sentence', async (_, body) => {
  const { asInes } = await openCapture()

  const reply = await asInes('POST', '/api/admin/capture/never-log', body)

  expect(reply.statusCode).toBe(422)
  expect(reply.json().detail.length).toBeGreaterThan(10)
})

test('a free mail provider is listed only when that is confirmed', async () => {
  const { asInes } = await openCapture()
  const list = (body: object) => asInes('POST', '/api/admin/capture/never-log', { domain: 'gmail.com', ...body })

  const refused = await list({})

  expect(refused.statusCode).toBe(422)
  expect(refused.json().fields.confirm).toContain('Anybody may have an address at gmail.com')
  expect((await list({ confirm: true })).statusCode).toBe(201)
})

test.each(['*.lawyers.example', '.lawyers.example', '@lawyers.example'])('%s is the domain itself', async (domain) => {
  const { asInes } = await openCapture()

  const { body } = await asInes('POST', '/api/admin/capture/never-log', { domain })

  expect(JSON.parse(body).domain).toBe('lawyers.example')
})

test('an entry that is not there is told of in words', async () => {
  const { asInes } = await openCapture()

  const { body } = await asInes('DELETE', '/api/admin/capture/never-log/01a1fcd2-0000-7000-8000-000000000000')

  expect(JSON.parse(body).detail).toBe('This entry of the never-log list does not exist, or is archived.')
})

test('only admins see and change what is never logged', async () => {
  const { asMarcus, asVera } = await openCapture()

  for (const as of [asMarcus, asVera]) {
    expect((await as('GET', '/api/admin/capture/never-log')).statusCode).toBe(403)
    expect((await as('POST', '/api/admin/capture/never-log', { address: 'a@b.example' })).statusCode).toBe(403)
    expect((await as('GET', '/api/admin/capture/unparseable')).statusCode).toBe(403)
  }
})

test('what nobody could read is listed', async () => {
  const { asInes, db } = await openCapture()
  db.$client
    .prepare(
      'INSERT INTO mail_unreadable (mailbox, gmail_id, reason, size, at, first_seen_at) VALUES (?, ?, ?, ?, ?, ?)',
    )
    .run(ines, 'g1', 'too deep', 12, null, '2026-01-10T00:00:00.000Z')

  expect((await asInes('GET', '/api/admin/capture/unparseable')).json()).toEqual({
    data: [
      {
        mailbox: ines,
        gmail_id: 'g1',
        reason: 'too deep',
        size: 12,
        at: null,
        tries: 1,
        first_seen_at: '2026-01-10T00:00:00.000Z',
        set_aside_at: null,
        set_aside_by: null,
      },
    ],
    total: 1,
    limit: 100,
    offset: 0,
  })
})

test('an admin puts one aside that can never be read, which says who and when', async () => {
  const { asInes, asMarcus, db, ines: admin } = await openCapture()
  db.$client
    .prepare('INSERT INTO mail_unreadable (mailbox, gmail_id, reason, first_seen_at) VALUES (?, ?, ?, ?)')
    .run(ines, 'g1', 'too deep', '2026-01-10T00:00:00.000Z')
  const url = `/api/admin/capture/unparseable/${ines}/g1/set-aside`

  expect((await asMarcus('POST', url)).statusCode).toBe(403)
  expect((await asInes('POST', url.replace('g1', 'g2'))).statusCode).toBe(404)
  const reply = await asInes('POST', url)

  expect(reply.statusCode).toBe(200)
  expect(reply.json()).toMatchObject({ set_aside_at: expect.any(String), set_aside_by: admin.id })
  const { batch_id, ...aside } = reply.json()
  expect(batch_id).toEqual(expect.any(String))
  expect((await asInes('GET', '/api/admin/capture/unparseable')).json().data).toMatchObject([aside])

  const back = await asInes('POST', url.replace('set-aside', 'put-back'))
  expect(back.json()).toMatchObject({ set_aside_at: null, set_aside_by: null, batch_id: expect.any(String) })
})

test('whoever took part makes a thread private, and nobody else does', async () => {
  const { asInes, asMarcus, store, all } = await openCapture()
  store({})
  const id = String(all('SELECT thread_id FROM mail_messages')[0]?.['thread_id'])
  const url = `/api/communications/threads/${id}/privacy`

  expect((await asMarcus('PUT', url, { level: 'full' })).statusCode).toBe(403)
  expect((await asInes('PUT', url, { level: 'secret' })).statusCode).toBe(422)
  expect((await asInes('PUT', '/api/communications/threads/none/privacy', { level: 'full' })).statusCode).toBe(404)
  expect((await asInes('PUT', url, { level: 'metadata' })).json()).toMatchObject({
    thread_id: id,
    level: 'metadata',
    effective: 'metadata',
  })
})

test('who reads a thread, and what is never logged, is not undone by its batch', async () => {
  const { asInes, store, all } = await openCapture()
  store({})
  const id = String(all('SELECT thread_id FROM mail_messages')[0]?.['thread_id'])
  const made = (await asInes('PUT', `/api/communications/threads/${id}/privacy`, { level: 'metadata' })).json()
  const listed = (await asInes('POST', '/api/admin/capture/never-log', { domain: 'lawyers.example' })).json()

  for (const { batch_id } of [made, listed])
    expect((await asInes('POST', '/api/fundraising/undo', { batch_id })).statusCode).toBe(409)
})

test('whom an admin listed nobody reads among the activity, and that somebody was listed admins alone', async () => {
  const { asInes, asVera } = await openCapture()
  await asInes('POST', '/api/admin/capture/never-log', { domain: 'lawyers.example' })

  const [admin, viewer] = [await asInes('GET', '/api/activity'), await asVera('GET', '/api/activity')]
  expect(admin.body).toContain('never logged')
  expect(admin.body).not.toContain('lawyers')
  expect(viewer.body).not.toMatch(/never logged|lawyers/)
})
