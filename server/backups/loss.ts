import Database from 'better-sqlite3'
import type { Db } from '../db/db.ts'

/**
 * What a restore would take away, in entries of the change log. `shared` are those both sides begin with; `lost` and
 * `brought` those only the one in use, or only the backup has. `since` and `people` say when and by whom the lost ones
 * were made.
 */
export type Loss = { shared: number; lost: number; brought: number; since: string | null; people: string[] }

type Log = (sql: string, ...values: unknown[]) => unknown

/**
 * Compares two change logs. Each entry's hash covers all before it, so the logs agree up to one entry and never again:
 * that entry is found by halving. Expects a backup that was proved.
 */
export function lossOf(db: Db, path: string): Loss {
  const backup = new Database(path, { readonly: true })
  try {
    return compare(logOf(db.$client), logOf(backup), db)
  } finally {
    backup.close()
  }
}

const logOf =
  (client: Database.Database): Log =>
  (sql, ...values) =>
    client
      .prepare(sql)
      .pluck()
      .get(...values)

function compare(here: Log, there: Log, db: Db): Loss {
  const fork = lastShared(here, there)
  const after = (log: Log) => Number(log('SELECT count(*) FROM changes WHERE seq > ?', fork))
  const people = db.$client.prepare('SELECT DISTINCT actor_name FROM changes WHERE seq > ? ORDER BY 1').pluck()

  return {
    shared: Number(here('SELECT count(*) FROM changes WHERE seq <= ?', fork)),
    lost: after(here),
    brought: after(there),
    since: (here('SELECT min(at) FROM changes WHERE seq > ?', fork) as string | null) ?? null,
    people: people.all(fork) as string[],
  }
}

/** The number of the last entry both have, 0 when they have nothing in common. */
function lastShared(here: Log, there: Log): number {
  const hash = 'SELECT hash FROM changes WHERE seq <= ? ORDER BY seq DESC LIMIT 1'
  const agree = (seq: number) => here(hash, seq) === there(hash, seq)
  let sound = 0
  let open = Math.max(newest(here), newest(there)) + 1
  while (open - sound > 1) {
    const middle = Math.floor((sound + open) / 2)
    if (agree(middle)) sound = middle
    else open = middle
  }
  return sound
}

const newest = (log: Log) => Number(log('SELECT max(seq) FROM changes') ?? 0)
