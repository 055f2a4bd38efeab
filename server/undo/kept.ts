/** What of an act stays when the act is taken back, because somebody has worked on it or built on it since. */
import type { Db } from '../db/db.ts'
import { type Entity, entities } from '../db/entities.ts'
import { prepared } from '../db/prepared.ts'
import { referencesOf, rowsPointingAt } from '../db/references.ts'
import { find } from '../db/write.ts'
import { cellsOf } from '../grid/columns-admin/cells-of.ts'
import type { Field } from '../grid/fields.ts'
import type { Change } from './undo.ts'

type AnyRow = Record<string, unknown>

/** What hangs on what: an investor stays with its people, a person with their addresses, a fund with its columns. */
const hangsOn: Partial<Record<Entity, Entity[]>> = {
  investor_tags: ['investors'],
  contact_roles: ['investors', 'contacts'],
  contact_addresses: ['contacts'],
  commitment_entries: ['investors'],
  opportunities: ['investors'],
  communication_investors: ['investors', 'communications'],
  communication_contacts: ['communications'],
  communication_copies: ['communications'],
  fields: ['funds'],
}

/**
 * The rows this act made, or brought back, that stay: those somebody has written to or pointed at since, and with each
 * of them what it needs and what hangs on it, as far as the same act made that. So what came together stays or goes
 * together, whichever of two acts is taken back first.
 */
export function keptRows(db: Db, batchId: string, entries: Change[]): Set<string> {
  const made = new Map(entries.filter(isMade).map((change) => [change.entityId, change]))
  const later = laterWrites(db, batchId, entries)
  const seeds = [...made.values()].filter((change) => isBuiltOn(db, change, made, later))
  if (seeds.length === 0) return new Set()

  return reached(
    seeds.map((change) => change.entityId),
    tiesAmong(db, made),
  )
}

const isMade = ({ action }: Change) => action === 'create' || action === 'restore'

type Made = Map<string, Change>
type LaterWrites = (rowId: string, seq: number) => boolean

function isBuiltOn(db: Db, change: Change, made: Made, later: LaterWrites): boolean {
  const { entityId, action, seq } = change
  const entity = change.entity as Entity
  if (later(entityId, seq)) return true
  if (entity === 'fields' && (belongsToOthersFund(db, entityId, made) || tellsStatus(db, change, made))) return true

  for (const id of rowsPointingAt(db, entity, entityId)) {
    if (!made.has(id) && (action === 'create' ? isSomebodys(db, id) : later(id, seq))) return true
  }
  return false
}

/** What rules noted, proposed or set a task for is nobody's work, until somebody takes it up. */
const isSomebodys = (db: Db, rowId: string) => prepared(db, writtenByPeople).get(rowId) !== undefined

const machines = ['automation_runs', 'proposals']
const peoples = Object.keys(entities).filter((entity) => !machines.includes(entity))
/** The entities are named for the index, which begins with them. */
const writtenByPeople = `
  SELECT 1 FROM changes WHERE entity IN ('${peoples.join("', '")}') AND entity_id = ? AND surface <> 'automation' LIMIT 1`

/**
 * A column of LP status with a date in it that this act did not write: the fund is at work, so it stays with all its columns.
 * Rows this act made are seeds themselves once somebody has written to them.
 */
function tellsStatus(db: Db, { entityId, batchId }: Change, made: Made): boolean {
  const row = find(db, 'fields', entityId)
  if (fundOf(row) === undefined || isLedgerColumn(row)) return false

  const field = row as Field
  const writer = prepared<string>(db, newestWriter).pluck()
  for (const { id } of cellsOf(db, field))
    if (!made.has(id) && writer.get({ entity: field.entity, id, key: field.key }) !== batchId) return true
  return false
}

const newestWriter = `
  SELECT batch_id FROM changes WHERE entity = @entity AND entity_id = @id AND field = @key ORDER BY seq DESC LIMIT 1`

/** A ledger column of a fund that was there before and is there still. */
function belongsToOthersFund(db: Db, fieldId: string, made: Made): boolean {
  const row = find(db, 'fields', fieldId)
  const fund = isLedgerColumn(row) ? fundOf(row) : undefined
  return fund !== undefined && !made.has(fund) && find(db, 'funds', fund)?.['deletedAt'] === null
}

/** Everything tied to the seeds, however many steps away. */
function reached(seeds: string[], ties: Map<string, string[]>): Set<string> {
  const found = new Set(seeds)
  for (const id of found) for (const next of ties.get(id) ?? []) found.add(next)
  return found
}

/** From each row to what it needs, and from what it hangs on to the row. */
function tiesAmong(db: Db, made: Made): Map<string, string[]> {
  const ties = new Map<string, string[]>()
  const tie = (from: string, to: string) => {
    const known = ties.get(from) ?? []
    known.push(to)
    ties.set(from, known)
  }
  const columns = columnsAmong(db, made)

  for (const { entity, entityId } of made.values()) {
    for (const { to, id } of neededBy(entity as Entity, find(db, entity as Entity, entityId), columns)) {
      if (!made.has(id)) continue
      tie(entityId, id)
      if (hangsOn[entity as Entity]?.includes(to)) tie(id, entityId)
    }
  }
  return ties
}

function neededBy(entity: Entity, row: AnyRow | null, columns: Map<string, string>): { to: Entity; id: string }[] {
  if (!row) return []

  const pointedAt = referencesOf(entity).map(({ key, to }) => ({ to, id: String(row[key] ?? '') }))
  const fund = entity === 'fields' ? fundOf(row) : undefined
  const cells = Object.keys((row['cells'] as AnyRow | undefined) ?? {}).flatMap((key) => columns.get(key) ?? [])
  return [
    ...pointedAt,
    ...(fund ? [{ to: 'funds' as const, id: fund }] : []),
    ...cells.map((id) => ({ to: 'fields' as const, id })),
  ]
}

/** The columns this act made, by the key under which cells hold their values. */
function columnsAmong(db: Db, made: Made): Map<string, string> {
  const ids = [...made.values()].filter(({ entity }) => entity === 'fields').map(({ entityId }) => entityId)
  return new Map(ids.map((id) => [String(find(db, 'fields', id)?.['key']), id]))
}

const optionsOf = (row: AnyRow | null) => row?.['options'] as Field['options'] | undefined

/** The fund whose commitments or LP status a column tells. */
export const fundOf = (row: AnyRow | null): string | undefined => optionsOf(row)?.fund_id

/** Whether a column shows the ledger; the LP status of a fund is kept in cells like any other. */
export const isLedgerColumn = (row: AnyRow | null): boolean => optionsOf(row)?.measure !== undefined

/**
 * What acts that still stand wrote after this batch began: to a row, or for an investor to anything that hangs on it. One
 * scan answers for the tens of thousands of rows of an import.
 */
function laterWrites(db: Db, batchId: string, entries: Change[]): LaterWrites {
  const first = entries.reduce((least, { seq }) => Math.min(least, seq), Number.MAX_SAFE_INTEGER)
  const rows = prepared<{
    row: string
    investor: string | null
    seq: number
  }>(db, writesAfter).all({ first, batchId })
  const last = new Map<string | null, number>()
  for (const { row, investor, seq } of rows) {
    last.set(row, seq)
    last.set(investor, seq)
  }
  return (rowId, seq) => (last.get(rowId) ?? 0) > seq
}

const writesAfter = `
  SELECT c.entity_id AS row, c.investor_id AS investor, max(c.seq) AS seq FROM changes c JOIN batches b ON b.id = c.batch_id
  WHERE c.seq > @first AND c.batch_id <> @batchId AND b.undoes IS NULL
    AND c.surface <> 'automation' AND c.entity NOT IN ('automation_runs', 'proposals')
    AND NOT EXISTS (SELECT 1 FROM batches u WHERE u.undoes = b.id
      AND NOT EXISTS (SELECT 1 FROM batches r WHERE r.undoes = u.id))
  GROUP BY c.entity_id, c.investor_id ORDER BY seq`
