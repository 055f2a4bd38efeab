import type { Db } from '../db/db.ts'
import { eq, sql } from '../db/drizzle.ts'
import { settings } from '../db/live.ts'
import { preparedQuery } from '../db/prepared.ts'
import { amend, find, record, restore, type Tx } from '../db/write.ts'

/** The value of one setting, or undefined when nobody has set it. */
export function getSetting<T>(db: Db, id: string): T | undefined {
  return byId(db).get({ id })?.value as T | undefined
}

const byId = preparedQuery((db) =>
  db
    .select()
    .from(settings)
    .where(eq(settings.id, sql.placeholder('id')))
    .prepare(),
)

/** Its first writing may have been undone: then the row is archived under the same id. */
export function setSetting(tx: Tx, id: string, value: unknown): void {
  if (!find(tx.db, 'settings', id)) return void record(tx, 'settings', { id, value })

  restore(tx, 'settings', id)
  amend(tx, 'settings', id, { value })
}
