import { setImmediate as breath } from 'node:timers/promises'
import type { Actor } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import { newId } from '../db/ids.ts'
import { act, type Done } from '../db/write.ts'
import { type Answer, decideAll, type Outcome } from './decide.ts'

/** Who decides, where, and when. */
export type Decider = { db: Db; actor: Actor; now: () => Date }

/** About a tenth of a second of work, in which nobody else is answered. */
const atOnce = 50

/** Decides many as one batch, undone together, a step at a time: what cannot be decided as it stands is left as it is. */
export async function decideMany(
  { db, actor, now }: Decider,
  what: string,
  ids: readonly string[],
  answer: Answer,
): Promise<Done<Outcome[]>> {
  const all = [...new Set(ids)]
  const done: Done<Outcome[]> = { result: [], batchId: newId(), changed: 0 }
  for (let start = 0; start < all.length; start += atOnce) {
    const some = all.slice(start, start + atOnce)
    const step = act(db, actor, what, (tx) => decideAll(tx, some, answer), { now: now(), batchId: done.batchId })
    done.result.push(...step.result)
    done.changed += step.changed
    if (start + atOnce < all.length) await breath()
  }
  return done
}

/** The batch to undo; null when nothing was decided. */
export const batchOf = ({ batchId, changed }: Done<unknown>): string | null => (changed > 0 ? batchId : null)
