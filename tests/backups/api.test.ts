import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listBackups } from '../../server/backups/backups.ts'
import { whileFrozen } from '../../server/db/write.ts'
import { openBox } from './box.ts'

const take = async ({ asInes }: Awaited<ReturnType<typeof openBox>>) =>
  (await asInes('POST', '/api/fundraising/backup')).json()

test('backups are a list like any other: a page of them, and how many there are', async () => {
  const box = await openBox()
  await box.asInes('POST', '/api/fundraising/backup')
  const page = async (query: string) => (await box.asInes('GET', `/api/fundraising/backups?${query}`)).json()

  expect(await page('limit=1')).toMatchObject({ data: [{ kind: 'manual' }], total: 1, limit: 1, offset: 0 })
  expect(await page('offset=1')).toMatchObject({ data: [], total: 1, limit: 100, offset: 1 })
  expect(await page('limit=-1')).toMatchObject({ code: 'invalid' })
})

test('a backup taken over the API is listed, with what was proved of it', async () => {
  const box = await openBox()

  const taken = await take(box)
  const { data, total } = (await box.asInes('GET', '/api/fundraising/backups')).json()

  expect(taken).toMatchObject({ kind: 'manual', proof: { investors: 3, contacts: 1 } })
  expect(taken.proof.entries).toBe(box.db.$client.prepare('SELECT count(*) FROM changes').pluck().get())
  expect({ data, total }).toMatchObject({ data: [{ name: taken.name, bytes: taken.bytes }], total: 1 })
})

test('the policy says when, how many and where', async () => {
  const { asInes, folder } = await openBox()

  expect((await asInes('GET', '/api/fundraising/backup-policy')).json()).toEqual({
    nightly_at: '02:30',
    timezone: 'Europe/London',
    nightlies_kept: 30,
    folder,
  })
})

test('a preview tells both sides and changes nothing', async () => {
  const box = await openBox()
  const { name } = await take(box)
  box.add('Birch Capital')

  const preview = await box.asInes('POST', '/api/fundraising/restore-preview', { name })

  expect(preview.json()).toMatchObject({ backup: { investors: 3 }, current: { investors: 4 } })
  expect(box.names()).toContain('Birch Capital')
})

test('a restore brings the backup back, and its safety copy brings back what was there before', async () => {
  const box = await openBox()
  const { name } = await take(box)
  box.add('Birch Capital')
  box.clock.advance(1000)

  const restored = await box.asInes('POST', '/api/fundraising/restore', { name })
  const afterwards = box.names()
  box.clock.advance(1000)
  const back = await box.asInes('POST', '/api/fundraising/restore', { name: restored.json().safety_copy })

  expect(restored.json()).toMatchObject({ restored: name, proof: { investors: 3 } })
  expect(afterwards).not.toContain('Birch Capital')
  expect(back.statusCode).toBe(200)
  expect(box.names()).toContain('Birch Capital')
})

test('a restore that is sent again, as its answer was lost, takes back nothing that was done since', async () => {
  const box = await openBox()
  const { name } = await take(box)
  const restore = () =>
    box.app.inject({
      method: 'POST',
      url: '/api/fundraising/restore',
      headers: { authorization: `Bearer ${box.tokens.ines}`, 'idempotency-key': 'restore once' },
      payload: { name },
    })
  const [first, twin] = await Promise.all([restore(), restore()])
  box.add('Birch Capital')
  const again = await restore()

  expect(first.json()).toMatchObject({ restored: name, batch_id: null })
  expect([twin.body, again.body]).toEqual([first.body, first.body])
  expect(box.names()).toContain('Birch Capital')
})

test('what was read before a restore is read anew after it', async () => {
  const box = await openBox()
  const { name } = await take(box)
  box.add('Birch Capital')
  const rows = async () => (await box.asInes('GET', '/api/fundraising/rows')).json().total
  const before = await rows()

  await box.asInes('POST', '/api/fundraising/restore', { name })

  expect([before, await rows()]).toEqual([4, 3])
})

test.each([
  ['an unknown name', 'crm-2020-01-01T00-00-00-000Z-manual.db'],
  ['a way out of the folder', '../crm.db'],
  ['the database itself', 'crm.db'],
  ['a name with a way out in it', '../backups/crm-2020-01-01T00-00-00-000Z-manual.db'],
])('a restore of %s is not found, and nothing is changed', async (_what, name) => {
  const { asInes, folder } = await openBox()

  const restore = await asInes('POST', '/api/fundraising/restore', { name })
  const preview = await asInes('POST', '/api/fundraising/restore-preview', { name })

  expect([restore.statusCode, preview.statusCode]).toEqual([404, 404])
  expect(restore.json()).toEqual({ detail: 'There is no backup of this name.', code: 'not_found' })
  expect(listBackups(folder)).toEqual([])
})

test.each([
  ['damaged', Buffer.from('SQLite format 3\0 and then nothing that belongs to it'.repeat(100)), 'cannot be used'],
  ['empty', Buffer.alloc(0), 'of another program'],
])('a %s file is refused with a sentence, and no safety copy is taken', async (_what, content, sentence) => {
  const { asInes, folder, names } = await openBox()
  const name = 'crm-2026-11-01T02-30-00-000Z-nightly.db'
  writeFileSync(join(folder, name), content)

  const reply = await asInes('POST', '/api/fundraising/restore', { name })

  expect(reply.statusCode).toBe(422)
  expect(reply.json().detail).toContain(sentence)
  expect(readdirSync(folder)).toEqual([name])
  expect(names()).toHaveLength(3)
})

test('only an admin reads, takes or restores backups', async () => {
  const box = await openBox()
  const { name } = await take(box)
  const asked = [
    ['GET', '/api/fundraising/backups'],
    ['GET', '/api/fundraising/backup-policy'],
    ['POST', '/api/fundraising/backup'],
    ['POST', '/api/fundraising/restore-preview', { name }],
    ['POST', '/api/fundraising/restore', { name }],
  ] as const

  const replies = await Promise.all(
    [box.asMarcus, box.asVera].flatMap((as) => asked.map(([method, url, body]) => as(method, url, body))),
  )

  expect(replies.map((reply) => reply.statusCode)).toEqual(replies.map(() => 403))
  expect(listBackups(box.folder)).toHaveLength(1)
})

test('while a backup is being restored nobody else writes, and reading goes on', async () => {
  const box = await openBox()
  const { name } = await take(box)
  const during = () =>
    Promise.all([
      box.asMarcus('POST', '/api/contacts', { name: 'Noor Haddad' }),
      box.asInes('POST', '/api/fundraising/restore', { name }),
      box.asVera('GET', '/api/fundraising/rows'),
    ])

  const [write, restore, read] = await whileFrozen(box.db, during)
  const later = await box.asMarcus('POST', '/api/contacts', { name: 'Noor Haddad' })

  expect([write.statusCode, restore.statusCode, read.statusCode]).toEqual([503, 503, 200])
  expect(write.json()).toEqual({ detail: 'A backup is being restored. Try again in a moment.', code: 'unavailable' })
  expect(later.statusCode).toBe(201)
})

test('nothing is restored into a running import', async () => {
  const box = await openBox()
  const { name } = await take(box)
  const restore = () => box.asInes('POST', '/api/fundraising/restore', { name })

  const during = await box.app.importJobs.run('one', { who: 'Marcus', fileName: 'lps.csv' }, restore)

  expect(during.statusCode).toBe(409)
  expect(during.json().detail).toContain('An import is running')
  expect((await restore()).statusCode).toBe(200)
})

test('a restore is noted in the change log of what came back, in the name of who did it', async () => {
  const box = await openBox()
  const { name } = await take(box)

  await box.asInes('POST', '/api/fundraising/restore', { name })

  const newest = box.db.$client.prepare('SELECT actor_name, surface FROM changes ORDER BY seq DESC LIMIT 1').get()
  expect(newest).toEqual({ actor_name: 'Ines Okafor', surface: 'restore' })
})

test('a body without a name, or with more than one, is refused', async () => {
  const { asInes, folder } = await openBox()

  const replies = await Promise.all([
    asInes('POST', '/api/fundraising/restore', {}),
    asInes('POST', '/api/fundraising/restore', { name: ['a'] }),
    asInes('POST', '/api/fundraising/restore', { name: 'a', force: true }),
  ])

  expect(replies.map((reply) => reply.statusCode)).toEqual([422, 422, 422])
  expect(existsSync(folder) && statSync(folder).mode & 0o077).toBe(0)
})
