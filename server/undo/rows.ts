/** Taking back one entry of the log, where what it wrote is still there. */
import { isDeepStrictEqual } from 'node:util'
import { type Choice, fieldEntities } from '../../shared/fields.ts'
import { fold } from '../../shared/fold.ts'
import { guardOf, isOpenTo } from '../communications/privacy.ts'
import type { Db } from '../db/db.ts'
import { type Entity, layout, type Row } from '../db/entities.ts'
import { prepared } from '../db/prepared.ts'
import { amend, archive, find, restore, type Tx } from '../db/write.ts'
import { hasMoney } from '../funds/use.ts'
import { hasCells } from '../grid/columns-admin/cells-of.ts'
import { fitCells } from '../grid/columns-admin/fit-cells.ts'
import { type Field, fieldByKey, fieldsOf } from '../grid/fields.ts'
import { nameKey } from '../grid/investors.ts'
import { isFitting } from '../grid/values.ts'
import { isErased } from '../mail/erased.ts'
import { undecided } from '../proposals/undecided.ts'
import { changesType } from './columns.ts'
import { fundOf, isLedgerColumn } from './kept.ts'
import type { Change } from './undo.ts'

type AnyRow = Record<string, unknown>

/** Undoes one entry of an act with these `entries`; false when somebody changed the same thing since, or it is in use. */
export function revert(tx: Tx, change: Change, entries: Change[] = [change]): boolean {
  const entity = change.entity as Entity
  const row = find(tx.db, entity, change.entityId)
  if (!row || isHidden(tx, entity, row)) return false
  if (change.action === 'update') {
    if (isInUse(tx.db, row, change, entries) || isOutgrown(tx.db, change, entries)) return false
    return unlessTaken(() => revertCell(tx, entity, row, change))
  }
  if (change.action === 'archive')
    return (
      row['deletedAt'] !== null &&
      !isErased(tx.db, entity, row) &&
      !(hasOwnName(row) && isLabelTaken(tx.db, entity, row, row['label'])) &&
      unlessTaken(() => bringBack(tx, entity, change.entityId))
    )
  if (row['deletedAt'] !== null) return true
  if (change.action === 'create' && isFilledIn(tx.db, entity, row)) return false
  if (entity === 'proposals' && change.action === 'create' && row['status'] === 'approved') return letWait(tx, change)

  archive(tx, entity, change.entityId)
  return true
}

/** What a policy approved as it was proposed is asked again; withdrawn, it would be approved anew. */
function letWait(tx: Tx, { entityId }: Change): boolean {
  amend(tx, 'proposals', entityId, undecided)
  return true
}

/** What a colleague keeps private is theirs, with what hangs on it: undoing would open it, or put it away. */
function isHidden({ db, actor }: Tx, entity: Entity, row: AnyRow): boolean {
  if (entity === 'views') return row['ownerId'] !== null && row['ownerId'] !== actor.id

  // Putting away what one logged oneself opens nothing.
  if (row['createdBy'] === actor.id && actor.id !== null) return false
  const said = entity === 'communications' ? row : find(db, 'communications', String(row['communicationId'] ?? ''))
  return said !== null && !isOpenTo(actor.id, guardOf(db, said as Row<'communications'>))
}

/** A column is taken back after the cells it brought, so whatever is in it still is somebody else's. */
const isFilledIn = (db: Db, entity: Entity, row: AnyRow): boolean =>
  entity === 'fields' && !isLedgerColumn(row) && hasCells(db, row as Field)

/** A fund's currency, in the fund and in its columns, once amounts are kept in it; and an option that is chosen. */
function isInUse(db: Db, row: AnyRow, { entity, field, entityId, before }: Change, entries: Change[]): boolean {
  if (entity === 'funds') return field === 'currency' && hasMoney(db, entityId)
  if (entity !== 'fields' || field !== 'options' || changesType(entries, entityId)) return false

  const fund = fundOf(row)
  return fund && isLedgerColumn(row)
    ? hasMoney(db, fund)
    : losesChosen(db, row as Field, (before as Field['options'] | null)?.choices ?? [])
}

/** What a cell held before its column became another type, or lost that option, by an act that still stands. */
function isOutgrown(db: Db, { entity, field: key, before }: Change, entries: Change[]): boolean {
  const holder = fieldEntities.find((one) => one === entity)
  const field = holder && key !== null && before !== null ? fieldByKey(db, key, holder) : undefined
  if (!field || entries.some((entry) => entry.entity === 'fields' && entry.entityId === field.id)) return false

  return field.type !== 'formula' && !isFitting(db, { ...field, required: false }, before)
}

/** A cell never holds what its column does not know. */
function losesChosen(db: Db, { key, builtin, options, entity }: Field, choices: Choice[]): boolean {
  const left = new Set(choices.map(({ name }) => name))
  const gone = new Set((options.choices ?? []).map(({ name }) => name).filter((name) => !left.has(name)))
  if (gone.size === 0 || (builtin && key !== 'list' && key !== 'type')) return false

  const chosen = builtin
    ? prepared(db, `SELECT DISTINCT ${key} FROM live_investors`).pluck().all()
    : prepared(db, chosenInCells[entity]).pluck().all(`$."${key}"`)
  return chosen.some((name) => gone.has(String(name)))
}

const chosenInCells = {
  investors: 'SELECT DISTINCT e.value FROM live_investors r, json_each(r.cells, ?) e',
  contacts: 'SELECT DISTINCT e.value FROM live_contacts r, json_each(r.cells, ?) e',
  opportunities: 'SELECT DISTINCT e.value FROM live_opportunities r, json_each(r.cells, ?) e',
}

/** The columns of a fund come and go with the fund, whatever they are called. */
const hasOwnName = (row: AnyRow): boolean => fundOf(row) === undefined

/** Two columns never share a name: formulas tell them apart by it. */
function isLabelTaken(db: Db, entity: Entity, row: AnyRow, label: unknown): boolean {
  if (entity !== 'fields') return false

  const wanted = String(label).toLowerCase()
  return fieldsOf(db, (row as Field).entity).some(
    (field) => field.id !== row['id'] && field.label.toLowerCase() === wanted,
  )
}

function bringBack(tx: Tx, entity: Entity, id: string): boolean {
  restore(tx, entity, id)
  fitCells(tx, entity, id)
  return true
}

/** False when another record took the place meanwhile (a tag or fund of the same name, say). */
function unlessTaken(work: () => boolean): boolean {
  try {
    return work()
  } catch (error) {
    if ((error as { code?: string }).code === 'SQLITE_CONSTRAINT_UNIQUE') return false
    throw error
  }
}

function revertCell(tx: Tx, entity: Entity, row: AnyRow, change: Change): boolean {
  const column = layout(entity).columns.find((c) => c.name === change.field)
  const cells = row['cells'] as AnyRow | undefined
  const current = column ? row[column.key] : cells?.[String(change.field)]
  if (row['deletedAt'] !== null || !isDeepStrictEqual(current ?? null, change.after ?? null)) return false
  if (change.field === 'label' && isLabelTaken(tx.db, entity, row, change.before)) return false

  const patch = column
    ? { [column.key]: change.before ?? null }
    : { cells: { [String(change.field)]: change.before ?? null } }
  amend(tx, entity, change.entityId, { ...patch, ...searchKey(entity, change) })
  return true
}

/** A name goes with the key it is searched by, which every kind of record makes in its own way. */
function searchKey(entity: Entity, change: Change): AnyRow {
  const hasKey = layout(entity).columns.some((c) => c.key === 'nameKey')
  const keyOf = entity === 'investors' ? nameKey : fold
  return change.field === 'name' && hasKey ? { nameKey: keyOf(String(change.before)) } : {}
}
