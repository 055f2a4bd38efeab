import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { listBackups, takeBackup } from '../../server/backups/backups.ts'
import { proveBackup } from '../../server/backups/proof.ts'
import { previewRestore, restoreBackup } from '../../server/backups/restore.ts'
import { backupsFolder, databaseFile, openDataFolder, prepareDataFolder } from '../../server/data-folder.ts'
import { systemActor } from '../../server/db/actor.ts'
import { type Db, migrationsFolder, openDb } from '../../server/db/db.ts'
import { migrate } from '../../server/db/drizzle.ts'
import { investors } from '../../server/db/live.ts'
import { pendingMigrations } from '../../server/db/migrations.ts'
import { act } from '../../server/db/write.ts'
import { addInvestor } from '../../server/grid/investors.ts'
import { testClock } from '../support/clock.ts'
import { emptyFolder } from '../support/folder.ts'

const { now } = testClock()
const cli = systemActor('cli')

async function openBox() {
  const dataDir = emptyFolder()
  prepareDataFolder(dataDir)
  const db = await openDataFolder(dataDir, now())
  onTestFinished(() => void db.$client.close())
  return { db, dataDir, folder: backupsFolder(dataDir) }
}

const add = (db: Db, name: string) => act(db, cli, 'Added', (tx) => addInvestor(tx, { name }), { now: now() })
const names = (db: Db) =>
  db
    .select()
    .from(investors)
    .all()
    .map((investor) => investor.name)

test('a restore brings back what the backup held, and keeps a copy of what it replaced', async () => {
  const { db, folder } = await openBox()
  add(db, 'Harbor Family Office')
  const backup = await takeBackup(db, folder, 'manual', now())
  add(db, 'Alder Pension')

  const { safetyCopy } = await restoreBackup(
    db,
    cli,
    join(folder, backup.name),
    folder,
    new Date(now().getTime() + 1000),
  )

  expect(names(db)).toEqual(['Harbor Family Office'])
  const before = openDb(readFileSync(join(folder, safetyCopy.name)))
  expect(names(before)).toEqual(['Harbor Family Office', 'Alder Pension'])
})

test('the database goes on working after a restore, and its log is whole', async () => {
  const { db, folder } = await openBox()
  const backup = await takeBackup(db, folder, 'manual', now())
  await restoreBackup(db, cli, join(folder, backup.name), folder, now())

  add(db, 'Quill Endowment')
  const again = await takeBackup(db, folder, 'nightly', now())

  expect(again.proof).toMatchObject({ investors: 1 })
})

test('a preview tells both sides and changes nothing', async () => {
  const { db, folder } = await openBox()
  const backup = await takeBackup(db, folder, 'manual', now())
  add(db, 'Harbor Family Office')

  const preview = previewRestore(db, join(folder, backup.name))

  expect(preview).toMatchObject({ backup: { investors: 0 }, current: { investors: 1 } })
  expect(names(db)).toEqual(['Harbor Family Office'])
})

test.each([
  [
    'a text file',
    (path: string) => writeFileSync(path, 'not a database at all, but long enough to be one'.repeat(50)),
    'not a SQLite database',
  ],
  [
    'a truncated copy',
    (path: string) => writeFileSync(path, readFileSync(path).subarray(0, statSync(path).size / 2)),
    'cannot be used',
  ],
  ['an empty file', (path: string) => writeFileSync(path, ''), 'another program'],
  ['an edited log', (path: string) => editLog(path), 'change log was edited'],
  [
    'a newer release',
    (path: string) => runSql(path, `INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('x', 9999999999999)`),
    'newer release',
  ],
])('a restore refuses %s and leaves everything as it is', async (_what, spoil, reason) => {
  const { db, folder } = await openBox()
  add(db, 'Harbor Family Office')
  const path = join(folder, (await takeBackup(db, folder, 'manual', now())).name)
  spoil(path)

  await expect(restoreBackup(db, cli, path, folder, now())).rejects.toThrow(reason)

  expect(names(db)).toEqual(['Harbor Family Office'])
  expect(readdirSync(folder).filter((name) => name.includes('before-restore'))).toEqual([])
})

test('thirty nightly backups are kept, and every manual one', async () => {
  const { db, folder } = await openBox()
  await takeBackup(db, folder, 'manual', new Date('2026-01-01T00:00:00Z'))
  for (let day = 1; day <= 33; day += 1) await takeBackup(db, folder, 'nightly', new Date(Date.UTC(2026, 2, day)))

  const kept = listBackups(folder)

  expect(kept.filter((b) => b.kind === 'nightly').map((b) => b.at.slice(0, 10))).toHaveLength(30)
  expect(kept.at(-1)?.kind).toBe('manual')
})

test('a backup of an unsound database is refused and leaves no file behind', async () => {
  const { db, folder } = await openBox()
  db.$client.exec('DROP TRIGGER changes_no_update')
  db.$client.exec(`UPDATE changes SET actor_name = 'Somebody else' WHERE seq = 3`)

  await expect(takeBackup(db, folder, 'manual', now())).rejects.toThrow('change log was edited')

  expect(readdirSync(folder)).toEqual([])
})

test('a backup is one sound file that only its owner can read', async () => {
  const { db, folder } = await openBox()

  const { name } = await takeBackup(db, folder, 'manual', now())

  expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
  expect(proveBackup(join(folder, name)).investors).toBe(0)
  expect(readdirSync(folder)).toEqual([name])
})

test('a database of an older release is backed up before it is migrated', async () => {
  const dataDir = emptyFolder()
  prepareDataFolder(dataDir)
  const old = openDb(databaseFile(dataDir))
  migrate(old, { migrationsFolder: onlyTheFirst(migrationsFolder) })
  old.$client.close()

  const db = await openDataFolder(dataDir, now())
  onTestFinished(() => void db.$client.close())

  expect(listBackups(backupsFolder(dataDir)).map((b) => b.kind)).toEqual(['before-migration'])
  expect(pendingMigrations(db)).toBe(0)
})

/** The migrations of the first release, in a folder of their own. */
function onlyTheFirst(folder: string): string {
  const copy = emptyFolder()
  cpSync(folder, copy, { recursive: true })
  const journalFile = join(copy, 'meta', '_journal.json')
  const journal = JSON.parse(readFileSync(journalFile, 'utf8'))
  writeFileSync(journalFile, JSON.stringify({ ...journal, entries: journal.entries.slice(0, 1) }))
  return copy
}

function runSql(path: string, sql: string) {
  const db = openDb(path)
  db.$client.exec(sql)
  db.$client.pragma('journal_mode = DELETE')
  db.$client.close()
}

const editLog = (path: string) =>
  runSql(path, `DROP TRIGGER changes_no_update; UPDATE changes SET after = '"x"' WHERE seq = 3`)
