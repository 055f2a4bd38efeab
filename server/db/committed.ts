/** Tells, after each act that changed something, whoever follows the change log in this process. */
import type Database from 'better-sqlite3'
import type { Db } from './db.ts'

type Follower = () => void

const followers = new WeakMap<Database.Database, Set<Follower>>()

/**
 * Calls `follower` after every act that is committed and left entries in the log. It reads them from there, so nothing is
 * lost when several acts are told at once. Answers the function that ends it.
 */
export function onCommit(db: Db, follower: Follower): () => void {
  const known = followers.get(db.$client) ?? new Set<Follower>()
  followers.set(db.$client, known.add(follower))
  return () => known.delete(follower)
}

/** An act within another is told when the outer one is committed. A follower that fails does not undo what is acknowledged. */
export function tellCommitted(db: Db): void {
  if (db.$client.inTransaction) return

  for (const follower of followers.get(db.$client) ?? []) queueMicrotask(follower)
}
