/**
 * The grid as it was: an in-memory copy of the tables behind it in which everything written after an instant is put back,
 * read from the change log backwards. Whatever reads the live grid reads this one.
 */
import { setImmediate as breath } from 'node:timers/promises'
import type { Db } from './db.ts'
import { openDb } from './db.ts'
import { type Column, type Entity, layout } from './entities.ts'
import { prepared } from './prepared.ts'
import { nothingStale, refreshSummaries } from './summaries.ts'
import { useZone, zoneOf } from './zone.ts'

/** What the grid is made of. Sessions, files and what was said are no part of it. */
const kept: Entity[] = [
  'users',
  'funds',
  'fields',
  'investors',
  'tags',
  'investor_tags',
  'contacts',
  'contact_addresses',
  'contact_roles',
  'commitment_entries',
  'stages',
  'opportunities',
  'communications',
  'communication_investors',
]
/** The long texts among it that no cell shows. */
const blanked: Partial<Record<Entity, Record<string, unknown>>> = {
  communications: { subject: null, summary: '', body: null, to_addresses: '[]', message_id: null },
  users: { password_hash: null },
}

type Raw = Record<string, unknown>
/** What later acts did to a row: null when they made it; else the oldest value they overwrote per field, as JSON. */
type Patch = { fields: Map<string, string | null>; live: boolean | null } | null
type Patches = Map<Entity, Map<string, Patch>>

/** Search keys follow from the columns beside them, and the log does not hold them. */
export type SearchKeys = (entity: Entity, row: Raw) => Raw

/** The number and hash of the newest entry written up to this instant (UTC ISO 8601); null before the first. */
export function entryAt(db: Db, instant: string): { seq: number; hash: string } | null {
  // Backwards, because recent instants are asked for most; no act is older than the first one.
  const first = prepared<string>(db, 'SELECT at FROM changes ORDER BY seq LIMIT 1').pluck().get()
  if (first === undefined || first > instant) return null

  const newest = 'SELECT seq, hash FROM changes WHERE at <= ? ORDER BY seq DESC LIMIT 1'
  return prepared<{ seq: number; hash: string }>(db, newest).get(instant) ?? null
}

/** The last entry of the act that set the database up: a grid with its columns and nobody in it. */
export const groundEntry = (db: Db): number => Number(prepared(db, endOfFirstAct).pluck().get())

const endOfFirstAct = `
  SELECT max(seq) FROM changes WHERE batch_id = (SELECT batch_id FROM changes ORDER BY seq LIMIT 1)`

/**
 * A read-only copy of the grid as it was after entry `seq`, its summaries and formulas worked out for `now`. At ten thousand
 * investors that is most of a second's work, so others are served in between, while the copy is made through a connection that
 * sees the file as it is now. What is in memory alone has no second connection, and is small.
 */
export async function openPast(db: Db, seq: number, now: Date, searchKeys: SearchKeys): Promise<Db> {
  const past = openDb(':memory:')
  past.$client.pragma('foreign_keys = OFF')
  useZone(past, zoneOf(db))
  try {
    past.$client.exec('BEGIN')
    if (db.$client.memory) for (const _ of fill(past, db, seq, now, searchKeys));
    else await fillAside(past, db, seq, now, searchKeys)
    past.$client.exec('COMMIT')
  } catch (error) {
    past.$client.close()
    throw error
  }
  past.$client.pragma('query_only = ON')
  return past
}

async function fillAside(past: Db, db: Db, seq: number, now: Date, searchKeys: SearchKeys): Promise<void> {
  const aside = openDb(db.$client.name)
  try {
    aside.$client.exec('BEGIN')
    for (const _ of fill(past, aside, seq, now, searchKeys)) await breath()
  } finally {
    aside.$client.close()
  }
}

function* fill(past: Db, db: Db, seq: number, now: Date, searchKeys: SearchKeys): Generator<void> {
  create(db, past, "type IN ('table', 'view')")
  yield* copyRows(db, past, seq, searchKeys)
  copyMachineMail(db, past)
  yield* copyLog(db, past, seq)
  yield* createIndexes(db, past)
  yield* summarise(past, now)
}

/** Rows between two breaths: some ten milliseconds. */
const atOnce = 500

/** Does `work` with each, breathing now and then. */
function* each<T>(items: Iterable<T>, work: (item: T) => void): Generator<void> {
  let n = 0
  for (const item of items) {
    work(item)
    n += 1
    if (n % atOnce === 0) yield
  }
}

function create(db: Db, past: Db, which: string): void {
  for (const statement of schemaOf(db, which)) past.$client.exec(statement)
}

function* createIndexes(db: Db, past: Db): Generator<void> {
  for (const statement of schemaOf(db, "type = 'index'")) {
    past.$client.exec(statement)
    yield
  }
}

/** The live schema, without the triggers that guard it. The search indexes make their own tables. */
function schemaOf(db: Db, which: string): string[] {
  const sql = `SELECT sql FROM sqlite_master WHERE ${which} AND sql IS NOT NULL AND name NOT GLOB 'investor_search_*'
    AND name NOT GLOB 'mail_search_*' AND name NOT GLOB 'sqlite_*' ORDER BY rowid`
  return db.$client.prepare<[], string>(sql).pluck().all()
}

function* copyRows(db: Db, past: Db, seq: number, searchKeys: SearchKeys): Generator<void> {
  const patches = yield* patchesSince(db, seq)
  for (const entity of kept) {
    const { table, names } = layout(entity)
    const rows = db.$client.prepare<[], Raw>(`SELECT ${names.join(', ')} FROM ${table}`)
    const insert = past.$client.prepare(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    )
    const own = patches.get(entity)
    yield* each(rows.iterate(), (raw) => {
      const patch = own?.get(String(raw['id']))
      if (patch === null) return
      const row = { ...(patch ? putBack(db, entity, raw, patch, seq, searchKeys) : raw), ...blanked[entity] }
      insert.run(names.map((name) => row[name] ?? null))
    })
  }
}

/** Of what is mirrored only which of the logged e-mails no person wrote: those are not contact. */
function copyMachineMail(db: Db, past: Db): void {
  const names = 'rowid, id, identity, thread_id, at, direction, nature, level, stored_at'
  const found = db.$client.prepare(`SELECT DISTINCT ${names.replaceAll(/\w+/g, 'm.$&')} FROM communications c
    CROSS JOIN mail_messages m ON m.id = c.mail_id WHERE c.mail_id IS NOT NULL AND m.nature <> 'personal'`)
  const insert = past.$client.prepare(`INSERT INTO mail_messages (${names}) VALUES (${'?,'.repeat(8)}?)`)
  for (const row of found.raw().iterate() as Iterable<unknown[]>) insert.run(...row)
}

/** What was done to each row after this entry. Read newest first, so that the oldest value stays. */
function* patchesSince(db: Db, seq: number): Generator<void, Patches> {
  const patches: Patches = new Map(kept.map((entity) => [entity, new Map()]))
  const later = db.$client.prepare<[number], Entry>(
    'SELECT entity, entity_id, action, field, before FROM changes WHERE seq > ? ORDER BY seq DESC',
  )
  yield* each(later.raw().iterate(seq) as Iterable<Entry>, ([entity, id, action, field, before]) => {
    const rows = patches.get(entity)
    if (!rows) return
    const patch = rows.get(id) ?? { fields: new Map(), live: null }
    if (action === 'update' && field !== null) patch.fields.set(field, before)
    else if (action !== 'update') patch.live = action === 'archive'
    rows.set(id, action === 'create' ? null : patch)
  })
  return patches
}

type Entry = [entity: Entity, id: string, action: string, field: string | null, before: string | null]

function putBack(
  db: Db,
  entity: Entity,
  raw: Raw,
  patch: NonNullable<Patch>,
  seq: number,
  searchKeys: SearchKeys,
): Raw {
  const { logged } = layout(entity)
  const row: Raw = { ...raw, ...lastWrite(db, entity, String(raw['id']), seq) }
  const cells: Raw = 'cells' in raw ? JSON.parse(String(raw['cells'])) : {}
  for (const [field, before] of patch.fields) {
    const column = logged.find(({ name }) => name === field && name !== 'cells')
    if (column) row[field] = stored(column, before)
    else if (before === null) delete cells[field]
    else cells[field] = JSON.parse(before)
  }
  if ('cells' in raw) row['cells'] = JSON.stringify(cells)
  if (patch.live !== null) row['deleted_at'] = patch.live ? null : archivedAt(db, entity, String(raw['id']), seq)
  return patch.fields.has('name') ? { ...row, ...searchKeys(entity, row) } : row
}

const stored = ({ column }: Column, json: string | null) =>
  json === null ? null : column.mapToDriverValue(JSON.parse(json))

const lastWrite = (db: Db, entity: Entity, id: string, seq: number) =>
  prepared<Raw>(db, lastWriteOf).get({ entity, id, seq })

const lastWriteOf = `
  SELECT version, at AS updated_at, actor_id AS updated_by FROM changes
  WHERE entity = @entity AND entity_id = @id AND seq <= @seq ORDER BY seq DESC LIMIT 1`

const archivedAt = (db: Db, entity: Entity, id: string, seq: number) =>
  prepared(db, lastArchiveOf).pluck().get({ entity, id, seq })

const lastArchiveOf = `
  SELECT at FROM changes WHERE entity = @entity AND entity_id = @id AND seq <= @seq AND action = 'archive'
  ORDER BY seq DESC LIMIT 1`

/** Of the log only what rows are read with: the newest entry about each investor, all about columns, and the head. */
function* copyLog(db: Db, past: Db, seq: number): Generator<void> {
  const names = [...logColumns, 'previous_hash', 'hash']
  const rows = db.$client.prepare(neededEntries(names.join(', '))).raw()
  const insert = past.$client.prepare(
    `INSERT INTO changes (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  )
  yield* each(rows.iterate({ seq }), (row) => insert.run(row))
}

const logColumns = [
  'seq',
  'id',
  'batch_id',
  'at',
  'actor_id',
  'actor_name',
  'surface',
  'entity',
  'entity_id',
  'investor_id',
  'action',
  'field',
  'version',
]

const neededEntries = (names: string) => `
  SELECT ${names} FROM changes WHERE seq IN (
    SELECT (SELECT max(seq) FROM changes WHERE investor_id = i.id AND seq <= @seq) FROM investors i
    UNION SELECT seq FROM changes WHERE entity = 'fields' AND seq <= @seq
    UNION SELECT @seq)`

/** For so many investors at a time: a statement a part works all of them out. */
function* summarise(past: Db, now: Date): Generator<void> {
  const ids = past.$client.prepare<[], string>('SELECT id FROM live_investors').pluck().all()
  for (let n = 0; n < ids.length; n += atOnce) {
    const stale = nothingStale()
    for (const id of ids.slice(n, n + atOnce)) stale.row.add(id)
    refreshSummaries(past, stale, now)
    yield
  }
}
