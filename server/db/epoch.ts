/**
 * What has changed in the database without an entry in the log: derived values that were worked out again, what the mailboxes and
 * calendars hold, and whatever another process has committed, such as `crm capture` beside the service.
 */
import type Database from 'better-sqlite3'
import type { Db } from './db.ts'
import { prepared } from './prepared.ts'

const epochs = new WeakMap<Database.Database, number>()

/**
 * Another text whenever something may have changed so. SQLite itself counts what other connections commit
 * (https://sqlite.org/pragma.html#pragma_data_version), which costs a microsecond to ask.
 */
export const derivedEpoch = (db: Db): string =>
  `${epochs.get(db.$client) ?? 0} ${prepared(db, 'PRAGMA data_version').pluck().get()}`

export function nextEpoch(db: Db): void {
  epochs.set(db.$client, (epochs.get(db.$client) ?? 0) + 1)
}
