/** Makes sure that what was erased is in no corner of the file. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import type { Tx } from '../db/write.ts'

const owed = 'scrub'

/** Noted with the erasing itself, so that a process that dies in between leaves it to the next one. */
export function owesScrub(tx: Tx): void {
  prepared(tx.db, 'INSERT OR REPLACE INTO log_cursors (name, seq) VALUES (?, 1)').run(owed)
}

/**
 * Once an erasing is committed: drops the words from the search index, writes the file anew and empties the log beside it.
 * Deleted rows stay readable in free pages and at the edges of others, which `secure_delete` does not reach
 * (https://www.sqlite.org/pragma.html#pragma_secure_delete). Answers false when nothing was erased since, or when somebody
 * reads from the file just now, who is not waited for: then the next call does it.
 */
export function scrubErased(db: Db): boolean {
  if (db.$client.inTransaction || !isOwed(db)) return false

  const patience = db.$client.pragma('busy_timeout', { simple: true })
  db.$client.pragma('busy_timeout = 100')
  try {
    prepared(db, "INSERT INTO mail_search (mail_search) VALUES ('optimize')").run()
    rewrite(db)
    if (!isLogEmptied(db)) return false
    prepared(db, 'DELETE FROM log_cursors WHERE name = ?').run(owed)
    return true
  } catch (error) {
    if (isBusy(error)) return false
    throw error
  } finally {
    db.$client.pragma(`busy_timeout = ${patience}`)
  }
}

const isOwed = (db: Db): boolean => prepared(db, 'SELECT 1 FROM log_cursors WHERE name = ?').get(owed) !== undefined

/** The copy that VACUUM makes on its way would otherwise be held in memory whole. */
function rewrite({ $client: client }: Db): void {
  client.pragma('temp_store = FILE')
  try {
    client.exec('VACUUM')
  } finally {
    client.pragma('temp_store = MEMORY')
  }
}

/** https://www.sqlite.org/pragma.html#pragma_wal_checkpoint: the first column is 1 when a reader stood in the way. */
function isLogEmptied({ $client: client }: Db): boolean {
  const [result] = client.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  return result?.busy === 0
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && (/statements in progress/.test(error.message) || isLocked(error))
const isLocked = (error: Error) => String((error as { code?: string }).code).startsWith('SQLITE_BUSY')
