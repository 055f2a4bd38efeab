import type Database from 'better-sqlite3'
import type { Db } from './db.ts'

/**
 * A drizzle query that is built and prepared once per connection; what changes from call to call is a placeholder. Building
 * one costs more than running it, so what every act asks for is asked in this way.
 */
export function preparedQuery<Q>(build: (db: Db) => Q): (db: Db) => Q {
  const known = new WeakMap<Database.Database, Q>()
  return (db) => {
    const made = known.get(db.$client) ?? build(db)
    known.set(db.$client, made)
    return made
  }
}

const cache = new WeakMap<Database.Database, Map<string, Database.Statement<unknown[]>>>()

/**
 * Prepares a statement once per connection. The text must be a constant of the code: never built from input. `Row` is what
 * the statement answers, as its author reads it from the SQL.
 */
export function prepared<Row = unknown>(db: Db, sql: string): Database.Statement<unknown[], Row> {
  const statements = statementsOf(db)
  const statement = statements.get(sql) ?? db.$client.prepare<unknown[]>(plannedOnce(sql))
  statements.set(sql, statement)
  return statement as Database.Statement<unknown[], Row>
}

/**
 * While it plans a join, SQLite looks at what is bound to a bare parameter beside `=` or LIMIT, and plans anew whenever
 * something else is bound: often dearer than the query. Behind a plus, which changes no value, it does not look.
 * (`sqlite3ExprIsInteger` in https://sqlite.org/src/file/src/expr.c)
 */
export const plannedOnce = (sql: string): string => sql.replace(/(=|\bIS|\bLIMIT) (?=[?@])/g, '$1 +')

function statementsOf(db: Db) {
  const known = cache.get(db.$client)
  if (known) return known

  const statements = new Map<string, Database.Statement<unknown[]>>()
  cache.set(db.$client, statements)
  return statements
}
