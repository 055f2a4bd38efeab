import { setContacts } from '../contacts/contacts.ts'
import { setTags } from '../contacts/tags.ts'
import type { Db } from '../db/db.ts'
import type { Patch } from '../db/entities.ts'
import { amend, record, type Tx } from '../db/write.ts'
import { invalid } from '../errors.ts'
import { setCommitment } from '../funds/commitments.ts'
import { builtinField } from './builtin-fields.ts'
import { conflictError, conflictsSince } from './conflicts.ts'
import { type Field, fieldByKey } from './fields.ts'
import { findInvestor, type Investor, nameKey, requireInvestor } from './investors.ts'
import { checkValue } from './values.ts'

/** Cell values by field key, in the forms of the API: money in minor units, percent as a fraction, blank as null. */
export type Values = Record<string, unknown>

/**
 * Writes cells of one investor, wherever their values live: columns, custom cells, tags, contacts, the commitment
 * ledger. All of them are checked first; one wrong cell and none is written (422 with a sentence per field).
 */
export function writeCells(tx: Tx, investorId: string, values: Values): Investor {
  return putCells(tx, investorId, checkCells(tx.db, values))
}

/** A value in the form its field stores, as `checkValue` answers it. */
export type CheckedCell = { field: Field; value: unknown }

/** The same for cells that are checked already. */
export function putCells(tx: Tx, investorId: string, cells: CheckedCell[]): Investor {
  const { row, beside } = sorted(cells)
  for (const cell of beside) writeBeside(tx, investorId, cell)
  return Object.keys(row).length > 0 ? amend(tx, 'investors', investorId, row) : findInvestor(tx.db, investorId)
}

/** Adds an investor of this name with cells that are checked already: one entry in the log for the row and all it holds. */
export function recordWithCells(tx: Tx, name: string, cells: CheckedCell[]): Investor {
  const { row, beside } = sorted(cells)
  const filled = Object.entries(row.cells ?? {}).filter(([, value]) => value !== null && value !== undefined)
  const facts = { ...row, cells: Object.fromEntries(filled), name, nameKey: nameKey(name) }
  const investor = record(tx, 'investors', facts)
  for (const cell of beside) writeBeside(tx, investor.id, cell)
  return investor
}

/** What stands in the investor's own row, and the cells whose values live elsewhere. */
function sorted(cells: CheckedCell[]): { row: Patch<'investors'>; beside: CheckedCell[] } {
  const row: Patch<'investors'> = {}
  const custom: Values = {}
  const beside: CheckedCell[] = []
  for (const cell of cells) {
    const { field, value } = cell
    const source = builtinField(field.key)?.source
    if (field.type === 'commitment' || (source && 'relation' in source)) beside.push(cell)
    else if (source === undefined) custom[field.key] = value
    else if ('column' in source) Object.assign(row, columnPatch(source.column, value))
  }
  if (Object.keys(custom).length > 0) row.cells = custom
  return { row, beside }
}

function writeBeside(tx: Tx, investorId: string, { field, value }: CheckedCell): void {
  const source = builtinField(field.key)?.source
  if (field.type === 'commitment') writeCommitment(tx, investorId, field, value)
  else if (source && 'relation' in source) writeRelation(tx, investorId, source.relation, value)
}

/**
 * Edits cells on top of what the editor saw: a cell somebody else changed since `expectedVersion` (the row's version, see
 * `rowVersion`) is a conflict (409), and then nothing is written.
 */
export function editCells(tx: Tx, investorId: string, values: Values, expectedVersion?: number): Investor {
  requireInvestor(tx.db, investorId)
  const conflicts = expectedVersion === undefined ? [] : conflictsSince(tx, investorId, values, expectedVersion)
  if (conflicts.length > 0) throw conflictError(tx.db, investorId, conflicts)

  return writeCells(tx, investorId, values)
}

/** The values in their stored form; 422 with a sentence per field that is wrong or not there. */
export function checkCells(db: Db, values: Values): CheckedCell[] {
  const problems: Record<string, string> = {}
  const cells: CheckedCell[] = []

  for (const [key, given] of Object.entries(values)) {
    const field = fieldByKey(db, key)
    const checked = field ? checkValue(db, field, given) : { problem: `There is no column “${key}”.` }
    if ('problem' in checked) problems[key] = checked.problem
    else if (field) cells.push({ field, value: checked.value })
  }
  if (Object.keys(problems).length > 0) throw invalid(problems)
  return cells
}

function writeCommitment(tx: Tx, investorId: string, field: Field, value: unknown): void {
  const { fund_id, measure } = field.options
  if (fund_id && measure) setCommitment(tx, investorId, fund_id, measure, Number(value ?? 0))
}

function writeRelation(tx: Tx, investorId: string, relation: 'tags' | 'contacts', value: unknown): void {
  const items = (value ?? []) as string[]
  if (relation === 'tags') setTags(tx, investorId, items)
  else setContacts(tx, investorId, items)
}

/** From the SQL name of a column to the property the row has, with the search key that goes with a name. */
function columnPatch(column: string, value: unknown): Patch<'investors'> {
  if (column === 'name') return { name: String(value), nameKey: nameKey(String(value)) }

  return { [column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())]: value ?? null }
}
