import type Database from 'better-sqlite3'
import type { Db } from './db.ts'

const cache = new WeakMap<Database.Database, Map<string, Database.Statement<unknown[]>>>()

/** Prepares a statement once per connection. The text must be a constant of the code: never built from input. */
export function prepared(db: Db, sql: string): Database.Statement<unknown[]> {
  const statements = statementsOf(db)
  const known = statements.get(sql)
  if (known) return known

  const statement = db.$client.prepare<unknown[]>(sql)
  statements.set(sql, statement)
  return statement
}

function statementsOf(db: Db) {
  const known = cache.get(db.$client)
  if (known) return known

  const statements = new Map<string, Database.Statement<unknown[]>>()
  cache.set(db.$client, statements)
  return statements
}
