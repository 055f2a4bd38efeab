/** The record once more, made from the change log alone: what the tables have to agree with. */
import type { Db } from '../../server/db/db.ts'
import { type Entity, entities, layout } from '../../server/db/entities.ts'
import { changes } from '../../server/db/live.ts'

/** Logged columns by SQL name, custom cells among `cells`; blank columns are left out. */
export type Row = {
  version: number
  archived: boolean
  columns: Record<string, unknown>
  cells: Record<string, unknown>
}
export type Tables = Record<string, Record<string, Row>>

export function replayed(db: Db): Tables {
  const tables: Tables = Object.fromEntries(Object.keys(entities).map((entity) => [entity, {}]))
  for (const change of db.select().from(changes).orderBy(changes.seq).all()) {
    const rows = tables[change.entity] ?? {}
    const row = rows[change.entityId] ?? { version: 0, archived: false, columns: {}, cells: {} }
    rows[change.entityId] = row
    row.version = change.version
    if (change.action === 'archive') row.archived = true
    else if (change.action === 'restore') row.archived = false
    else if (change.action === 'update') set(change.entity as Entity, row, String(change.field), change.after)
    else
      for (const [field, value] of Object.entries(change.after ?? {})) set(change.entity as Entity, row, field, value)
  }
  return tables
}

function set(entity: Entity, row: Row, field: string, value: unknown): void {
  const isColumn = layout(entity).logged.some((column) => column.name === field && field !== 'cells')
  const holder = isColumn ? row.columns : row.cells
  if (value === null || value === undefined) delete holder[field]
  else holder[field] = value
}

/** What the tables hold now, archived rows too. */
export function stored(db: Db): Tables {
  return Object.fromEntries(Object.keys(entities).map((entity) => [entity, storedRows(db, entity as Entity)]))
}

function storedRows(db: Db, entity: Entity): Record<string, Row> {
  const { table, logged } = layout(entity)
  const rows = db.$client.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[]
  return Object.fromEntries(
    rows.map((raw) => {
      const filled = logged.filter((column) => column.name !== 'cells' && raw[column.name] !== null)
      const columns = Object.fromEntries(filled.map((c) => [c.name, c.column.mapFromDriverValue(raw[c.name])]))
      const cells = JSON.parse(String(raw['cells'] ?? '{}'))
      return [
        String(raw['id']),
        { version: Number(raw['version']), archived: raw['deleted_at'] !== null, columns, cells },
      ]
    }),
  )
}
