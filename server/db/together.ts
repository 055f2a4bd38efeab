/**
 * Acts that arrive together are committed together: the disk is synced once for all of them, not once for each. Each is still an
 * act of its own, with its batch; one that fails leaves nothing and does not concern the others; and nobody is answered before
 * what they did is durable.
 */
import type { Actor } from './actor.ts'
import { tellCommitted } from './committed.ts'
import type { Db } from './db.ts'
import { act, type Done, inTransaction, type Tx } from './write.ts'

/** Runs an act, and answers how to tell whoever waits for it what came of it. */
type Waiting = { run: () => () => void; fail: (error: unknown) => void }

const waiting = new WeakMap<Db['$client'], Waiting[]>()

/** As `act`, for someone who can wait for the end of this turn of the event loop. `now` is asked when the act is run. */
export function actTogether<T>(
  db: Db,
  actor: Actor,
  what: string,
  work: (tx: Tx) => T,
  now: () => Date,
): Promise<Done<T>> {
  return new Promise((resolve, fail) => {
    const run = () => {
      const done = act(db, actor, what, work, { now: now() })
      return () => resolve(done)
    }
    queueOf(db).push({ run, fail })
  })
}

function queueOf(db: Db): Waiting[] {
  const open = waiting.get(db.$client)
  if (open) return open

  const queue: Waiting[] = []
  waiting.set(db.$client, queue)
  setImmediate(() => {
    waiting.delete(db.$client)
    commit(db, queue)
  })
  return queue
}

function commit(db: Db, queue: Waiting[]): void {
  try {
    const answers =
      queue.length === 1 ? queue.map(attempt) : inTransaction(db, () => queue.map((one) => within(db, one)))
    tellCommitted(db, 0)
    for (const answer of answers) answer()
  } catch (error) {
    for (const { fail } of queue) fail(error)
  }
}

function attempt({ run, fail }: Waiting): () => void {
  try {
    return run()
  } catch (error) {
    return () => fail(error)
  }
}

/** A full disk ends the transaction itself: then nothing of it stands, and nothing more may be written as if it did. */
function within(db: Db, one: Waiting): () => void {
  const answer = attempt(one)
  if (!db.$client.inTransaction) throw new Error('The disk did not take what several people wrote together.')

  return answer
}
