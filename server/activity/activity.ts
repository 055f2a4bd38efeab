/** What the team did, act by act, newest first. */

import type { Db } from '../db/db.ts'
import { and, desc, eq, gte, inArray, lt, type SQL, sql } from '../db/drizzle.ts'
import { batches, changes, investors } from '../db/live.ts'
import { prepared } from '../db/prepared.ts'
import { isTold, neverLogActs, toldEntries } from '../history/never-logged.ts'
import { type Batch, undoneAmong } from '../undo/standing.ts'
import type { Change } from '../undo/undo.ts'

/** `since` and `until` are instants: since inclusive, until exclusive. That somebody is never logged is told to `admin` alone. */
export type ActivityFilter = {
  userId?: string | undefined
  investorId?: string | undefined
  since?: string | undefined
  until?: string | undefined
  admin?: boolean | undefined
}

export type Act = {
  batch: Batch
  /** How many entries it wrote, and the first of them. */
  entries: number
  changes: Change[]
  investors: { id: string; name: string }[]
  undone: boolean
}

const shownChanges = 12
const shownInvestors = 4

/** A page of acts; `total` counts all that the filter lets through. Passes of capture that only stored mail are left out. */
export function activity(db: Db, filter: ActivityFilter, page: { limit: number; offset: number }) {
  const where = and(...conditions(filter))
  const rows = db
    .select()
    .from(batches)
    .where(where)
    .orderBy(desc(batches.at), desc(batches.id))
    .limit(page.limit)
    .offset(page.offset)
    .all()
  const total = db.select({ n: sql<number>`count(*)` }).from(batches).where(where).get()?.n ?? 0
  return { acts: actsOf(db, rows), total }
}

function conditions({ userId, investorId, since, until, admin }: ActivityFilter): (SQL | undefined)[] {
  return [
    userId ? eq(batches.actorId, userId) : undefined,
    investorId ? sql`${batches.id} in (select batch_id from changes where investor_id = ${investorId})` : undefined,
    // Of an investor they are nobody's to see.
    admin && !investorId ? undefined : sql`${batches.id} not in (${sql.raw(neverLogActs)})`,
    since ? gte(batches.at, since) : undefined,
    until ? lt(batches.at, until) : undefined,
    // What capture stored stands among the communications itself, pass after pass; the log has all of it.
    sql`(${batches.surface} <> 'capture' or ${batches.id} in (${sql.raw(byCapture)}))`,
  ]
}

/** What capture does beyond proposing and logging always begins with a person or an address, by a policy of the fund's. */
const byCapture = `
  SELECT batch_id FROM changes WHERE entity IN ('contacts', 'contact_addresses') AND surface = 'capture'`

function actsOf(db: Db, rows: Batch[]): Act[] {
  if (rows.length === 0) return []

  const undone = undoneAmong(
    db,
    rows.map((row) => row.id),
  )
  return rows.map((batch) => ({ batch, ...contents(db, batch.id), undone: undone.has(batch.id) }))
}

/** Enough of an act to tell it: an import of ten thousand rows is told by its name and its number. */
function contents(db: Db, batchId: string): Pick<Act, 'entries' | 'changes' | 'investors'> {
  const entries = Number(
    prepared(db, `SELECT count(*) FROM changes WHERE batch_id = ? AND ${toldEntries()}`).pluck().get(batchId),
  )
  const told = and(eq(changes.batchId, batchId), isTold())
  const first = db.select().from(changes).where(told).orderBy(changes.seq).limit(shownChanges)
  return { entries, changes: first.all(), investors: investorsIn(db, batchId) }
}

/** The live investors an act was about, also those of a communication or a contact it touched. */
export function investorsIn(db: Db, batchId: string): { id: string; name: string }[] {
  const ids = prepared<string>(db, aboutSql).pluck().all({ batch: batchId, limit: shownInvestors })
  if (ids.length === 0) return []

  const i = investors
  return db.select({ id: i.id, name: i.name }).from(i).where(inArray(i.id, ids)).orderBy(i.nameKey).all()
}

const aboutSql = `
  SELECT DISTINCT investor_id FROM (
    SELECT investor_id FROM changes WHERE batch_id = @batch AND investor_id IS NOT NULL
    UNION ALL SELECT r.investor_id FROM changes c JOIN live_contact_roles r ON r.contact_id = c.entity_id
      WHERE c.batch_id = @batch AND c.entity = 'contacts'
    UNION ALL SELECT l.investor_id FROM changes c JOIN live_communication_investors l ON l.communication_id = c.entity_id
      WHERE c.batch_id = @batch AND c.entity = 'communications'
  ) WHERE @batch NOT IN (${neverLogActs}) LIMIT @limit`
