/** Cells of a row that was put aside while its columns changed. */
import { foldCase } from '../../../shared/fold.ts'
import type { Entity, Patch } from '../../db/entities.ts'
import { amend, find, type Tx } from '../../db/write.ts'
import { type Field, fieldByKey } from '../fields.ts'
import { checkValue } from '../values.ts'
import { conversion } from './convert.ts'
import { isSelect } from './forms.ts'

type Holder = 'investors' | 'contacts' | 'opportunities'

/**
 * Brings the cells of a row that comes back from the archive to what its columns are now: a column may have become another
 * type, or lost an option, in the meantime. What cannot be read as the new type is left blank; the history keeps it.
 */
export function fitCells(tx: Tx, entity: Entity, id: string): void {
  if (!isHolder(entity)) return
  const cells = (find(tx.db, entity, id)?.['cells'] ?? {}) as Record<string, unknown>
  const changed = Object.entries(cells).flatMap(([key, value]) => {
    const field = fieldByKey(tx.db, key, entity)
    const fits = !field || field.type === 'formula' || 'value' in checkValue(tx.db, field, value)
    return fits ? [] : [[key, refitted(tx, field, value)] as const]
  })
  if (changed.length > 0) amend(tx, entity, id, { cells: Object.fromEntries(changed) } as Patch<Holder>)
}

const isHolder = (entity: Entity): entity is Holder => ['investors', 'contacts', 'opportunities'].includes(entity)

function refitted(tx: Tx, field: Field, value: unknown): unknown {
  const { convert, target } = conversion(tx.db, { ...field, type: typeOf(value), options: {} }, field, [value])
  const read = convert(value)
  if ('problem' in read) return null
  if (isSelect(field.type)) addMissing(tx, field, target())
  return read.value
}

/** The type a stored value had, as far as it matters for reading it. */
function typeOf(value: unknown): Field['type'] {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'checkbox'
  return Array.isArray(value) ? 'multi_select' : 'text'
}

function addMissing(tx: Tx, field: Field, { options }: Field): void {
  const known = new Set((field.options.choices ?? []).map(({ name }) => foldCase(name)))
  const fresh = (options.choices ?? []).filter(({ name }) => !known.has(foldCase(name)))
  if (fresh.length === 0) return
  const choices = [...(field.options.choices ?? []), ...fresh]
  amend(tx, 'fields', field.id, { options: { ...field.options, choices } })
}
