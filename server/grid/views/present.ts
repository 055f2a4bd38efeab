import { z } from 'zod'
import { viewDefinition } from '../../../shared/views.ts'
import type { Db } from '../../db/db.ts'
import { presentRecord, recordShape } from '../../http/shapes.ts'
import { readableDefinition } from './definition.ts'
import { driftOf, driftsOf } from './drifts.ts'
import { type View, viewsFor } from './saved-views.ts'

export const viewShape = recordShape.extend({
  key: z.string().nullable().describe('Names the views every fund starts with.'),
  name: z.string(),
  owner_id: z.string().nullable().describe('Whose personal view it is; null for a shared one.'),
  locked: z.boolean(),
  position: z.int(),
  definition: viewDefinition,
  drift: z.nullable(viewDefinition).describe('How the caller has changed it without saving.'),
  missing: z.array(z.string()).describe('Keys of columns it speaks of that are gone, and were left out here.'),
})
export type PresentedView = z.infer<typeof viewShape>

/** Every view the reader may see, with their own drifts. */
export function presentViews(db: Db, userId: string | null): PresentedView[] {
  const drifts = userId ? driftsOf(db, userId) : new Map()
  return viewsFor(db, userId).map((view) => present(db, view, drifts.get(view.id) ?? null))
}

export const presentView = (db: Db, userId: string | null, view: View): PresentedView =>
  present(db, view, userId ? driftOf(db, userId, view.id) : null)

function present(db: Db, view: View, stored: unknown): PresentedView {
  const { definition, missing } = readableDefinition(db, view.definition)
  const drift = stored === null ? null : readableDefinition(db, stored)
  return {
    ...presentRecord(view),
    key: view.key,
    name: view.name,
    owner_id: view.ownerId,
    locked: view.locked,
    position: view.position,
    definition,
    drift: drift?.definition ?? null,
    missing: [...new Set([...missing, ...(drift?.missing ?? [])])],
  }
}
