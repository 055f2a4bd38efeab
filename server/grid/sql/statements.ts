import type Database from 'better-sqlite3'
import type { Db } from '../../db/db.ts'
import { plannedOnce } from '../../db/prepared.ts'

const caches = new WeakMap<Database.Database, Map<string, Database.Statement<unknown[]>>>()
/** Filters give endlessly many shapes of SQL; the ones in use are few. */
const most = 200

/** Prepares SQL made from a checked query; the statements used last are kept. `Row` is what it answers. */
export function statement<Row = unknown>(db: Db, sql: string): Database.Statement<unknown[], Row> {
  const cache = cacheOf(db)
  const made = cache.get(sql) ?? db.$client.prepare<unknown[]>(plannedOnce(sql))
  cache.delete(sql)
  cache.set(sql, made)
  const [oldest] = cache.keys()
  if (cache.size > most && oldest !== undefined) cache.delete(oldest)
  return made as Database.Statement<unknown[], Row>
}

function cacheOf(db: Db) {
  const known = caches.get(db.$client)
  if (known) return known

  const fresh = new Map<string, Database.Statement<unknown[]>>()
  caches.set(db.$client, fresh)
  return fresh
}
