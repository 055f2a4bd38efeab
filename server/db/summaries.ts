/**
 * `investor_summaries` and `investor_search`: what the grid shows, sorts and searches of an investor beyond its own
 * columns. Derived from live rows in the transaction that changes them, so a page of the grid is one plain select.
 */
import { fold } from '../../shared/fold.ts'
// A circle, but of calls only: formulas are worked out from the grid's columns, which are rows written by `write.ts`.
import { refreshFormulas } from '../grid/formulas/refresh.ts'
import type { Db } from './db.ts'
import type { Entity } from './entities.ts'
import { prepared } from './prepared.ts'
import { indexForSearch, searchedColumns, unindexArchived } from './search-index.ts'
import { everyCell, forgetTouched, noteTouched, nothingTouched, type Touched, touchCells } from './touched.ts'

export { fold }

type AnyRow = Record<string, unknown>

/** The parts of a summary that go stale apart from each other; `row` is whether there is one at all. */
const parts = ['row', 'lastContact', 'pipeline', 'commitments', 'tags', 'people', 'search'] as const
type Part = (typeof parts)[number]

/** Ids of the investors whose summary an act made stale, by part; `touched` is what their formulas may depend on. */
export type Stale = Record<Part, Set<string>> & { touched: Touched }

export const nothingStale = (): Stale => ({
  row: new Set(),
  lastContact: new Set(),
  pipeline: new Set(),
  commitments: new Set(),
  tags: new Set(),
  people: new Set(),
  search: new Set(),
  touched: nothingTouched(),
})

const staleBy: Partial<Record<Entity, Part[]>> = {
  contacts: ['people', 'search'],
  contact_addresses: ['search'],
  contact_roles: ['people', 'search'],
  investor_tags: ['tags', 'search'],
  tags: ['search'],
  commitment_entries: ['commitments'],
  opportunities: ['pipeline'],
  stages: ['pipeline'],
  communications: ['lastContact'],
  communication_investors: ['lastContact'],
}

/**
 * Notes which summaries a written row makes stale; `names` are the SQL names of the columns that were written, and the keys
 * of the cells among them.
 */
export function touch(db: Db, stale: Stale, entity: Entity, row: AnyRow, names: string[]): void {
  if (entity === 'investors') touchInvestor(stale, String(row['id']), names)
  const parts = staleBy[entity] ?? []
  const ids = parts.length > 0 ? investorsOf(db, entity, row) : []
  for (const part of parts) for (const id of ids) stale[part].add(id)
  noteTouched(stale.touched, entity, row, names, ids)
}

const investorsOf = (db: Db, entity: Entity, row: AnyRow): string[] =>
  typeof row['investorId'] === 'string' ? [row['investorId']] : relatedInvestors(db, entity, row)

function touchInvestor(stale: Stale, id: string, columns: string[]): void {
  if (columns.includes('deleted_at')) stale.row.add(id)
  if (columns.some((column) => searchedColumns.has(column))) stale.search.add(id)
}

/** Live links only, which is also what the indexes hold; a link that is put back touches its investor itself. */
const viaContact = 'SELECT investor_id FROM live_contact_roles WHERE contact_id = ?'
const related: Partial<Record<Entity, [sql: string, key: string]>> = {
  contacts: [viaContact, 'id'],
  contact_addresses: [viaContact, 'contactId'],
  communications: ['SELECT investor_id FROM live_communication_investors WHERE communication_id = ?', 'id'],
  tags: ['SELECT investor_id FROM live_investor_tags WHERE tag_id = ?', 'id'],
  stages: ['SELECT investor_id FROM live_opportunities WHERE stage = ?', 'key'],
}

function relatedInvestors(db: Db, entity: Entity, row: AnyRow): string[] {
  const path = related[entity]
  return path ? (prepared(db, path[0]).pluck().all(row[path[1]]) as string[]) : []
}

/**
 * Works out the stale parts again, one statement a part however many investors it concerns, and forgets that they were
 * stale. Summaries of archived investors are taken away; one that comes back is worked out whole. Formulas come last: they
 * are made of all the rest. `now` is what they call now.
 */
export function refreshSummaries(db: Db, stale: Stale, now: Date): void {
  if (stale.row.size > 0) for (const id of keepRows(db, stale.row)) makeWholeStale(stale, id)
  for (const [part, sql] of Object.entries(updates)) {
    const ids = stale[part as Part]
    if (ids.size > 0) prepared(db, sql).run(asJson(ids))
  }
  if (stale.search.size > 0) indexForSearch(db, asJson(stale.search))
  refreshFormulas(db, stale.touched, now)
  for (const part of parts) stale[part].clear()
  forgetTouched(stale.touched)
}

function makeWholeStale(stale: Stale, id: string): void {
  for (const part of parts) stale[part].add(id)
  touchCells(stale.touched, id, [everyCell])
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
  return prepared(db, addMissing).pluck().all(ids) as string[]
}

const asJson = (ids: Set<string>) => JSON.stringify([...ids])

const these = 'investor_id IN (SELECT value FROM json_each(?))'
const its = 'investor_id = investor_summaries.investor_id'

const dropCells = `
  UPDATE investor_summaries SET formulas = json_remove(formulas, @path) WHERE json_type(formulas, @path) IS NOT NULL`
const dropArchived = `
  DELETE FROM investor_summaries
  WHERE ${these} AND NOT EXISTS (SELECT 1 FROM live_investors i WHERE i.id = investor_summaries.investor_id)`
const addMissing = `
  INSERT INTO investor_summaries (investor_id) SELECT id FROM live_investors WHERE id IN (SELECT value FROM json_each(?))
  ON CONFLICT (investor_id) DO NOTHING RETURNING investor_id`

/**
 * "Last contact" is the newest communication that was with the investor (a note is not). "Committed" is signed
 * money over all funds. "Stage" is the furthest stage among open and won opportunities.
 */
const updates = {
  lastContact: `
    UPDATE investor_summaries SET (last_contact_id, last_contact_at, last_contact_by, last_contact_type) = (
      SELECT c.id, c.occurred_at, c.user_id, c.type FROM live_communication_investors l
      JOIN live_communications c ON c.id = l.communication_id
      WHERE l.${its} AND c.type <> 'note' ORDER BY l.occurred_at DESC, c.id DESC LIMIT 1
    ) WHERE ${these}`,
  pipeline: `
    UPDATE investor_summaries SET (stage, stage_position) = (
      SELECT s.key, s.position FROM live_opportunities o JOIN live_stages s ON s.key = o.stage
      WHERE o.${its} AND s.kind <> 'lost' ORDER BY s.position DESC LIMIT 1
    ), (open_opportunities, expected_amount) = (
      SELECT count(*), coalesce(sum(o.expected_amount), 0) FROM live_opportunities o
      JOIN live_stages s ON s.key = o.stage WHERE o.${its} AND s.kind = 'open'
    ) WHERE ${these}`,
  commitments: `
    UPDATE investor_summaries SET (total_committed, commitments) = (
      SELECT coalesce(sum(signed), 0), json_group_object(fund_id, json(amounts)) FROM (
        SELECT fund_id, json_group_object(measure, amount) AS amounts,
          sum(CASE WHEN measure = 'signed' THEN amount END) AS signed
        FROM (
          SELECT fund_id, measure, sum(amount) AS amount FROM live_commitment_entries
          WHERE ${its} GROUP BY fund_id, measure
        ) GROUP BY fund_id
      )
    ) WHERE ${these}`,
  tags: `
    UPDATE investor_summaries SET tag_ids = (
      SELECT json_group_array(tag_id) FROM (SELECT tag_id FROM live_investor_tags WHERE ${its} ORDER BY id)
    ) WHERE ${these}`,
  people: `
    UPDATE investor_summaries SET contact_count = (
      SELECT count(*) FROM live_contact_roles r JOIN live_contacts c ON c.id = r.contact_id WHERE r.${its}
    ) WHERE ${these}`,
}
