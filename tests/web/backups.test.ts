import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startSession } from '../../server/accounts/sessions.ts'
import { addUser, changeUser } from '../../server/accounts/users.ts'
import { type BackupKind, listBackups, takeBackup } from '../../server/backups/backups.ts'
import { handedInFolder } from '../../server/backups/handed-in.ts'
import { lossOf } from '../../server/backups/loss.ts'
import { systemActor } from '../../server/db/actor.ts'
import { migrateDb, openDb } from '../../server/db/db.ts'
import { act } from '../../server/db/write.ts'
import { layGround } from '../../server/ground.ts'
import { healthOf } from '../../server/health.ts'
import { openBox } from '../backups/box.ts'
import { days, minutes } from '../support/clock.ts'
import { actorFor, origin } from '../support/world.ts'
import { person, textOf } from './person.ts'

/** The fund on disk, with Ines and Marcus at the panel. */
async function openPanel() {
  const box = await openBox()
  const take = (kind: BackupKind = 'manual', at = box.clock.now()) => takeBackup(box.db, box.folder, kind, at)
  return { ...box, take, inesAt: person(box.app, box.ines), marcusAt: person(box.app, box.marcus) }
}
type Panel = Awaited<ReturnType<typeof openPanel>>

/** Sends a file as the browser's form does; answers the reply. */
function handIn({ app, inesAt }: Panel, content: Buffer | string, filename = 'backup.db') {
  const head = `--edge\r\ncontent-disposition: form-data; name="file"; filename="${filename}"\r\n`
  const payload = Buffer.concat([
    Buffer.from(`${head}content-type: application/octet-stream\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n--edge--\r\n'),
  ])
  const cookie = `crm_session=${inesAt.cookies.get('crm_session')}`
  const headers = { cookie, origin, accept: 'text/html', 'content-type': 'multipart/form-data; boundary=edge' }
  return app.inject({ method: 'POST', url: '/admin/backups/handed-in', headers, payload })
}

const restoreOf = (name: string) => `/admin/backups/${name}/restore`
const left = (dataDir: string) => (existsSync(handedInFolder(dataDir)) ? readdirSync(handedInFolder(dataDir)) : [])

test('a new installation says that there is no backup yet, when the first is taken, and offers one', async () => {
  const { inesAt, folder } = await openPanel()

  const page = textOf((await inesAt.visit('/admin/backups')).body)

  expect(page).toContain('No backup yet')
  expect(page).toContain('every night at 02:30 (Europe/London), and the newest 30')
  expect(page).toContain(folder)
})

test('Back up now takes a backup, says what was proved, and lists it', async () => {
  const { inesAt, folder } = await openPanel()

  await inesAt.submit('/admin/backups', {})
  const page = await inesAt.visit('/admin/backups')

  expect(textOf(page.body)).toMatch(/Backed up and proved sound: 3 investors, 1 contact, \d+ log entries/)
  expect(textOf(page.body)).toMatch(/just now Mon, 16 Nov 2026, 09:00 .*By hand \d+ KB/)
  expect(page.body).toContain(`/admin/backups/${listBackups(folder)[0]?.name}/file`)
})

test('every kind of backup is named in words', async () => {
  const { inesAt, take } = await openPanel()
  for (const kind of ['nightly', 'manual', 'before-migration', 'before-restore'] as const) await take(kind)

  const page = textOf((await inesAt.visit('/admin/backups')).body)

  for (const words of ['Nightly', 'By hand', 'Before an update', 'Safety copy']) expect(page).toContain(words)
})

test('a download is the file itself, to save and never to keep in a cache', async () => {
  const { inesAt, take, folder } = await openPanel()
  const { name } = await take()

  const reply = await inesAt.visit(`/admin/backups/${name}/file`)

  expect(reply.rawPayload.equals(readFileSync(join(folder, name)))).toBe(true)
  expect(reply.headers['content-disposition']).toBe(`attachment; filename="${name}"`)
  expect(reply.headers['cache-control']).toBe('no-store')
})

test.each(['..%2Fcrm.db', 'crm.db', '..%2F..%2Fetc%2Fpasswd', 'crm-2020-01-01T00-00-00-000Z-manual.db'])(
  'no other file can be downloaded: %s',
  async (name) => {
    const { inesAt } = await openPanel()

    expect((await inesAt.visit(`/admin/backups/${name}/file`)).statusCode).toBe(404)
  },
)

test('nobody but an admin sees, takes, downloads or restores backups', async () => {
  const { marcusAt, take, folder } = await openPanel()
  const { name } = await take()

  const replies = await Promise.all([
    marcusAt.visit('/admin/backups'),
    marcusAt.visit(`/admin/backups/${name}/file`),
    marcusAt.visit(restoreOf(name)),
    marcusAt.submit('/admin/backups', {}),
    marcusAt.submit(restoreOf(name), {}),
  ])

  expect(replies.map((reply) => reply.statusCode)).toEqual([403, 403, 403, 403, 403])
  expect(listBackups(folder)).toHaveLength(1)
})

test('before a restore both sides are shown, and what would be lost, since when and by whom', async () => {
  const { inesAt, take, add, clock } = await openPanel()
  const { name } = await take()
  clock.advance(minutes(30))
  add('Birch Capital')

  const page = textOf((await inesAt.visit(restoreOf(name))).body)

  expect(page).toContain('Investors 4 3')
  expect(page).toContain('1 log entry made since Mon, 16 Nov 2026, 09:30 by Marcus Lindqvist will be lost')
  expect(page).toContain('A safety copy of everything that is here now is taken first')
  expect(page).toContain('To go back, restore that copy')
  expect(page).toContain('whoever was removed or changed their password since')
})

test('a backup that holds everything there is says that nothing will be lost', async () => {
  const { inesAt, take } = await openPanel()
  const { name } = await take()

  expect(textOf((await inesAt.visit(restoreOf(name))).body)).toContain('Nothing that is here now will be lost.')
})

test('a backup in which the admin has no account, or a lesser one, says so before it is restored', async () => {
  const panel = await openPanel()
  const { db, clock, ines, marcus, take, app } = panel
  const older = await take()
  const form = { full_name: 'Noor Haddad', email: 'noor@northlight.example', role: 'admin' as const, passwordHash: 'x' }
  const { result: noor } = act(db, actorFor(ines), 'Added Noor', (tx) => addUser(tx, form), { now: clock.now() })
  const raised = act(db, actorFor(ines), 'Raised Marcus', (tx) => changeUser(tx, marcus.id, { role: 'admin' }), {
    now: clock.now(),
  })

  const noorSees = await person(app, noor).visit(restoreOf(older.name))
  const marcusSees = await person(app, raised.result).visit(restoreOf(older.name))
  const inesSees = await panel.inesAt.visit(restoreOf(older.name))

  expect(textOf(noorSees.body)).toContain('Your own account is not in this backup.')
  expect(textOf(marcusSees.body)).toContain('Your own account is no admin in this backup.')
  expect(textOf(inesSees.body)).not.toContain('Your own account')
})

test('whoever is still signed in after a restore is back at the list and told how to go back', async () => {
  const { inesAt, take, add, names } = await openPanel()
  const { name } = await take()
  add('Birch Capital')

  const reply = await inesAt.submit(restoreOf(name), {})
  const page = textOf((await inesAt.visit('/admin/backups')).body)

  expect(reply.headers.location).toBe('/admin/backups')
  expect(page).toContain('The backup was restored. To go back, restore the safety copy')
  expect(names()).not.toContain('Birch Capital')
})

test('whoever signed in since the backup stays signed in, if their account is in it', async () => {
  const { app, ines, take } = await openPanel()
  const { name } = await take()
  const late = person(app, ines)

  const reply = await late.submit(restoreOf(name), {})

  expect(reply.headers.location).toBe('/admin/backups')
  expect((await late.visit('/admin/backups')).statusCode).toBe(200)
})

test('whose account is not in the backup lands on the sign-in page with a sentence', async () => {
  const { app, db, clock, ines, take } = await openPanel()
  const { name } = await take()
  const form = { full_name: 'Noor Haddad', email: 'noor@northlight.example', role: 'admin' as const, passwordHash: 'x' }
  const noor = person(
    app,
    act(db, actorFor(ines), 'Added Noor', (tx) => addUser(tx, form), { now: clock.now() }).result,
  )

  const reply = await noor.submit(restoreOf(name), {})
  const page = await noor.visit(String(reply.headers.location))

  expect(reply.headers.location).toBe('/sign-in')
  expect(page.statusCode).toBe(200)
  expect(textOf(page.body)).toContain('your account is not in it. Sign in with one that is.')
  expect(noor.cookies.has('crm_session')).toBe(false)
})

test('the safety copy of a restore says what it brings back', async () => {
  const { inesAt, take, add, clock, folder } = await openPanel()
  const { name } = await take()
  add('Birch Capital')
  clock.advance(minutes(1))
  await inesAt.submit(restoreOf(name), {})
  const copy = listBackups(folder).find((backup) => backup.kind === 'before-restore')

  const page = textOf((await inesAt.visit(restoreOf(String(copy?.name)))).body)

  expect(page).toContain('It brings back 1 log entry that is not here now.')
})

test('a backup of elsewhere is shown before it is restored, and gone afterwards', async () => {
  const panel = await openPanel()
  const { inesAt, take, folder, add, names, dataDir } = panel
  const { name } = await take()
  add('Birch Capital')

  const handed = await handIn(panel, readFileSync(join(folder, name)))
  const at = String(handed.headers.location)
  const preview = textOf((await inesAt.visit(at)).body)
  const kept = left(dataDir).map((id) => join(handedInFolder(dataDir), id, 'backup.db'))
  const modes = kept.map((path) => statSync(path).mode & 0o777)
  const reply = await inesAt.submit(`${at}/restore`, {})

  expect(preview).toContain('Investors 4 3')
  expect(modes).toEqual([0o600])
  expect(reply.statusCode).toBe(303)
  expect(names()).not.toContain('Birch Capital')
  expect(left(dataDir)).toEqual([])
})

test('a file of another installation says that everything is replaced', async () => {
  const panel = await openPanel()
  const { dataDir, app } = panel
  const elsewhere = openWorldElsewhere()

  const handed = await handIn(panel, elsewhere)
  const preview = textOf((await panel.inesAt.visit(String(handed.headers.location))).body)
  const reply = await panel.inesAt.submit(`${handed.headers.location}/restore`, {})

  expect(preview).toContain('This backup is of another installation. Everything that is here now is replaced')
  expect(reply.statusCode).toBe(303)
  expect(left(dataDir)).toEqual([])
  expect((await app.inject({ url: '/api/health' })).statusCode).toBe(200)
})

/** Another fund, set up by itself: its change log has not one entry in common with ours. */
function openWorldElsewhere(): Buffer {
  const db = openDb(':memory:')
  migrateDb(db)
  layGround(db)
  const joan = { full_name: 'Joan Park', email: 'joan@southlight.example', role: 'admin' as const, passwordHash: '' }
  act(db, systemActor('cli'), 'Set up', (tx) => addUser(tx, joan))
  return db.$client.serialize()
}

test.each([
  ['a text', Buffer.from('name,amount\n'.repeat(200)), 'It is not a SQLite database'],
  ['an empty file', Buffer.alloc(0), 'It is a database of another program'],
])('%s is refused with the reason, and not kept', async (_what, content, reason) => {
  const panel = await openPanel()

  const reply = await handIn(panel, content)

  expect(reply.statusCode).toBe(422)
  expect(textOf(reply.body)).toContain(`This file cannot be used as a backup. ${reason}`)
  expect(textOf(reply.body)).toContain('Nothing was changed.')
  expect(left(panel.dataDir)).toEqual([])
})

test('sending the form without a file asks for one', async () => {
  const panel = await openPanel()

  const reply = await handIn(panel, '', '')

  expect(reply.statusCode).toBe(422)
  expect(textOf(reply.body)).toContain('Choose the file of a backup.')
})

test('a file put aside is gone, and nothing was changed', async () => {
  const panel = await openPanel()
  const { name } = await panel.take()
  panel.add('Birch Capital')
  const { headers } = await handIn(panel, readFileSync(join(panel.folder, name)))

  await panel.inesAt.submit(`${headers.location}/drop`, {})

  expect(left(panel.dataDir)).toEqual([])
  expect(panel.names()).toContain('Birch Capital')
  expect((await panel.inesAt.visit(String(headers.location))).statusCode).toBe(404)
})

test('a file nobody came back to is gone the next time somebody looks', async () => {
  const panel = await openPanel()
  const { name } = await panel.take()
  await handIn(panel, readFileSync(join(panel.folder, name)))
  panel.clock.advance(Math.max(0, Date.now() - panel.clock.now().getTime()) + minutes(61))
  panel.inesAt.cookies.set('crm_session', startSession(panel.db, panel.ines, {}, panel.clock.now()))

  await panel.inesAt.visit('/admin/backups')

  expect(left(panel.dataDir)).toEqual([])
})

test('what a restore loses and brings is counted from where the two logs part', async () => {
  const { db, folder, add, take } = await openPanel()
  const shared = Number(db.$client.prepare('SELECT count(*) FROM changes').pluck().get())
  const older = await take('manual', new Date('2026-11-16T08:00:00Z'))
  add('Birch Capital')
  add('Cedar Foundation')
  const newer = await take()

  expect(lossOf(db, join(folder, older.name))).toMatchObject({ shared, lost: 2, brought: 0 })
  expect(lossOf(db, join(folder, newer.name))).toMatchObject({ shared: shared + 2, lost: 0, brought: 0 })
})

const inStep = { tone: 'good', text: 'The database takes what you write.' }

test('the dot is amber with a sentence before the first night, green after it', async () => {
  const { marcusAt, take, clock } = await openPanel()

  const fresh = textOf((await marcusAt.visit('/contacts')).body)
  await take('nightly')
  clock.advance(minutes(2))
  const proven = textOf((await marcusAt.visit('/contacts')).body)

  expect(fresh).toContain('There is no nightly backup yet: the first is taken at 02:30.')
  expect(fresh).toContain('State of the system: 1 note')
  expect(proven).toContain('State of the system: In step')
  expect(proven).toContain('The last nightly backup is less than an hour old, and was proved sound.')
})

test.each([
  [1, 'good', '24 hours old'],
  [2, 'late', '2 days old'],
  [4, 'bad', '4 days old'],
])('a nightly backup of %i days ago is %s', async (age, tone, words) => {
  const { db, app, take, clock } = await openPanel()
  await take('nightly')
  clock.advance(days(age))

  const health = healthOf({ db, config: app.config, now: clock.now })

  expect(health.tone).toBe(tone)
  expect(health.reasons).toContainEqual(inStep)
  expect(health.reasons.at(-1)?.text).toContain(words)
})

test('an installation that never had a nightly backup turns red', async () => {
  const { db, app } = await openPanel()

  const health = healthOf({ db, config: app.config, now: () => new Date(Date.now() + days(5)) })

  expect(health).toMatchObject({ tone: 'bad', reasons: [inStep, { text: expect.stringContaining('5 days old') }] })
})

test('a database that takes no writes turns the dot red', async () => {
  const { db, app, clock, take } = await openPanel()
  await take('nightly')
  db.$client.pragma('query_only = ON')

  const health = healthOf({ db, config: app.config, now: clock.now })

  expect(health).toMatchObject({ tone: 'bad', reasons: [{ text: expect.stringContaining('takes no writes') }, {}] })
})
