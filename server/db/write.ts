/**
 * The one way to write the record. `act` opens a transaction for one act of one person; inside it `record`, `amend`,
 * `archive` and `restore` change a row and append to the change log together. Nothing else writes these tables.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Transaction } from 'better-sqlite3'
import { notFound, UserError } from '../errors.ts'
import type { Actor } from './actor.ts'
import { append, chainHead } from './changes.ts'
import { tellCommitted } from './committed.ts'
import type { Db } from './db.ts'
import { type Column, type Entity, investorOf, layout, type NewRow, type Patch, type Row, secrets } from './entities.ts'
import { newId } from './ids.ts'
import { textCells } from './search-index.ts'
import { type AnyRow, insertRow, readRow, updateRow } from './stored.ts'
import { nothingStale, refreshSummaries, type Stale, touch } from './summaries.ts'

/** An open act. Reads inside it go through `db`; `at` is the instant all its changes carry. */
export type Tx = {
  readonly db: Db
  readonly actor: Actor
  readonly what: string
  readonly batchId: string
  readonly undoes: string | null
  readonly at: string
  /** What this act made stale of which investors' summaries. */
  readonly stale: Stale
  /** What is done last, once each: work that many parts of an act ask for, and that is cheaper for all of them together. */
  readonly last: Set<(tx: Tx) => void>
  head: string
  changed: number
}

/** `changed` counts log entries: 0 means that nothing was different and no batch exists. */
export type Done<T> = { result: T; batchId: string; changed: number }

/** `batchId` continues an earlier batch (long work committed in slices); `undoes` names the batch this one takes back. */
export type ActOptions = { now?: Date; batchId?: string; undoes?: string }

/**
 * Runs `work` as one act: all of it is committed, or none. `what` says in words what was done ("Logged a call"), for
 * the activity page and the undo toast.
 */
export function act<T>(db: Db, actor: Actor, what: string, work: (tx: Tx) => T, options: ActOptions = {}): Done<T> {
  refuseWhileFrozen(db)

  const done = inTransaction(db, () => {
    const tx: Tx = {
      db,
      actor,
      what,
      batchId: options.batchId ?? newId(),
      undoes: options.undoes ?? null,
      at: (options.now ?? new Date()).toISOString(),
      stale: nothingStale(),
      last: new Set(),
      head: chainHead(db),
      changed: 0,
    }
    const result = work(tx)
    for (const finish of tx.last) finish(tx)
    settle(tx)
    return { result, batchId: tx.batchId, changed: tx.changed }
  })
  tellCommitted(db, done.changed)
  return done
}

const transactions = new WeakMap<Db['$client'], Transaction<(work: () => unknown) => unknown>>()

/** Commits what `work` wrote, or nothing when it throws; a savepoint within another. The driver's own is made once, for it is dear. */
export function inTransaction<T>({ $client: client }: Db, work: () => T): T {
  const known = transactions.get(client) ?? client.transaction((some: () => unknown) => some())
  transactions.set(client, known)
  return known.immediate(work) as T
}

const frozen = new WeakSet<Db['$client']>()

function refuseWhileFrozen(db: Db): void {
  if (frozen.has(db.$client)) throw new UserError('unavailable', 'A backup is being restored. Try again in a moment.')
}

/** Refuses every act while `work` runs, so that nothing is acknowledged that a restore is about to replace. */
export async function whileFrozen<T>(db: Db, work: () => Promise<T>): Promise<T> {
  refuseWhileFrozen(db)
  frozen.add(db.$client)
  try {
    return await work()
  } finally {
    frozen.delete(db.$client)
  }
}

/**
 * Runs a part of an act that may fail. When it does, what the part wrote is gone, its log entries with it, and the act goes on
 * as if it had not been tried; the failure is the caller's to handle.
 */
export function attempt<T>(tx: Tx, part: () => T): T {
  const { head, changed } = tx
  try {
    return inTransaction(tx.db, part)
  } catch (error) {
    tx.head = head
    tx.changed = changed
    throw error
  }
}

/**
 * Works out again the summaries this act made stale. Happens by itself at its end; earlier only for an answer, given from
 * within the act, that shows them.
 */
export function settle(tx: Tx): void {
  refreshSummaries(tx.db, tx.stale, new Date(tx.at))
}

/**
 * Runs `work` as one transaction that only brings derived values up to date (see `summaries.ts`): what it writes follows
 * from the record, so the log has nothing to say about it.
 */
export function derive<T>(db: Db, work: () => T): T {
  refuseWhileFrozen(db)
  return inTransaction(db, work)
}

/** Inserts a row and logs its creation. */
export function record<E extends Entity>(tx: Tx, entity: E, values: NewRow<E>): Row<E> {
  const { columns, names } = layout(entity)
  const row = newRow(tx, columns, values)
  insertRow(tx.db, entity, row)

  touch(tx.db, tx.stale, entity, row, names)
  log(tx, entity, row, 'create', null, null, snapshot(entity, row))
  return row as Row<E>
}

/**
 * Changes some columns of a live row. Columns that already hold the given value are left out; when none is left
 * nothing is written. `cells` is merged key by key, and each key is logged as a field of its own.
 */
export function amend<E extends Entity>(tx: Tx, entity: E, id: string, patch: Patch<E>): Row<E> {
  const before = live(tx, entity, id)
  const { columns, logged } = layout(entity)
  const after = { ...before, ...mergedPatch(before, patch) }
  const different = columns.filter((c) => c.key in patch && !isDeepStrictEqual(before[c.key], after[c.key]))
  if (different.length === 0) return before as Row<E>

  const written = put(tx, entity, after, different, touchedCells(before, after))
  for (const column of different) {
    if (secrets.has(column.name)) log(tx, entity, written, 'update', column.name, null, null)
    else if (logged.includes(column)) logColumn(tx, entity, column, before, written)
  }
  return written as Row<E>
}

/** Puts a live row aside. Everything that reads the record stops seeing it; `restore` brings it back as it was. */
export function archive<E extends Entity>(tx: Tx, entity: E, id: string): Row<E> {
  const row = live(tx, entity, id)
  const written = put(tx, entity, { ...row, deletedAt: tx.at }, [deletedAt(entity)])
  log(tx, entity, written, 'archive', null, null, null)
  return written as Row<E>
}

export function restore<E extends Entity>(tx: Tx, entity: E, id: string): Row<E> {
  const row = readRow(tx.db, entity, id)
  if (!row) throw notFound(noun(entity))
  if (row['deletedAt'] === null) return row as Row<E>

  const written = put(tx, entity, { ...row, deletedAt: null }, [deletedAt(entity)])
  log(tx, entity, written, 'restore', null, null, null)
  return written as Row<E>
}

/** Logs what was done for a live row and stands in none of its columns; `about` says to what, and never in words of mail. */
export function note(tx: Tx, entity: Entity, id: string, what: string, about: string | null = null): void {
  log(tx, entity, live(tx, entity, id), 'update', what, null, about)
}

/** A row whether live or archived, for undo and for restoring; everything else reads `live.ts`. */
export { readRow as find } from './stored.ts'

function live(tx: Tx, entity: Entity, id: string): AnyRow {
  const row = readRow(tx.db, entity, id)
  if (!row || row['deletedAt'] !== null) throw notFound(noun(entity))

  return row
}

function newRow(tx: Tx, columns: Column[], values: object): AnyRow {
  const given: AnyRow = { id: newId(), ...values, version: 1, deletedAt: null }
  Object.assign(given, { createdAt: tx.at, createdBy: tx.actor.id, updatedAt: tx.at, updatedBy: tx.actor.id })

  const row: AnyRow = {}
  for (const { key, column } of columns) row[key] = given[key] ?? column.default ?? null
  return row
}

function mergedPatch(before: AnyRow, patch: object): AnyRow {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  if (!('cells' in given)) return given

  const cells = { ...(before['cells'] as AnyRow), ...(given['cells'] as AnyRow) }
  const filled = Object.entries(cells).filter(([, value]) => value !== null && value !== undefined)
  return { ...given, cells: Object.fromEntries(filled) }
}

/** Writes `columns` of `row` with the bookkeeping of one more version; `cells` are the keys of custom cells among them. */
function put(tx: Tx, entity: Entity, row: AnyRow, columns: Column[], cells: string[] = []): AnyRow {
  const written: AnyRow = { ...row, version: Number(row['version']) + 1, updatedAt: tx.at, updatedBy: tx.actor.id }
  updateRow(tx.db, entity, written, columns)
  touch(tx.db, tx.stale, entity, row, [...columns.map((c) => c.name), ...bookkeeping, ...cells])
  return written
}

const bookkeeping = ['version', 'updated_at', 'updated_by']

function logColumn(tx: Tx, entity: Entity, column: Column, before: AnyRow, after: AnyRow): void {
  if (column.name === 'cells') logCells(tx, entity, before, after)
  else log(tx, entity, after, 'update', column.name, before[column.key], after[column.key])
}

function logCells(tx: Tx, entity: Entity, before: AnyRow, after: AnyRow): void {
  const was = before['cells'] as AnyRow
  const is = after['cells'] as AnyRow
  for (const key of changedCells(before, after)) log(tx, entity, after, 'update', key, was[key], is[key])
}

/** The keys of the custom cells that changed, and whether there is text among them. */
function touchedCells(before: AnyRow, after: AnyRow): string[] {
  const keys = changedCells(before, after)
  const values = [before['cells'], after['cells']].flatMap((cells) => keys.map((key) => (cells as AnyRow)[key]))
  return values.some((value) => typeof value === 'string') ? [...keys, textCells] : keys
}

/** The keys of the custom cells that are not the same in both. */
function changedCells(before: AnyRow, after: AnyRow): string[] {
  if (before['cells'] === after['cells']) return []
  const was = (before['cells'] ?? {}) as AnyRow
  const is = (after['cells'] ?? {}) as AnyRow
  const keys = new Set([...Object.keys(was), ...Object.keys(is)])
  return [...keys].filter((key) => !isDeepStrictEqual(was[key], is[key]))
}

function log(
  tx: Tx,
  entity: Entity,
  row: AnyRow,
  action: 'create' | 'update' | 'archive' | 'restore',
  field: string | null,
  before: unknown,
  after: unknown,
) {
  append(tx, {
    entity,
    entityId: String(row['id']),
    investorId: investorOf(entity, row),
    action,
    field,
    before,
    after,
    version: Number(row['version']),
  })
}

/** What a create logs: every filled column by its SQL name, custom cells among them under their own keys. */
function snapshot(entity: Entity, row: AnyRow): AnyRow {
  const filled: AnyRow = {}
  for (const { name, key } of layout(entity).logged) if (name !== 'cells' && row[key] !== null) filled[name] = row[key]
  return { ...filled, ...(row['cells'] as AnyRow | undefined) }
}

function deletedAt(entity: Entity): Column {
  const column = layout(entity).columns.find((c) => c.name === 'deleted_at')
  if (!column) throw new Error(`${entity} has no deleted_at`)

  return column
}

/** `contact_addresses` → `contact address`, for sentences. */
const noun = (entity: Entity) =>
  nouns[entity] ?? entity.replaceAll('_', ' ').replace(/ies$/, 'y').replace(/sses$/, 'ss').replace(/s$/, '')

const nouns: Partial<Record<Entity, string>> = { never_log: 'entry of the never-log list' }
