/**
 * `investor_summaries`, `contact_summaries` and `investor_search`: what the grid and the lists show, sort and search beyond
 * a record's own columns. Derived from live rows in the transaction that changes them, so a page is one plain select.
 */
import { fold } from '../../shared/fold.ts'
// A circle, but of calls only: formulas are worked out from the grid's columns, which are rows written by `write.ts`.
import { refreshFormulas } from '../grid/formulas/refresh.ts'
import type { Db } from './db.ts'
import { prepared } from './prepared.ts'
import { indexForSearch, unindexArchived } from './search-index.ts'
import { contactParts, investorParts, type Part, type Stale } from './stale.ts'
import { updates } from './summary-parts.ts'
import { everyCell, forgetTouched, touchCells } from './touched.ts'

export { nothingStale, type Stale, touch } from './stale.ts'
export { fold }

/**
 * Works out the stale parts again, one statement a part however many records it concerns, and forgets that they were
 * stale. Summaries of what is archived are taken away; one that comes back is worked out whole. Formulas come last: they
 * are made of all the rest. `now` is what they call now, and after which meetings are yet to come.
 */
export function refreshSummaries(db: Db, stale: Stale, now: Date): void {
  if (stale.row.size > 0) for (const id of keepRows(db, stale.row)) makeWholeStale(stale, id)
  if (stale.person.size > 0) for (const id of keepPeople(db, stale.person)) makePersonStale(stale, id)
  for (const [part, sql] of Object.entries(updates)) {
    const ids = stale[part as Part]
    if (ids.size > 0) prepared(db, sql).run({ ids: asJson(ids), now: now.toISOString() })
  }
  if (stale.search.size > 0) indexForSearch(db, asJson(stale.search))
  refreshFormulas(db, stale.touched, now)
  for (const part of [...investorParts, ...contactParts]) stale[part].clear()
  forgetTouched(stale.touched)
}

function makeWholeStale(stale: Stale, id: string): void {
  for (const part of investorParts) stale[part].add(id)
  touchCells(stale.touched, id, [everyCell])
}

function makePersonStale(stale: Stale, id: string): void {
  for (const part of contactParts) stale[part].add(id)
}

/** Keeps what an investor's formulas came to: a JSON object, by key, of those that are not blank. */
export function keepFormulas(db: Db, rowid: number, json: string): void {
  prepared(db, 'UPDATE investor_summaries SET formulas = ? WHERE rowid = ?').run(json, rowid)
}

/** Takes the cells of a column that is no formula (any more) out of what formulas came to. */
export function dropFormula(db: Db, key: string): void {
  prepared(db, dropCells).run({ path: `$."${key}"` })
}

/** Makes a summary for each live investor that lacks one and answers their ids. */
function keepRows(db: Db, investorIds: Set<string>): string[] {
  const ids = asJson(investorIds)
  unindexArchived(db, ids)
  prepared(db, dropArchived).run(ids)
  return prepared<string>(db, addMissing).pluck().all(ids)
}

/** The same for people. */
function keepPeople(db: Db, contactIds: Set<string>): string[] {
  const ids = asJson(contactIds)
  prepared(db, dropArchivedPeople).run(ids)
  return prepared<string>(db, addMissingPeople).pluck().all(ids)
}

const asJson = (ids: Set<string>) => JSON.stringify([...ids])

const dropCells = `
  UPDATE investor_summaries SET formulas = json_remove(formulas, @path) WHERE json_type(formulas, @path) IS NOT NULL`
const dropArchived = `
  DELETE FROM investor_summaries WHERE investor_id IN (SELECT value FROM json_each(?))
    AND NOT EXISTS (SELECT 1 FROM live_investors i WHERE i.id = investor_summaries.investor_id)`
const addMissing = `
  INSERT INTO investor_summaries (investor_id) SELECT id FROM live_investors WHERE id IN (SELECT value FROM json_each(?))
  ON CONFLICT (investor_id) DO NOTHING RETURNING investor_id`
const dropArchivedPeople = `
  DELETE FROM contact_summaries WHERE contact_id IN (SELECT value FROM json_each(?))
    AND NOT EXISTS (SELECT 1 FROM live_contacts c WHERE c.id = contact_summaries.contact_id)`
const addMissingPeople = `
  INSERT INTO contact_summaries (contact_id) SELECT id FROM live_contacts WHERE id IN (SELECT value FROM json_each(?))
  ON CONFLICT (contact_id) DO NOTHING RETURNING contact_id`
