import type { Db } from '../db/db.ts'
import { asc, eq, sql } from '../db/drizzle.ts'
import type { Row } from '../db/entities.ts'
import { stages } from '../db/live.ts'
import { preparedQuery } from '../db/prepared.ts'
import { record, type Tx } from '../db/write.ts'
import { invalid } from '../errors.ts'
import { remembered } from '../grid/memo.ts'

export type Stage = Row<'stages'>

/** Probability is a fraction; `normDays` is how long an opportunity usually stays, for tinting the ones that linger. */
const defaults = [
  { key: 'lead', label: 'Lead', kind: 'open', probability: 0.05, normDays: 30 },
  { key: 'outreach', label: 'Outreach', kind: 'open', probability: 0.1, normDays: 30 },
  { key: 'meeting', label: 'Meeting', kind: 'open', probability: 0.25, normDays: 30 },
  { key: 'due_diligence', label: 'Due diligence', kind: 'open', probability: 0.5, normDays: 60 },
  { key: 'committed', label: 'Committed', kind: 'won', probability: 0.9, normDays: 90 },
  { key: 'funded', label: 'Funded', kind: 'won', probability: 1, normDays: null },
  { key: 'lost', label: 'Lost', kind: 'lost', probability: 0, normDays: null },
] as const

export const allStages = (db: Db): Stage[] => remembered(db, 'stages', () => inOrder(db).all())

const inOrder = preparedQuery((db) => db.select().from(stages).orderBy(asc(stages.position)).prepare())

export function findStage(db: Db, key: string): Stage {
  const stage = byKey(db).get({ key })
  if (!stage) throw invalid({ stage: `There is no stage “${key}”.` })

  return stage
}

const byKey = preparedQuery((db) =>
  db
    .select()
    .from(stages)
    .where(eq(stages.key, sql.placeholder('key')))
    .prepare(),
)

export function seedStages(tx: Tx): void {
  if (allStages(tx.db).length > 0) return

  for (const [position, stage] of defaults.entries()) record(tx, 'stages', { ...stage, position })
}
