/** Makes sure that what was erased is in no corner of the file. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import type { Tx } from '../db/write.ts'

const owed = 'scrub'

/** The bytes of what is deleted from here on are overwritten, as far as SQLite can do that without writing the file anew. */
export function eraseBytes({ db }: Tx): void {
  db.$client.pragma('secure_delete = ON')
}

/** Noted with the erasing itself, so that a process that dies in between leaves it to the next one. */
export function owesScrub(tx: Tx): void {
  prepared(tx.db, 'INSERT OR REPLACE INTO log_cursors (name, seq) VALUES (?, 1)').run(owed)
}

/** In bytes; to write such a file anew takes about half a second, in which nobody is answered. */
const quick = 128 * 2 ** 20

/**
 * Once an erasing is committed, while somebody waits: a small file is scrubbed at once. Of a large one what was erased is
 * overwritten, and the scraps that may be left of it in the index of words and at the edges of pages go in the night.
 */
export function scrubSoon(db: Db): void {
  if (sizeOf(db) <= quick) scrubErased(db)
  else impatiently(db, () => isLogEmptied(db))
}

const sizeOf = ({ $client: client }: Db): number =>
  Number(client.pragma('page_count', { simple: true })) * Number(client.pragma('page_size', { simple: true }))

/**
 * Once an erasing is committed: drops the words from the search index, writes the file anew and empties the log beside it.
 * Deleted rows stay readable in free pages and at the edges of others, which `secure_delete` does not reach
 * (https://www.sqlite.org/pragma.html#pragma_secure_delete). Answers false when nothing was erased since, or when somebody
 * reads from the file just now, who is not waited for: then the next call does it.
 */
export function scrubErased(db: Db): boolean {
  if (db.$client.inTransaction || !isOwed(db)) return false

  return impatiently(db, () => {
    prepared(db, "INSERT INTO mail_search (mail_search) VALUES ('optimize')").run()
    rewrite(db)
    if (!isLogEmptied(db)) return false
    prepared(db, 'DELETE FROM log_cursors WHERE name = ?').run(owed)
    return true
  })
}

/** False when somebody is in the way: a service waits for nobody here. */
function impatiently(db: Db, work: () => boolean): boolean {
  const patience = db.$client.pragma('busy_timeout', { simple: true })
  db.$client.pragma('busy_timeout = 100')
  try {
    return work()
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
