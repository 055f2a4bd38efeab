/** Rows as SQLite holds them: one statement each to read, insert and change one, its text made once per table. */
import type { Db } from './db.ts'
import { type Column, type Entity, layout } from './entities.ts'
import { prepared } from './prepared.ts'

/** A row by its properties, of whatever kind. */
export type AnyRow = Record<string, unknown>

type Texts = { read: string; insert: string; update: Map<string, string>; encoded: Column[] }

const made = new Map<Entity, Texts>()

function textsOf(entity: Entity): Texts {
  const known = made.get(entity)
  if (known) return known

  const { table, columns } = layout(entity)
  const texts = {
    read: `SELECT ${columns.map(({ name, key }) => `${name} AS "${key}"`).join(', ')} FROM ${table} WHERE id = ?`,
    insert: `INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    update: new Map<string, string>(),
    encoded: columns.filter(({ isPlain }) => !isPlain),
  }
  made.set(entity, texts)
  return texts
}

/** A row whether live or archived, or null. */
export function readRow(db: Db, entity: Entity, id: string): AnyRow | null {
  const { read, encoded } = textsOf(entity)
  const row = prepared<AnyRow>(db, read).get(id)
  if (!row) return null

  for (const { key, column } of encoded) if (row[key] !== null) row[key] = column.mapFromDriverValue(row[key])
  return row
}

export function insertRow(db: Db, entity: Entity, row: AnyRow): void {
  prepared(db, textsOf(entity).insert).run(layout(entity).columns.map((column) => toDriver(column, row)))
}

/** Writes these columns of a row, and who made which version of it when. */
export function updateRow(db: Db, entity: Entity, row: AnyRow, columns: Column[]): void {
  const values = columns.map((column) => toDriver(column, row))
  const sql = updateOf(entity, columns)
  prepared(db, sql).run(values, row['version'], row['updatedAt'], row['updatedBy'], row['id'])
}

function updateOf(entity: Entity, columns: Column[]): string {
  const { update } = textsOf(entity)
  const names = columns.map(({ name }) => name).join()
  const known = update.get(names)
  if (known) return known

  const set = [...columns.map(({ name }) => name), 'version', 'updated_at', 'updated_by'].map((name) => `${name} = ?`)
  const sql = `UPDATE ${layout(entity).table} SET ${set.join(', ')} WHERE id = ?`
  update.set(names, sql)
  return sql
}

function toDriver({ key, column, isPlain }: Column, row: AnyRow): unknown {
  const value = row[key] ?? null
  return value === null || isPlain ? value : column.mapToDriverValue(value)
}
