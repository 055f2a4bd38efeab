import { type Db, migrationsFolder } from './db.ts'
import { readMigrationFiles } from './drizzle.ts'

/** How many of this release's migrations the database has not seen. */
export function pendingMigrations(db: Db): number {
  return knownMigrations().length - appliedMigrations(db)
}

/** True when the database was written by a newer release than this one. */
export const isFromTheFuture = (db: Db): boolean => pendingMigrations(db) < 0

const knownMigrations = () => readMigrationFiles({ migrationsFolder })

function appliedMigrations(db: Db): number {
  const table = db.$client.prepare(`SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'`).get()
  return table ? Number(db.$client.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get()) : 0
}
