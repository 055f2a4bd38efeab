/**
 * Which messages belong together: those that share a Gmail thread in some mailbox, a Message-ID, or a reference to one
 * (RFC 5322, 3.6.4). A message that leads to several threads makes them one, in whatever order they came.
 */
import type { Db } from '../db/db.ts'
import type { Row } from '../db/entities.ts'
import { newId } from '../db/ids.ts'
import type { PrivacyLevel } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'
import { amend, archive, record, type Tx } from '../db/write.ts'
import { mostPrivate, relevel } from './levels.ts'

/** What leads to the thread of a message seen in a mailbox. */
export const threadKeys = (
  { mailbox, gmailThreadId }: { mailbox: string; gmailThreadId: string },
  { messageId, references }: { messageId: string | null; references: readonly string[] },
): string[] => [
  `gmail:${mailbox}:${gmailThreadId}`,
  ...[...(messageId === null ? [] : [messageId]), ...references].map((id) => `id:${id}`),
]

/** The thread these keys lead to, from now on all of them; the threads they led to are made one with `within`. */
export function joinThread(tx: Tx, keys: readonly string[], within: string | null = null): string {
  const found = new Map(keys.map((key) => [key, threadBehind(tx.db, key)]))
  const known = [...found.values(), within].filter((threadId) => threadId !== null)
  const [first, ...others] = [...new Set(known)].toSorted()
  const threadId = first ?? newId()
  if (others.length > 0) mergeThreads(tx, threadId, others)

  const added = keys.filter((key) => found.get(key) === null)
  addKeys(tx, added, threadId)
  return threadId
}

const threadBehind = (db: Db, key: string): string | null =>
  prepared<string>(db, 'SELECT thread_id FROM mail_thread_keys WHERE key = ?').pluck().get(key) ?? null

/** One by one: a statement that adds several prepares to take all of them back, which costs more than they do. */
function addKeys(tx: Tx, keys: readonly string[], threadId: string): void {
  const add = prepared(tx.db, 'INSERT OR IGNORE INTO mail_thread_keys (key, thread_id) VALUES (?, ?)')
  for (const key of keys) add.run(key, threadId)
}

/** The thread behind an id that may be of one that went into another; null when there is none. */
export function findThread(db: Db, id: string): string | null {
  const known = prepared<string>(db, 'SELECT thread_id FROM mail_messages WHERE thread_id = ? LIMIT 1').pluck().get(id)
  return known ?? threadBehind(db, former(id))
}

const former = (threadId: string) => `thread:${threadId}`

function mergeThreads(tx: Tx, into: string, others: string[]): void {
  mergeLevels(tx, into, others)
  const json = JSON.stringify(others)
  prepared(tx.db, `UPDATE mail_messages SET thread_id = ? ${ofThese}`).run(into, json)
  prepared(tx.db, `UPDATE mail_thread_keys SET thread_id = ? ${ofThese}`).run(into, json)
  addKeys(tx, others.map(former), into)
  relevel(tx, { threadId: into })
}

const ofThese = 'WHERE thread_id IN (SELECT value FROM json_each(?))'

/**
 * Whoever decided for one of the threads decided for all of them now. Anybody can send a message that joins two threads, so
 * nothing becomes less private by it: where somebody left a thread at their mailbox's level, the more private of both holds,
 * and a decision that only opened its own thread is dropped.
 */
function mergeLevels(tx: Tx, into: string, others: string[]): void {
  const threads = [into, ...others]
  const rows = prepared<LevelRow>(tx.db, levelsOf).all(JSON.stringify(threads))
  for (const [userId, own] of Map.groupBy(rows, (row) => row.userId)) {
    const decided = mostPrivate(own.map((row) => row.level))
    const left = own.length < threads.length ? mailboxLevels(tx.db, userId, threads) : []
    const opensOnly = decided === 'full' && left.length > 0
    setLevel(tx, into, userId, own, opensOnly ? null : mostPrivate([decided, ...left]))
  }
}

type LevelRow = Pick<Row<'thread_levels'>, 'id' | 'threadId' | 'userId' | 'level'>

const levelsOf = `
  SELECT id, thread_id AS threadId, user_id AS userId, level FROM live_thread_levels
  WHERE thread_id IN (SELECT value FROM json_each(?))`

/** The levels of all mailboxes whose mail in these threads is somebody's, and of those whose mail may come to be. */
function mailboxLevels(db: Db, userId: string, threads: string[]): PrivacyLevel[] {
  return prepared<PrivacyLevel>(db, levelsOfMailboxes)
    .pluck()
    .all({ userId, threads: JSON.stringify(threads) })
}

const levelsOfMailboxes = `
  SELECT level FROM live_mailboxes WHERE user_id = @userId UNION
  SELECT b.level FROM mail_messages m JOIN mail_copies c ON c.mail_id = m.id JOIN live_mailboxes b ON b.address = c.mailbox
  WHERE m.thread_id IN (SELECT value FROM json_each(@threads)) AND c.user_id = @userId`

function setLevel(tx: Tx, into: string, userId: string, own: LevelRow[], level: PrivacyLevel | null): void {
  const kept = level === null ? undefined : own.find((row) => row.threadId === into)
  for (const row of own) if (row !== kept) archive(tx, 'thread_levels', row.id)
  if (level === null) return
  if (kept) amend(tx, 'thread_levels', kept.id, { level })
  else record(tx, 'thread_levels', { threadId: into, userId, level })
}
