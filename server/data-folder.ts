import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { takeBackup } from './backups/backups.ts'
import { type Db, migrateDb, openDb } from './db/db.ts'
import { pendingMigrations } from './db/migrations.ts'
import { layGround } from './ground.ts'

export const databaseFile = (dataDir: string) => join(dataDir, 'crm.db')
export const backupsFolder = (dataDir: string) => join(dataDir, 'backups')

/** Makes the folder if need be; only its owner may look inside. */
export function prepareDataFolder(dataDir: string): void {
  mkdirSync(backupsFolder(dataDir), { recursive: true, mode: 0o700 })
  chmodSync(dataDir, 0o700)
}

/**
 * Opens the folder's database and brings it to this version. When there is something to migrate, a backup is taken
 * first, so that a release can be taken back together with its data.
 */
export async function openDataFolder(dataDir: string, now: Date): Promise<Db> {
  const file = databaseFile(dataDir)
  const isNew = !existsSync(file)
  const db = openDb(file)
  chmodSync(file, 0o600)

  if (!isNew && pendingMigrations(db) > 0) await takeBackup(db, backupsFolder(dataDir), 'before-migration', now)
  migrateDb(db)
  layGround(db, now)
  return db
}
