import type { Db } from '../db/db.ts'
import { and, desc, eq, sql } from '../db/drizzle.ts'
import { changes, importMappings } from '../db/live.ts'
import { amend, record, type Tx } from '../db/write.ts'
import type { Mapping } from './mapping.ts'
import type { Plan } from './plan.ts'
import type { EntityType } from './targets.ts'

/** What was agreed for a file of this shape, with who imported it last and when. */
export interface Memory {
  mapping: Mapping
  keyHeader: string | null
  at: string
  by: string | null
}

/** The memory of this shape; null when no such file was ever imported. Undoing an import takes back what it wrote only. */
export function rememberedImport(db: Db, signature: string, entityType: EntityType): Memory | null {
  const known = stored(db, signature, entityType)
  if (!known) return asFirstAgreed(db, signature, entityType)

  return { mapping: known.mapping, keyHeader: known.keyHeader, at: known.updatedAt, by: known.updatedBy }
}

/**
 * Keeps the mapping for the next file of this shape. The date order is not kept: Airtable has been seen to export one
 * table day first on Monday and month first on Wednesday, so every file has to prove or be told its own.
 */
export function rememberMapping(tx: Tx, plan: Plan): void {
  const known = stored(tx.db, plan.signature, plan.entityType)
  const values = { mapping: { ...plan.mapping }, keyHeader: plan.key?.header ?? null }
  if (known) amend(tx, 'import_mappings', known.id, values)
  else record(tx, 'import_mappings', { signature: plan.signature, entityType: plan.entityType, ...values })
}

function stored(db: Db, signature: string, entityType: EntityType) {
  const same = and(eq(importMappings.signature, signature), eq(importMappings.entityType, entityType))
  return db.select().from(importMappings).where(same).get()
}

/** The memory of an import that was undone, as the log has it. */
function asFirstAgreed(db: Db, signature: string, entityType: EntityType): Memory | null {
  const after = (name: string) => sql`${changes.after} ->> ${`$.${name}`}`
  const made = and(
    eq(changes.entity, 'import_mappings'),
    eq(changes.action, 'create'),
    sql`${after('signature')} = ${signature}`,
    sql`${after('entity_type')} = ${entityType}`,
  )
  const entry = db.select().from(changes).where(made).orderBy(desc(changes.seq)).limit(1).get()
  if (!entry) return null

  const { mapping, key_header } = entry.after as { mapping: Mapping; key_header?: string }
  return { mapping, keyHeader: key_header ?? null, at: entry.at, by: entry.actorId }
}
