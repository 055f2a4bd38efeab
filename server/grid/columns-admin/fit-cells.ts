/** Cells of a row that was put aside while its columns changed. */
import { foldCase } from '../../../shared/fold.ts'
import type { Db } from '../../db/db.ts'
import type { Entity, Patch } from '../../db/entities.ts'
import { prepared } from '../../db/prepared.ts'
import { amend, find, type Tx } from '../../db/write.ts'
import { type Field, fieldByKey } from '../fields.ts'
import { isFitting } from '../values.ts'
import { needsConversion } from './change-type.ts'
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
  const were = columnsThen(tx.db, entity, id)
  const changed = Object.entries(cells).flatMap(([key, value]) => {
    const field = fieldByKey(tx.db, key, entity)
    const was = field && ({ ...field, ...were.get(field.id) } as Field)
    return !field || !was || fits(tx, was, field, value) ? [] : [[key, refitted(tx, was, field, value)] as const]
  })
  if (changed.length > 0) amend(tx, entity, id, { cells: Object.fromEntries(changed) } as Patch<Holder>)
}

/** An amount is a number that fits a number column, and says something else there. */
const fits = ({ db }: Tx, was: Field, field: Field, value: unknown): boolean =>
  field.type === 'formula' || (!needsConversion(was, field) && isFitting(db, field, value))

/** What the columns that were given another type or other options since were when this row was archived, by id. */
function columnsThen(db: Db, entity: Holder, id: string): Map<string, Record<string, unknown>> {
  const rows = prepared<{ column: string; field: string; before: string }>(db, changedSince).all({ entity, id })
  const were = new Map<string, Record<string, unknown>>()
  for (const { column, field, before } of rows) were.set(column, { ...were.get(column), [field]: JSON.parse(before) })
  return were
}

/** Newest first: the oldest value stays. */
const changedSince = `
  SELECT entity_id AS column, field, before FROM changes
  WHERE entity = 'fields' AND field IN ('type', 'options') AND action = 'update' AND seq > (
    SELECT max(seq) FROM changes WHERE entity = @entity AND entity_id = @id AND action = 'archive')
  ORDER BY seq DESC`

const isHolder = (entity: Entity): entity is Holder => ['investors', 'contacts', 'opportunities'].includes(entity)

function refitted(tx: Tx, was: Field, field: Field, value: unknown): unknown {
  const from = needsConversion(was, field) ? was : { ...field, type: typeOf(value), options: {} }
  const { convert, target } = conversion(tx.db, from, field, [value])
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
