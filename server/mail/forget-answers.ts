import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'

/**
 * Answers to earlier requests are kept for repeats of them, with the words they showed: those that name one of these ids, of
 * messages, meetings or what they were logged as, are forgotten. Each answer is gone through once.
 */
export function forgetAnswers(db: Db, ids: readonly string[]): void {
  const erased = new Set(ids)
  if (erased.size === 0) return

  const replies = prepared(db, 'SELECT rowid, reply FROM idempotency_keys').iterate() as Iterable<Reply>
  const theirs: number[] = []
  for (const { rowid, reply } of replies) if (reply.match(anyId)?.some((id) => erased.has(id))) theirs.push(rowid)
  prepared(db, forget).run(JSON.stringify(theirs))
}

type Reply = { rowid: number; reply: string }

const anyId = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
const forget = 'DELETE FROM idempotency_keys WHERE rowid IN (SELECT value FROM json_each(?))'
