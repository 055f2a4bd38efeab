/** The change log: append-only by trigger, hash-chained, the source of history, undo and audit. */
import { hash } from 'node:crypto'
import type { Db } from './db.ts'
import type { Entity } from './entities.ts'
import { newId } from './ids.ts'
import { prepared } from './prepared.ts'
import type { Tx } from './write.ts'

export type Action = 'create' | 'update' | 'archive' | 'restore'

/** One entry as a caller gives it; `before` and `after` are JSON values, `field` null for a whole row. */
export type Entry = {
  entity: Entity
  entityId: string
  investorId: string | null
  action: Action
  field: string | null
  before: unknown
  after: unknown
  version: number
}

const genesis = '0'.repeat(64)

/** The hash the next entry builds on. */
export function chainHead(db: Db): string {
  const last = prepared<{ hash: string }>(db, 'SELECT hash FROM changes ORDER BY seq DESC LIMIT 1').get()
  return last?.hash ?? genesis
}

/** Appends one entry; the first one of an act also writes its batch, so that an act without changes leaves no trace. */
export function append(tx: Tx, entry: Entry): void {
  if (tx.changed === 0) openBatch(tx)
  tx.changed += 1
  const values = [
    newId(),
    tx.batchId,
    tx.at,
    tx.actor.id,
    tx.actor.name,
    tx.actor.surface,
    entry.entity,
    entry.entityId,
    entry.investorId,
    entry.action,
    entry.field,
    toJson(entry.before),
    toJson(entry.after),
    entry.version,
  ]
  const previous = tx.head
  tx.head = link(previous, values)
  prepared(tx.db, insertChange).run(...values, previous, tx.head)
}

function openBatch(tx: Tx): void {
  const { actor } = tx
  prepared(tx.db, insertBatch).run(tx.batchId, tx.at, actor.id, actor.name, actor.surface, tx.what, tx.undoes)
}

const toJson = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value))
const link = (previous: string, values: unknown[]) => hash('sha256', previous + JSON.stringify(values))

const logged =
  'id, batch_id, at, actor_id, actor_name, surface, entity, entity_id, investor_id, action, field, before, after, version'
const insertChange = `INSERT INTO changes (${logged}, previous_hash, hash) VALUES (${'?,'.repeat(15)}?)`
const insertBatch =
  'INSERT OR IGNORE INTO batches (id, at, actor_id, actor_name, surface, what, undoes) VALUES (?,?,?,?,?,?,?)'

/**
 * Walks the chain from its first entry. Answers the number of sound entries and, when an entry does not follow from
 * the one before it (the file was edited by other means), its sequence number.
 */
export function verifyChain(db: Db): { entries: number; brokenAt: number | null } {
  let previous = genesis
  let entries = 0
  const rows = db.$client
    .prepare(`SELECT seq, ${logged}, previous_hash, hash FROM changes ORDER BY seq`)
    .raw()
    .iterate()
  for (const row of rows as Iterable<unknown[]>) {
    const values = row.slice(1, 15)
    if (row[15] !== previous || row[16] !== link(previous, values)) return { entries, brokenAt: Number(row[0]) }
    previous = String(row[16])
    entries += 1
  }
  return { entries, brokenAt: null }
}
