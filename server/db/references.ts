import { getTableName } from 'drizzle-orm'
import { getTableConfig } from 'drizzle-orm/sqlite-core'
import type { Db } from './db.ts'
import { type Entity, entities } from './entities.ts'
import { prepared } from './prepared.ts'

/** Whether any live row points at this one. An index serves every such column that many rows have. */
export function isReferenced(db: Db, entity: Entity, id: string): boolean {
  return pointersTo(entity).some((sql) => prepared(db, sql).get(id) !== undefined)
}

const known = new Map<Entity, string[]>()

function pointersTo(entity: Entity): string[] {
  const found = known.get(entity) ?? Object.values(entities).flatMap((table) => pointersFrom(table, entity))
  known.set(entity, found)
  return found
}

function pointersFrom(table: (typeof entities)[Entity], entity: Entity): string[] {
  const references = getTableConfig(table).foreignKeys.map((key) => key.reference())
  return references
    .filter(({ foreignTable, foreignColumns }) => foreignTable === entities[entity] && foreignColumns[0]?.name === 'id')
    .map(({ columns }) => `SELECT 1 FROM live_${getTableName(table)} WHERE ${columns[0]?.name} = ? LIMIT 1`)
}
