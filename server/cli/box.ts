import { existsSync } from 'node:fs'
import { type Config, readConfig } from '../config.ts'
import { backupsFolder, databaseFile, openDataFolder, prepareDataFolder } from '../data-folder.ts'
import { type Actor, systemActor } from '../db/actor.ts'
import { type Db, openDb } from '../db/db.ts'
import { pendingMigrations } from '../db/migrations.ts'
import { useZone } from '../db/zone.ts'
import { UserError } from '../errors.ts'
import { DataFolderInUse, lockDataFolder } from '../lock.ts'

/** The data folder as a command sees it. */
export type Box = { db: Db; config: Config; actor: Actor; backups: string; now: Date }

/**
 * Opens the data folder for one command. Beside a running service that works too (SQLite keeps them apart), as long as
 * the service is of this release; what replaces the database asks for `alone` and is refused meanwhile. Only a command
 * that may begin a fund (`isNew`) makes a database where there is none: a mistyped folder is no new fund.
 */
export async function withBox<T>(
  work: (box: Box) => T | Promise<T>,
  { alone = false, isNew = false } = {},
): Promise<T> {
  const config = readConfig(process.env)
  if (!isNew) requireDatabase(config.dataDir)
  prepareDataFolder(config.dataDir)
  const unlock = tryLock(config.dataDir, alone)
  const now = new Date()
  const db = unlock ? await openDataFolder(config.dataDir, now) : openBesideService(config.dataDir)
  useZone(db, config.timezone)
  try {
    return await work({ db, config, actor: systemActor('cli'), backups: backupsFolder(config.dataDir), now })
  } finally {
    db.$client.close()
    unlock?.()
  }
}

function requireDatabase(dataDir: string): void {
  if (existsSync(databaseFile(dataDir))) return

  const detail = `There is no database in ${dataDir}. Set CRM_DATA_DIR to the fund’s data folder, or start the service to make one.`
  throw new UserError('not_found', detail)
}

function tryLock(dataDir: string, alone: boolean): (() => void) | null {
  try {
    return lockDataFolder(dataDir)
  } catch (error) {
    if (alone || !(error instanceof DataFolderInUse) || !existsSync(databaseFile(dataDir))) throw error
    return null
  }
}

function openBesideService(dataDir: string): Db {
  const db = openDb(databaseFile(dataDir))
  if (pendingMigrations(db) === 0) return db

  db.$client.close()
  throw new UserError(
    'conflict',
    'The running service is of another release than this command. Restart the service first.',
  )
}

export function say(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}
