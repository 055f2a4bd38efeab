import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { fold, foldCase } from '../../shared/fold.ts'
import { type BetterSQLite3Database, drizzle, migrate } from './drizzle.ts'

/** A connection. Reading takes one; writing takes a `Tx` from `write.ts`. */
export type Db = BetterSQLite3Database & { $client: Database.Database }

export const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url))

/**
 * Opens a database file (or `:memory:`, or a serialised copy) with the settings durability depends on: WAL with
 * `synchronous=FULL` syncs the log at every commit, so an acknowledged edit survives a power cut.
 * https://www.sqlite.org/pragma.html#pragma_synchronous
 */
export function openDb(source: string | Buffer): Db {
  const client = new Database(source)
  client.pragma('journal_mode = WAL')
  client.pragma('synchronous = FULL')
  client.pragma('foreign_keys = ON')
  client.pragma('busy_timeout = 5000')
  // 16 MB of log before it is carried into the file: pages that change with every act are then carried once for many.
  client.pragma('wal_autocheckpoint = 4000')
  client.pragma('temp_store = MEMORY')
  client.pragma('cache_size = -65536')
  client.pragma('mmap_size = 268435456')
  registerFunctions(client)

  return drizzle(client)
}

/** SQLite's own lower() knows ASCII only. Queries call these two; no index or trigger does, so other tools can open the file. */
function registerFunctions(client: Database.Database): void {
  const textOnly = (work: (text: string) => string) => (value: unknown) => (value === null ? null : work(String(value)))
  client.function('fold', { deterministic: true }, textOnly(fold))
  client.function('fold_case', { deterministic: true }, textOnly(foldCase))
}

export function migrateDb(db: Db): void {
  migrate(db, { migrationsFolder })
}
