/** Tells, after each act that changed something, whoever follows the change log in this process. */
import type Database from 'better-sqlite3'
import type { Db } from './db.ts'

type Follower = () => void

const followers = new WeakMap<Database.Database, Set<Follower>>()
/** Connections on which an act within another has news that nobody was told yet. */
const owed = new WeakSet<Database.Database>()

/**
 * Calls `follower` after every act that is committed and left entries in the log. It reads them from there, so nothing is
 * lost when several acts are told at once. Answers the function that ends it.
 */
export function onCommit(db: Db, follower: Follower): () => void {
  const known = followers.get(db.$client) ?? new Set<Follower>()
  followers.set(db.$client, known.add(follower))
  return () => known.delete(follower)
}

/**
 * `changed` is how much the act that just ended wrote itself. One within another is told when the outer one is committed.
 * A follower that fails does not undo what is acknowledged.
 */
export function tellCommitted({ $client: client }: Db, changed: number): void {
  if (changed > 0) owed.add(client)
  if (client.inTransaction || !owed.delete(client)) return

  for (const follower of followers.get(client) ?? []) queueMicrotask(follower)
}
