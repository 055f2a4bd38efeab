import { z } from 'zod'
import { communicationShape, presentCommunications } from '../communications/present.ts'
import type { Db } from '../db/db.ts'
import { presentChanges } from '../history/history.ts'
import { named } from '../http/shapes.ts'
import type { Act } from './activity.ts'
import type { Happened } from './everything.ts'

export const actorShape = z.object({ id: z.string().nullable(), name: z.string() })

/** One entry of the change log. `field` is null when a whole record was created, archived or restored. */
export const changeShape = z.object({
  id: z.string(),
  at: z.string(),
  actor: actorShape,
  surface: z.string(),
  entity: z.string(),
  entity_id: z.string(),
  action: z.string(),
  field: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  batch_id: z.string(),
})

export const actShape = z.object({
  kind: z.literal('act'),
  id: z.string().describe('The batch, for undo.'),
  at: z.string(),
  actor: actorShape,
  surface: z.string(),
  what: z.string(),
  entries: z.int().describe('How many changes it made.'),
  changes: z.array(changeShape).describe('The first of them.'),
  investors: z.array(named).describe('Some of the investors it was about.'),
  undoes: z.string().nullable(),
  undone: z.boolean(),
})

export const presentAct = (db: Db, readerId: string | null, act: Act): z.infer<typeof actShape> => ({
  kind: 'act',
  id: act.batch.id,
  at: act.batch.at,
  actor: { id: act.batch.actorId, name: act.batch.actorName },
  surface: act.batch.surface,
  what: act.batch.what,
  entries: act.entries,
  changes: presentChanges(db, readerId, act.changes),
  investors: act.investors,
  undoes: act.batch.undoes,
  undone: act.undone,
})

const saidShape = communicationShape.extend({
  kind: z.literal('communication'),
  at: z.string(),
  actor: actorShape.describe('The colleague who was in touch.'),
})

export const happenedShape = z.discriminatedUnion('kind', [actShape, saidShape])

/** Both kinds as their reader may see them. */
export function presentHappened(
  db: Db,
  readerId: string | null,
  happened: Happened[],
): z.infer<typeof happenedShape>[] {
  const said = happened.flatMap((one) => (one.kind === 'communication' ? one.item : []))
  const presented = new Map(presentCommunications(db, readerId, said).map((one) => [one.id, one]))
  return happened.flatMap((one): z.infer<typeof happenedShape>[] => {
    if (one.kind === 'act') return [presentAct(db, readerId, one.act)]
    const shown = presented.get(one.id)
    const actor = { id: shown?.user_id ?? null, name: shown?.user_name ?? '' }
    return shown ? [{ ...shown, kind: 'communication' as const, at: one.at, actor }] : []
  })
}
