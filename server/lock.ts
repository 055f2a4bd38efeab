import { chmodSync, closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

/**
 * Takes the data folder for this process: an exclusive SQLite lock on a file of its own, which the operating system
 * releases however the process ends. Answers the function that gives it back; throws when another process has it.
 */
export function lockDataFolder(dataDir: string): () => void {
  const file = join(dataDir, 'lock.db')
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
  const lock = new Database(file, { timeout: 0 })
  try {
    lock.pragma('locking_mode = EXCLUSIVE')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) throw new DataFolderInUse(dataDir)
    throw error
  }
  return () => lock.close()
}

export class DataFolderInUse extends Error {
  constructor(dataDir: string) {
    super(`Another process is using the data folder ${dataDir}. Stop it first, or set CRM_DATA_DIR to another folder.`)
  }
}
