import { seedAutomations } from './automations/seed.ts'
import { systemActor } from './db/actor.ts'
import type { Db } from './db/db.ts'
import { act, type Tx } from './db/write.ts'
import { healColumns } from './funds/heal-columns.ts'
import { seedBuiltinFields } from './grid/fields.ts'
import { seedViews } from './grid/views/seed-views.ts'
import { seedStages } from './pipeline/stages.ts'

/** Puts into a database what every fund starts with: the built-in columns, the default stages, its funds’ own columns. */
export function layGround(db: Db, now = new Date()): void {
  const seed = (tx: Tx) => {
    seedStages(tx)
    seedBuiltinFields(tx)
    healColumns(tx)
    seedViews(tx)
    seedAutomations(tx)
  }
  act(db, systemActor('cli'), 'Set up the built-in columns and stages', seed, { now })
}
