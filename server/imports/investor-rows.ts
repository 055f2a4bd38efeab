import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../db/db.ts'
import { inArray } from '../db/drizzle.ts'
import type { Patch, Row } from '../db/entities.ts'
import { investorSummaries, investors, tags } from '../db/live.ts'
import { fold } from '../db/summaries.ts'
import { nameKey } from '../grid/investors.ts'
import type { Place } from './places.ts'
import type { Plan } from './plan.ts'
import type { CellChange } from './report.ts'
import type { ReadRow } from './rows.ts'

/** What Airtable itself calls a record without a name. */
export const unnamed = 'Unnamed record'

/** What is stored of an investor, as far as an import compares it. */
export interface StoredInvestor {
  row: Row<'investors'>
  commitments: Record<string, Partial<Record<string, number>>>
  tags: string[]
}

/** The live investors with these ids; one query per kind for the whole slice. */
export function storedInvestors(db: Db, ids: string[]): Map<string, StoredInvestor> {
  if (ids.length === 0) return new Map()
  const rows = db.select().from(investors).where(inArray(investors.id, ids)).all()
  const summaries = db.select().from(investorSummaries).where(inArray(investorSummaries.investorId, ids)).all()
  const summaryOf = new Map(summaries.map((summary) => [summary.investorId, summary]))
  const tagNames = new Map(
    db
      .select({ id: tags.id, name: tags.name })
      .from(tags)
      .all()
      .map((tag) => [tag.id, tag.name]),
  )

  return new Map(
    rows.map((row) => {
      const summary = summaryOf.get(row.id)
      const names = (summary?.tagIds ?? []).flatMap((id) => tagNames.get(id) ?? [])
      return [row.id, { row, commitments: summary?.commitments ?? {}, tags: names }]
    }),
  )
}

/** Blank is null in everything the API shows. */
function orNull(items: string[]): string[] | null {
  return items.length > 0 ? items : null
}

type Ledger = Extract<Place, { at: 'ledger' }>

export interface LedgerEntry {
  place: Ledger
  /** The difference to what the ledger holds, in minor units. */
  amount: number
  kind: 'entry' | 'adjustment'
}

/** What has to be written so that the record says what the row says. */
export interface InvestorWork {
  patch: Patch<'investors'>
  cells: Record<string, unknown>
  tags: string[] | null
  /** Properties and keys the file speaks of, blank or not: there a new row gets no default. */
  told: Set<string>
  ledger: LedgerEntry[]
  changes: Omit<CellChange, 'row' | 'id'>[]
}

/** Compares a row with the stored investor, or with nothing for a new one, cell by cell. */
export function workFor(plan: Plan, row: ReadRow, stored: StoredInvestor | null): InvestorWork {
  const work: InvestorWork = { patch: {}, cells: {}, tags: null, ledger: [], changes: [], told: new Set() }

  for (const [at, column] of plan.columns.entries()) {
    const value = row.values[at]
    if (value === undefined) continue
    const { place, field } = column
    if (place.at === 'column') work.told.add(place.property)
    else if (place.at === 'cell') work.told.add(place.key)
    if (place.at === 'column') compareColumn(work, place.property, field, value, stored)
    else if (place.at === 'cell') compareCell(work, place.key, value, place.isNew ? null : stored)
    else if (place.at === 'tags') compareTags(work, (value as string[] | null) ?? [], stored)
    else if (place.at === 'ledger') compareLedger(work, place, field, value as number | null, stored)
    else if (place.at === 'record_id') compareColumn(work, 'externalId', field, trimmed(value), stored)
  }
  if (!stored && typeof work.patch.name !== 'string')
    Object.assign(work.patch, { name: unnamed, nameKey: nameKey(unnamed) })
  return work
}

function trimmed(value: unknown): string | null {
  return typeof value === 'string' ? value.trim() : null
}

type Property = Extract<Place, { at: 'column' }>['property']

function compareColumn(
  work: InvestorWork,
  property: Property,
  field: string,
  value: unknown,
  stored: StoredInvestor | null,
): void {
  const before = stored?.row[property] ?? null
  const after = isBlankFor(property, value) ? blankOf(property, before) : value
  if (before === after) return

  Object.assign(work.patch, { [property]: after })
  if (property === 'name') work.patch.nameKey = nameKey(String(after))
  work.changes.push({ field, before, after })
}

function isBlankFor(property: Property, value: unknown): boolean {
  return value === null || (property === 'name' && String(value).trim() === '')
}

/** What a blank cell means: nothing, but a record has a name and stands on a list. A missing id takes no id away. */
function blankOf(property: Property, before: unknown): unknown {
  if (property === 'name') return unnamed
  if (property === 'externalId') return before

  return property === 'list' ? 'main' : null
}

/** One custom cell, of an investor or a contact. A tick that was taken away and one that never was are the same. */
export function compareCell(
  work: Pick<InvestorWork, 'cells' | 'changes'>,
  key: string,
  value: unknown,
  stored: { row: { cells: Record<string, unknown> } } | null,
): void {
  const before = stored?.row.cells[key] ?? null
  const after = value === null && before === true ? false : value
  if (isDeepStrictEqual(before, after) || (before === false && after === null) || (before === null && after === false))
    return

  work.cells[key] = after
  work.changes.push({ field: key, before, after })
}

function compareTags(work: InvestorWork, names: string[], stored: StoredInvestor | null): void {
  const before = stored?.tags ?? []
  const keys = new Set(before.map((name) => fold(name.trim())))
  const wanted = new Map(names.map((name) => [fold(name.trim()), name.trim()]))
  if (keys.size === wanted.size && [...wanted.keys()].every((key) => keys.has(key))) return

  work.tags = [...wanted.values()]
  work.changes.push({ field: 'tags', before: orNull(before), after: orNull(work.tags) })
}

function compareLedger(
  work: InvestorWork,
  place: Ledger,
  field: string,
  value: number | null,
  stored: StoredInvestor | null,
): void {
  const known = place.fundId ? stored?.commitments[place.fundId]?.[place.measure] : undefined
  const amount = (value ?? 0) - (known ?? 0)
  if (amount === 0) return

  work.ledger.push({ place, amount, kind: known === undefined ? 'entry' : 'adjustment' })
  work.changes.push({ field, before: known ?? null, after: value })
}
