import { amend, type Tx } from '../../db/write.ts'
import { type Field, fieldsOf } from '../fields.ts'

/**
 * Puts a column at this place of the order, 0 being the first, and numbers as few of the others anew as it takes. The
 * name of an investor stays first.
 */
export function placeField(tx: Tx, field: Field, place: number): void {
  if (field.primary) return
  const others = fieldsOf(tx.db, field.entity).filter(({ id }) => id !== field.id)
  const first = others[0]?.primary ? 1 : 0
  const ordered = others.toSpliced(Math.max(first, place), 0, field)

  let last = -1
  for (const one of ordered) {
    // A column keeps its number as long as it still comes after the one before it.
    const position = one.id !== field.id && one.position > last ? one.position : last + 1
    if (position !== one.position) amend(tx, 'fields', one.id, { position })
    last = position
  }
}
