/** Saved views: a name over a definition, shared by all or somebody's own. A personal one does not exist for others. */

import { z } from 'zod'
import { viewDefinition } from '../../../shared/views.ts'
import type { Actor } from '../../db/actor.ts'
import type { Db } from '../../db/db.ts'
import { and, asc, eq, isNull, or } from '../../db/drizzle.ts'
import type { Row } from '../../db/entities.ts'
import { views } from '../../db/live.ts'
import { amend, archive, record, type Tx } from '../../db/write.ts'
import { notFound, UserError } from '../../errors.ts'
import { checkedDefinition } from './definition.ts'
import { driftOf, dropDrift } from './drifts.ts'
import { refuseStale } from './stale.ts'

export type View = Row<'views'>

const name = z.string().trim().min(1, 'Give the view a name.').max(120)
export const viewForm = z.strictObject({ name, definition: viewDefinition, shared: z.boolean().default(false) })
export const viewPatch = z.strictObject({
  name: name.optional(),
  definition: z.optional(viewDefinition),
  locked: z.boolean().optional(),
  shared: z.literal(true, 'A shared view stays shared; make a copy of your own.').optional(),
  position: z.int().min(0).max(100_000).optional(),
  expected_version: z.int().optional(),
})
export const copyForm = z.strictObject({ name, definition: z.optional(viewDefinition) })
export type ViewPatch = z.infer<typeof viewPatch>

/** The shared views, then the reader's own, each in their order. */
export function viewsFor(db: Db, userId: string | null): View[] {
  const visible = or(isNull(views.ownerId), eq(views.ownerId, userId ?? ''))
  const found = db.select().from(views).where(visible).orderBy(asc(views.position), asc(views.id)).all()
  return [...found.filter((view) => view.ownerId === null), ...found.filter((view) => view.ownerId !== null)]
}

/** A view by its id, or by the key that those have which every fund starts with. */
export function findView(db: Db, userId: string | null, idOrKey: string): View {
  const visible = or(isNull(views.ownerId), eq(views.ownerId, userId ?? ''))
  const byId = db
    .select()
    .from(views)
    .where(and(eq(views.id, idOrKey), visible))
    .get()
  const view = byId ?? viewByKey(db, idOrKey)
  if (!view) throw notFound('view')

  return view
}

/** A view every fund starts with, unless it was archived. */
export const viewByKey = (db: Db, key: string): View | undefined =>
  db.select().from(views).where(eq(views.key, key)).get()

export function addView(tx: Tx, { name, definition, shared }: z.infer<typeof viewForm>): View {
  const ownerId = shared ? null : tx.actor.id
  return record(tx, 'views', {
    name,
    definition: checkedDefinition(tx.db, definition),
    ownerId,
    position: lastPosition(tx.db, ownerId) + 1,
  })
}

/**
 * Changes what is given; a definition is the explicit "save", and ends the saver's drift. 409 when what is given was
 * changed since `expected_version`, and (code `locked`) for the name or definition of a locked view.
 */
export function editView(tx: Tx, idOrKey: string, patch: ViewPatch): View {
  const view = findView(tx.db, tx.actor.id, idOrKey)
  const { id } = view
  if (patch.locked !== undefined && patch.locked !== view.locked) refuseLocking(view, tx.actor)
  if (patch.locked !== false && (patch.name !== undefined || patch.definition)) refuseLocked(view)
  refuseStale(tx.db, view, patch)
  if (patch.position !== undefined) placeView(tx, view, patch.position)

  const { name, locked, definition, shared } = patch
  const sharing = shared && view.ownerId !== null ? { ownerId: null, position: lastPosition(tx.db, null) + 1 } : {}
  const checked = definition && checkedDefinition(tx.db, definition)
  if (definition && tx.actor.id) dropDrift(tx.db, tx.actor.id, id)
  return amend(tx, 'views', id, { name, locked, definition: checked, ...sharing })
}

export function archiveView(tx: Tx, id: string): View {
  const view = findView(tx.db, tx.actor.id, id)
  refuseLocked(view)
  return archive(tx, 'views', view.id)
}

/** "Save as mine": a personal copy of what the person sees, which ends their drift from the view it came from. */
export function copyView(tx: Tx, id: string, { name, definition }: z.infer<typeof copyForm>): View {
  const view = findView(tx.db, tx.actor.id, id)
  const drift = tx.actor.id ? driftOf(tx.db, tx.actor.id, view.id) : null
  if (tx.actor.id) dropDrift(tx.db, tx.actor.id, view.id)
  return addView(tx, { name, definition: definition ?? drift ?? view.definition, shared: false })
}

/** Puts the view at this place among its like, 0 being the first. */
function placeView(tx: Tx, view: View, place: number): void {
  const others = viewsFor(tx.db, tx.actor.id).filter((one) => one.ownerId === view.ownerId && one.id !== view.id)
  for (const [n, one] of others.toSpliced(place, 0, view).entries()) amend(tx, 'views', one.id, { position: n + 1 })
}

export function lastPosition(db: Db, ownerId: string | null): number {
  const like = viewsFor(db, ownerId).filter((view) => view.ownerId === ownerId)
  return Math.max(0, ...like.map((view) => view.position))
}

function refuseLocked({ locked, name }: View): void {
  if (locked) throw new UserError('locked', `“${name}” is locked. Unlock it first, or save a copy of your own.`)
}

/** Whoever made a view, and admins, lock and unlock it. */
function refuseLocking(view: View, actor: Actor): void {
  if (actor.role === 'admin' || view.createdBy === actor.id) return

  throw new UserError('forbidden', 'Only whoever made this view, or an admin, can lock and unlock it.')
}

/** What an act on a view is called in the history: a personal one is nobody else's business. */
export const toldView = ({ name, ownerId }: Pick<View, 'name' | 'ownerId'>): string =>
  ownerId === null ? `the view “${name}”` : 'a personal view'
