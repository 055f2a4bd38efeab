/** Answers that stay true until the next write, kept per connection and thrown away when the change log grows. */
import type Database from 'better-sqlite3'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'

type Memo = { seq: number; answers: Map<string, unknown>; size: number }

const memos = new WeakMap<Database.Database, Memo>()
/** Characters kept at most, counting a bit for what is no text: two whole grids of 10,000 rows. */
const budget = 16 * 1024 * 1024

/** The number of the newest change: whatever is worked out from the record is worked out again when it moves. */
export function lastChange(db: Db): number {
  const newest = prepared(db, 'SELECT seq FROM changes ORDER BY seq DESC LIMIT 1').pluck().get()
  return Number(newest ?? 0)
}

/**
 * `make()`, or its answer from before when nothing was written since. Inside an open act nothing is kept: an act that
 * is rolled back gives its change numbers to the next one.
 */
export function remembered<T>(db: Db, key: string, make: () => T): T {
  if (db.$client.inTransaction) return make()

  const memo = memoNow(db)
  if (memo.answers.has(key)) return memo.answers.get(key) as T
  const answer = make()
  keep(memo, key, answer)
  return answer
}

function keep(memo: Memo, key: string, answer: unknown): void {
  const size = key.length + (typeof answer === 'string' ? answer.length : 1000)
  if (size > budget / 2) return
  if (memo.size + size > budget) {
    memo.answers.clear()
    memo.size = 0
  }
  memo.answers.set(key, answer)
  memo.size += size
}

function memoNow(db: Db): Memo {
  const seq = lastChange(db)
  const memo = memos.get(db.$client)
  if (memo?.seq === seq) return memo

  const fresh: Memo = { seq, answers: new Map(), size: 0 }
  memos.set(db.$client, fresh)
  return fresh
}
