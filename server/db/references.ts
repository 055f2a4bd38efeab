import type { Db } from './db.ts'
import { getTableConfig, getTableName } from './drizzle.ts'
import { type Entity, entities, layout } from './entities.ts'
import { prepared } from './prepared.ts'

export type Reference = { key: string; to: Entity }

/** The live rows that point at this one, by id. An index serves every such column that many rows have. */
export function* rowsPointingAt(db: Db, entity: Entity, id: string): Generator<string> {
  for (const sql of pointersTo(entity)) yield* prepared<string>(db, sql).pluck().all(id)
}

/** The columns of an entity that hold the id of another row, by property. */
export function referencesOf(entity: Entity): Reference[] {
  const known = references.get(entity) ?? foreignKeys(entity)
  references.set(entity, known)
  return known
}

const references = new Map<Entity, Reference[]>()
const pointers = new Map<Entity, string[]>()
const all = Object.keys(entities) as Entity[]

function foreignKeys(entity: Entity): Reference[] {
  const found = getTableConfig(entities[entity]).foreignKeys.map((key) => key.reference())
  return found.flatMap(({ columns, foreignTable, foreignColumns }) => {
    const key = layout(entity).columns.find((column) => column.name === columns[0]?.name)?.key
    const to = all.find((one) => entities[one] === foreignTable)
    return key && to && foreignColumns[0]?.name === 'id' ? [{ key, to }] : []
  })
}

function pointersTo(entity: Entity): string[] {
  const known = pointers.get(entity) ?? all.filter(isWork).flatMap((from) => pointersFrom(from, entity))
  pointers.set(entity, known)
  return known
}

/** What machines note about a row is nobody's work on it. */
const isWork = (entity: Entity) => entity !== 'automation_runs' && entity !== 'proposals'

const pointersFrom = (from: Entity, entity: Entity) =>
  referencesOf(from)
    .filter(({ to }) => to === entity)
    .map(({ key }) => `SELECT id FROM live_${getTableName(entities[from])} WHERE ${sqlName(from, key)} = ?`)

const sqlName = (entity: Entity, key: string) => layout(entity).columns.find((column) => column.key === key)?.name
