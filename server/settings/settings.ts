import { eq } from 'drizzle-orm'
import type { Db } from '../db/db.ts'
import { settings } from '../db/live.ts'
import { amend, find, record, type Tx } from '../db/write.ts'

/** The value of one setting, or undefined when nobody has set it. */
export function getSetting<T>(db: Db, id: string): T | undefined {
  return db.select().from(settings).where(eq(settings.id, id)).get()?.value as T | undefined
}

export function setSetting(tx: Tx, id: string, value: unknown): void {
  if (find(tx.db, 'settings', id)) amend(tx, 'settings', id, { value })
  else record(tx, 'settings', { id, value })
}
