/** What rules did, tried or were kept from doing: one run per rule, investor and occasion. */

import type { Db } from '../db/db.ts'
import { and, desc, eq, sql } from '../db/drizzle.ts'
import type { Row } from '../db/entities.ts'
import { automationRuns, automations, investors, whole } from '../db/live.ts'
import { prepared, preparedQuery } from '../db/prepared.ts'
import { notFound } from '../errors.ts'

export type Run = Row<'automation_runs'>
export const outcomes = ['done', 'nothing', 'failed', 'stopped'] as const

export type RunFilter = {
  id?: string | undefined
  automationId?: string | undefined
  investorId?: string | undefined
  outcome?: Run['outcome'] | undefined
}
export type RunItem = { run: Run; automation: { id: string; name: string }; investor: { id: string; name: string } }

/** A page of runs, the newest first, and how many there are. */
export function listRuns(db: Db, filter: RunFilter, page: { limit: number; offset: number }) {
  const r = automationRuns
  const { id, automationId, investorId, outcome } = filter
  const where = and(
    id === undefined ? undefined : eq(r.id, id),
    automationId === undefined ? undefined : eq(r.automationId, automationId),
    investorId === undefined ? undefined : eq(r.investorId, investorId),
    outcome === undefined ? undefined : eq(r.outcome, outcome),
  )
  const automation = { id: automations.id, name: automations.name }
  const investor = { id: investors.id, name: investors.name }
  const joined = db
    .select({ run: whole(r), automation, investor })
    .from(r)
    .innerJoin(automations, eq(automations.id, r.automationId))
    .innerJoin(investors, eq(investors.id, r.investorId))
    .where(where)
  const runs = joined.orderBy(desc(r.id)).limit(page.limit).offset(page.offset).all() satisfies RunItem[]
  const counted = db
    .select({ n: sql<number>`count(*)` })
    .from(r)
    .innerJoin(automations, eq(automations.id, r.automationId))
    .innerJoin(investors, eq(investors.id, r.investorId))
  return { runs, total: counted.where(where).get()?.n ?? 0 }
}

export function findRun(db: Db, id: string): RunItem {
  const [item] = listRuns(db, { id }, { limit: 1, offset: 0 }).runs
  if (!item) throw notFound('run')

  return item
}

/** Whether the rule fired for this investor on this occasion already. */
export const hasRun = (db: Db, automationId: string, investorId: string, occasion: string): boolean =>
  prepared(db, firedBefore).get(automationId, investorId, occasion) !== undefined

const firedBefore = 'SELECT 1 FROM live_automation_runs WHERE automation_id = ? AND investor_id = ? AND occasion = ?'

/** How a rule came to act: the runs whose changes led to this batch, the nearest first. */
export function chainBehind(db: Db, batchId: string | null): Run[] {
  const chain: Run[] = []
  for (let batch = batchId; batch !== null && chain.length < 20; ) {
    const run = ofBatch(db).get({ batch })
    if (!run) break

    chain.push(run)
    batch = causeOf(run.occasion)
  }
  return chain
}

const ofBatch = preparedQuery((db) =>
  db
    .select()
    .from(automationRuns)
    .where(eq(automationRuns.batch, sql.placeholder('batch')))
    .prepare(),
)

/** The occasion of a change the log tells: its batch, and the entry with which it began there. */
export const changeOccasion = (batchId: string, seq: number): string => `change:${batchId}:${seq}`

function causeOf(occasion: string): string | null {
  const [kind, batch] = occasion.split(':')
  return kind === 'change' ? (batch ?? null) : null
}
