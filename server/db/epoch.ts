/** How often derived values of this connection were worked out again without an act, that is, without an entry in the log. */
import type Database from 'better-sqlite3'
import type { Db } from './db.ts'

const epochs = new WeakMap<Database.Database, number>()

export const derivedEpoch = (db: Db): number => epochs.get(db.$client) ?? 0

export function nextEpoch(db: Db): void {
  epochs.set(db.$client, derivedEpoch(db) + 1)
}
