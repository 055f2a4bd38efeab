import { systemActor } from './db/actor.ts'
import type { Db } from './db/db.ts'
import { act } from './db/write.ts'
import { seedBuiltinFields } from './grid/fields.ts'
import { seedStages } from './pipeline/stages.ts'

/** Puts into a database what every fund starts with: the built-in columns and the default stages. */
export function layGround(db: Db, now = new Date()): void {
  const seed = (tx: Parameters<typeof seedStages>[0]) => {
    seedStages(tx)
    seedBuiltinFields(tx)
  }
  act(db, systemActor('cli'), 'Set up the built-in columns and stages', seed, { now })
}
