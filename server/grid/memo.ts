/** Answers that stay true until the next write, kept per connection and thrown away when the change log grows. */
import type Database from 'better-sqlite3'
import { chainHead } from '../db/changes.ts'
import type { Db } from '../db/db.ts'
import { derivedEpoch } from '../db/epoch.ts'
import { prepared } from '../db/prepared.ts'

type Memo = { head: string; answers: Map<string, unknown>; size: number }

const memos = new WeakMap<Database.Database, Memo>()
/** Characters kept at most, counting a bit for what is no text: a few whole grids of 10,000 rows. */
const budget = 32 * 1024 * 1024

/**
 * `make()`, or its answer from before when nothing was written since. Inside an open act nothing is kept: an act that
 * is rolled back gives its change numbers to the next one. `weigh` says about how many characters an answer holds.
 */
export function remembered<T>(db: Db, key: string, make: () => T, weigh: (answer: T) => number = () => 1000): T {
  if (db.$client.inTransaction) return make()

  const memo = memoNow(db)
  if (memo.answers.has(key)) return memo.answers.get(key) as T
  const answer = make()
  keep(memo, key, answer, key.length + weigh(answer))
  return answer
}

function keep(memo: Memo, key: string, answer: unknown, size: number): void {
  if (size > budget / 2) return
  if (memo.size + size > budget) {
    memo.answers.clear()
    memo.size = 0
  }
  memo.answers.set(key, answer)
  memo.size += size
}

function memoNow(db: Db): Memo {
  // Not its number: after a restore another entry may have the same one. What time alone moves on is in no entry.
  const head = `${chainHead(db)} ${derivedEpoch(db)}`
  const memo = memos.get(db.$client)
  if (memo?.head === head) return memo

  const fresh: Memo = { head, answers: new Map(), size: 0 }
  memos.set(db.$client, fresh)
  return fresh
}

/** `head` is the log's newest entry when its newest one about these records was last looked for. */
type Standing = { head: string; newest: string; answers: Map<string, unknown> }

const standing = new WeakMap<Database.Database, Map<string, Standing>>()

/**
 * `make()`, or its answer from before when no record of this kind was changed since: for what depends on those alone. Holds
 * inside an open act too, because a change that is rolled back takes its id with it.
 */
export function whileStanding<T>(db: Db, entity: 'fields' | 'automations', key: string, make: () => T): T {
  const { answers } = standingNow(db, entity)
  if (!answers.has(key)) answers.set(key, make())
  return answers.get(key) as T
}

/** For what depends on the columns alone. */
export const whileColumnsStand = <T>(db: Db, key: string, make: () => T): T => whileStanding(db, 'fields', key, make)

function standingNow(db: Db, entity: string): Standing {
  const kinds = standing.get(db.$client) ?? new Map<string, Standing>()
  const known = kinds.get(entity)
  const head = chainHead(db)
  if (known?.head === head) return known

  const newest = String(prepared(db, newestChange).pluck().get(entity) ?? '')
  const now = known?.newest === newest ? { ...known, head } : { head, newest, answers: new Map() }
  standing.set(db.$client, kinds.set(entity, now))
  return now
}

const newestChange = 'SELECT id FROM changes WHERE seq = (SELECT max(seq) FROM changes WHERE entity = ?)'
