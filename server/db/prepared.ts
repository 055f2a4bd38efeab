import type Database from 'better-sqlite3'
import type { Db } from './db.ts'

const cache = new WeakMap<Database.Database, Map<string, Database.Statement>>()

/** Prepares a statement once per connection. The text must be a constant of the code: never built from input. */
export function prepared(db: Db, sql: string): Database.Statement<unknown[]> {
  let statements = cache.get(db.$client)
  if (!statements) cache.set(db.$client, (statements = new Map()))
  let statement = statements.get(sql)
  if (!statement) statements.set(sql, (statement = db.$client.prepare(sql)))
  return statement
}
