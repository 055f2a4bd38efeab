import { setImmediate as breath } from 'node:timers/promises'
import { onCommit } from '../db/committed.ts'
import type { Db } from '../db/db.ts'
import { rematchSteps } from '../mail/rematch.ts'
import type { CaptureLog } from './open-mailbox.ts'

export type Rematching = {
  /** When stored mail follows the record as it was when this was asked. */
  settled: () => Promise<void>
  stop: () => Promise<void>
}

/** Has stored mail follow the record at once: a new address brings its old messages. Others work between its steps. */
export function keepRematching(db: Db, now: () => Date, log: CaptureLog): Rematching {
  let underWay: Promise<void> | null = null
  let again = false
  let stopped = false

  const work = async () => {
    do {
      again = false
      for (const _ of rematchSteps(db, now())) {
        await breath()
        if (stopped) return
      }
    } while (again)
  }
  const begin = (): Promise<void> => {
    again = true
    underWay ??= breath()
      .then(() => (stopped ? undefined : work()))
      .finally(() => {
        underWay = null
      })
    return underWay
  }
  const report = (error: unknown) => log.error({ err: error }, 'matching mail anew failed')
  const unfollow = onCommit(db, () => void begin().catch(report))
  // What a process that is no more had left to do.
  begin().catch(report)
  return {
    settled: begin,
    stop: async () => {
      stopped = true
      unfollow()
      await underWay?.catch(report)
    },
  }
}
