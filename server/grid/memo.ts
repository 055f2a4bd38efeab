/** Answers that stay true until the next write, kept per connection and thrown away when the change log grows. */
import type Database from 'better-sqlite3'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'

type Memo = { seq: number; answers: Map<string, unknown> }

const memos = new WeakMap<Database.Database, Memo>()
/** Filters differ endlessly; what is asked over and over between two writes is few. */
const most = 500

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

  const answers = answersNow(db)
  if (answers.has(key)) return answers.get(key) as T
  const answer = make()
  if (answers.size >= most) answers.clear()
  answers.set(key, answer)
  return answer
}

function answersNow(db: Db): Map<string, unknown> {
  const seq = lastChange(db)
  const memo = memos.get(db.$client)
  if (memo?.seq === seq) return memo.answers

  const answers = new Map<string, unknown>()
  memos.set(db.$client, { seq, answers })
  return answers
}
