import { and, eq } from 'drizzle-orm'
import type { Db } from '../db/db.ts'
import { importMappings } from '../db/live.ts'
import { amend, record, type Tx } from '../db/write.ts'
import type { Mapping } from './mapping.ts'
import type { Plan } from './plan.ts'
import type { EntityType } from './targets.ts'

/** What was agreed the last time a file of this shape was imported; empty the first time. */
export function rememberedMapping(db: Db, signature: string, entityType: EntityType): Mapping {
  return stored(db, signature, entityType)?.mapping ?? {}
}

/** The whole memory of this shape, with who imported it last and when; null the first time. */
export function rememberedImport(db: Db, signature: string, entityType: EntityType) {
  const known = stored(db, signature, entityType)
  return known ? { mapping: known.mapping, keyHeader: known.keyHeader, at: known.updatedAt, by: known.updatedBy } : null
}

/**
 * Keeps the mapping for the next file of this shape. The date order is not kept: Airtable has been seen to export one
 * table day first on Monday and month first on Wednesday, so every file has to prove or be told its own.
 */
export function rememberMapping(tx: Tx, plan: Plan): void {
  const known = stored(tx.db, plan.signature, plan.entityType)
  const values = { mapping: plan.mapping, keyHeader: plan.key?.header ?? null }
  if (known) amend(tx, 'import_mappings', known.id, values)
  else record(tx, 'import_mappings', { signature: plan.signature, entityType: plan.entityType, ...values })
}

function stored(db: Db, signature: string, entityType: EntityType) {
  const same = and(eq(importMappings.signature, signature), eq(importMappings.entityType, entityType))
  return db.select().from(importMappings).where(same).get()
}
