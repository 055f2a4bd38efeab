/** How somebody looks at a view just now, until it is saved or put back. Nobody else sees it, and no history is kept of it. */

import type { ViewDefinition } from '../../../shared/views.ts'
import type { Db } from '../../db/db.ts'
import { and, eq } from '../../db/drizzle.ts'
import { viewDrifts } from '../../db/housekeeping.ts'

const ofUser = (userId: string, viewId: string) => and(eq(viewDrifts.userId, userId), eq(viewDrifts.viewId, viewId))

/** Somebody's drifts by the id of the view. */
export function driftsOf(db: Db, userId: string): Map<string, ViewDefinition> {
  const rows = db.select().from(viewDrifts).where(eq(viewDrifts.userId, userId)).all()
  return new Map(rows.map((row) => [row.viewId, row.definition]))
}

export function driftOf(db: Db, userId: string, viewId: string): ViewDefinition | null {
  return db.select().from(viewDrifts).where(ofUser(userId, viewId)).get()?.definition ?? null
}

export function keepDrift(db: Db, userId: string, viewId: string, definition: ViewDefinition, at: string): void {
  db.insert(viewDrifts)
    .values({ userId, viewId, definition, at })
    .onConflictDoUpdate({ target: [viewDrifts.userId, viewDrifts.viewId], set: { definition, at } })
    .run()
}

export function dropDrift(db: Db, userId: string, viewId: string): void {
  db.delete(viewDrifts).where(ofUser(userId, viewId)).run()
}
