/**
 * Taking back a change of a column's type or options. The cells that were converted go back with it, unless somebody has
 * since written something that the old column could not hold: then the column stays as it is, and so do the cells that
 * only the old one could hold.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../db/db.ts'
import { find } from '../db/write.ts'
import { cellsOf } from '../grid/columns-admin/cells-of.ts'
import type { Field } from '../grid/fields.ts'
import { isFitting } from '../grid/values.ts'
import type { Change } from './undo.ts'

/** The entries of an act that stay, because a column could not hold its cells any more. */
export function keptColumnChanges(db: Db, entries: Change[]): Set<Change> {
  const redefined = Map.groupBy(entries.filter(isRedefinition), ({ entityId }) => entityId)
  return new Set(
    [...redefined].flatMap(([id, changes]) => {
      const now = find(db, 'fields', id) as Field | null
      return now === null || now.builtin || now.deletedAt !== null ? [] : keptOf(db, now, changes, entries)
    }),
  )
}

const isRedefinition = ({ entity, action, field }: Change): boolean =>
  entity === 'fields' && action === 'update' && ['type', 'options', 'formula'].includes(String(field))

function keptOf(db: Db, now: Field, changes: Change[], entries: Change[]): Change[] {
  const before: Field = { ...now, ...Object.fromEntries(changes.map(({ field, before }) => [field, before])) }
  const ofCells = entries.filter((e) => e.entity === now.entity && e.action === 'update' && e.field === now.key)
  if (couldHold(db, now, before, ofCells, entries)) return []

  return [...changes, ...ofCells.filter((change) => !fits(db, now, change.before))]
}

/** Whether the column as it was could hold every cell there will be once the act's own cells are put back. */
function couldHold(db: Db, now: Field, before: Field, ofCells: Change[], entries: Change[]): boolean {
  if (now.type === 'formula') return true
  const putBack = new Map(ofCells.map((change) => [change.entityId, change]))
  const made = new Set(entries.filter((e) => e.entity === now.entity && e.action === 'create').map((e) => e.entityId))

  for (const { id, value } of cellsOf(db, now)) {
    if (made.has(id) || isDeepStrictEqual(putBack.get(id)?.after ?? null, value)) continue
    if (!fits(db, before, value)) return false
  }
  return true
}

/** A formula holds no typed cell; every other column may be blank. */
const fits = (db: Db, field: Field, value: unknown): boolean =>
  value === null || isFitting(db, { ...field, required: false }, value)

/** Whether an act gave this column another type: then its options went with the type. */
export const changesType = (entries: Change[], fieldId: string): boolean =>
  entries.some((e) => e.entity === 'fields' && e.entityId === fieldId && e.field === 'type' && e.action === 'update')
