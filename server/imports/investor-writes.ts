import { setTags, tagNamed } from '../contacts/tags.ts'
import type { Db } from '../db/db.ts'
import { asc } from '../db/drizzle.ts'
import { tags } from '../db/live.ts'
import { fold } from '../db/summaries.ts'
import { amend, record, type Tx } from '../db/write.ts'
import { UserError } from '../errors.ts'
import { addFund, fundByName } from '../funds/funds.ts'
import { cellDefaults, factDefaults } from '../grid/defaults.ts'
import { addField, extendChoices, fieldByKey } from '../grid/fields.ts'
import { nameKey } from '../grid/investors.ts'
import { type InvestorWork, type LedgerEntry, unnamed } from './investor-rows.ts'
import { statusKey } from './lp-status.ts'
import type { Plan, PlannedColumn } from './plan.ts'
import type { EntityType } from './targets.ts'

/** Adds the funds and columns the file brings, and tells the plan which keys they got. */
export function addNewThings(tx: Tx, plan: Plan): void {
  for (const { name, currency } of plan.newFunds) if (!fundByName(tx.db, name)) addFund(tx, { name, currency })
  for (const { place } of plan.columns)
    if (place.at === 'ledger') place.fundId = fundByName(tx.db, place.fund)?.id ?? null
  for (const column of plan.columns) if (column.target.kind === 'status') settle(plan, column, keyOf(tx, column.target))
  for (const { column, label, type, options } of plan.newFields) {
    settle(plan, column, addField(tx, { label, type, options, entity: plan.entityType }).key)
  }
}

function settle({ mapping }: Plan, column: PlannedColumn, key: string): void {
  column.place = { at: 'cell', key }
  column.field = key
  mapping[column.header] = key
}

function keyOf({ db }: Tx, { fund, step }: { fund: string; step: string }): string {
  const key = statusKey(db, fund, step)
  if (key === undefined)
    throw new UserError('conflict', `${fund} has no column “${fund} ${step}” any more. Check again.`)
  return key
}

/** Options of select columns that the rows of this run use and that are not there yet, by field key. */
export type Choices = Map<string, Set<string>>

/** Notes what a row uses, whether or not the row needs writing: an import that was cut short is completed by the next. */
export function noteChoices(plan: Plan, values: unknown[], choices: Choices): void {
  for (const [at, { type, field, place }] of plan.columns.entries()) {
    const value = values[at] ?? null
    if (value === null || (type !== 'single_select' && type !== 'multi_select') || place.at === 'tags') continue

    const names = choices.get(field) ?? new Set()
    choices.set(field, names)
    for (const name of [value].flat()) names.add(String(name))
  }
}

/** Adds the options a run has met: once, at its end, so that the log holds each column's list a single time. */
export function addChoices(tx: Tx, choices: Choices, entity: EntityType): void {
  for (const [key, names] of choices) {
    const field = fieldByKey(tx.db, key, entity)
    if (field) extendChoices(tx, field, [...names])
  }
}

export function createInvestor(tx: Tx, work: InvestorWork, tagIds: Map<string, string>): string {
  const untold = (values: object) => Object.entries(values).filter(([name]) => !work.told.has(name))
  const cells = { ...Object.fromEntries(untold(cellDefaults(tx.db, 'investors'))), ...work.cells }
  const filled = Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== null))
  const name = work.patch.name ?? unnamed
  const facts = { ...Object.fromEntries(untold(factDefaults(tx.db))), ...work.patch }
  const { id } = record(tx, 'investors', { nameKey: nameKey(name), ...facts, name, cells: filled })

  for (const tag of work.tags ?? []) record(tx, 'investor_tags', { investorId: id, tagId: tagId(tx, tag, tagIds) })
  for (const entry of work.ledger) enter(tx, id, entry)
  return id
}

export function updateInvestor(tx: Tx, id: string, work: InvestorWork): void {
  const cells = Object.keys(work.cells).length > 0 ? { cells: work.cells } : {}
  const patch = { ...work.patch, ...cells }
  if (Object.keys(patch).length > 0) amend(tx, 'investors', id, patch)

  if (work.tags) setTags(tx, id, work.tags)
  for (const entry of work.ledger) enter(tx, id, entry)
}

/** The ledger keeps what it holds: the cell of the file becomes true by adding the difference. */
function enter(tx: Tx, investorId: string, { place, amount, kind }: LedgerEntry): void {
  if (!place.fundId) throw new Error(`The fund ${place.fund} was not added before its first commitment`)
  const date = tx.at.slice(0, 10)
  record(tx, 'commitment_entries', {
    investorId,
    fundId: place.fundId,
    measure: place.measure,
    kind,
    amount,
    date,
    note: 'From an import',
  })
}

function tagId(tx: Tx, name: string, known: Map<string, string>): string {
  const key = fold(name.trim())
  const id = known.get(key) ?? tagNamed(tx, name).id
  known.set(key, id)
  return id
}

/** Tags by their folded name, so that a thousand rows do not look one up a thousand times. */
export function tagIdsByName(db: Db): Map<string, string> {
  return new Map(
    db
      .select()
      .from(tags)
      .orderBy(asc(tags.id))
      .all()
      .map((tag) => [tag.nameKey, tag.id]),
  )
}
