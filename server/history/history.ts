import { guardOf, isOpenTo } from '../communications/privacy.ts'
import type { Db } from '../db/db.ts'
import { and, count, desc, eq, inArray, type SQL } from '../db/drizzle.ts'
import type { Row } from '../db/entities.ts'
import { batches, changes } from '../db/live.ts'
import { find } from '../db/write.ts'
import { isOthersView } from '../grid/views/privacy.ts'
import { entriesOfCell } from './cell.ts'
import { isTold } from './never-logged.ts'

export type HistoryEntry = {
  id: string
  at: string
  actor: { id: string | null; name: string }
  surface: string
  entity: string
  entity_id: string
  action: string
  field: string | null
  before: unknown
  after: unknown
  batch_id: string
}

export type Page = { limit: number; offset: number }

/**
 * Everything that was written about one investor, newest first: its cells, money, people and pipeline; with the key of a
 * column only what that cell is made of.
 */
export function investorHistory(
  db: Db,
  investorId: string,
  page: Page,
  field?: string,
): { entries: HistoryEntry[]; total: number } {
  const cell = field === undefined ? undefined : entriesOfCell(db, field)
  const { entries, total } = history(db, and(eq(changes.investorId, investorId), cell, isTold()), page)
  return { entries: field === undefined ? entries : entries.map((entry) => narrowed(entry, field)), total }
}

/** Of adding an investor only what it put into this cell. */
function narrowed(entry: HistoryEntry, key: string): HistoryEntry {
  if (entry.entity !== 'investors' || entry.action !== 'create') return entry

  // A worked-out cell began with the values it follows from.
  const after = entry.after as Record<string, unknown>
  return Object.hasOwn(after, key) ? { ...entry, field: key, after: after[key] } : entry
}

function history(db: Db, where: SQL | undefined, { limit, offset }: Page) {
  const rows = db.select().from(changes).where(where).orderBy(desc(changes.seq)).limit(limit).offset(offset).all()
  const total = db.select({ n: count() }).from(changes).where(where).get()?.n ?? 0
  return { entries: rows.map(presentChange), total }
}

/** Entries as `readerId` may see them: the words of a private communication are left out of its history too. */
export function presentChanges(db: Db, readerId: string | null, rows: (typeof changes.$inferSelect)[]): HistoryEntry[] {
  return rows.map((change) => {
    const entry = presentChange(change)
    return isHidden(db, readerId, change) ? { ...entry, before: null, after: null } : entry
  })
}

function isHidden(db: Db, readerId: string | null, { entity, entityId }: typeof changes.$inferSelect): boolean {
  if (entity === 'views') return isOthersView(db, readerId, entityId)
  // Whom the team never logs stands in the admins' list alone.
  if (entity === 'never_log') return true
  if (entity !== 'communications') return false

  const communication = find(db, 'communications', entityId) as Row<'communications'> | null
  return communication !== null && !isOpenTo(readerId, guardOf(db, communication))
}

export function presentChange(c: typeof changes.$inferSelect): HistoryEntry {
  return {
    id: c.id,
    at: c.at,
    actor: { id: c.actorId, name: c.actorName },
    surface: c.surface,
    entity: c.entity,
    entity_id: c.entityId,
    action: c.action,
    field: c.field,
    before: c.before ?? null,
    after: c.after ?? null,
    batch_id: c.batchId,
  }
}

/** The acts behind some changes, by batch id: what was done, in words. */
export function actsOf(db: Db, batchIds: string[]): Map<string, string> {
  if (batchIds.length === 0) return new Map()

  const rows = db
    .select({ id: batches.id, what: batches.what })
    .from(batches)
    .where(inArray(batches.id, batchIds))
    .all()
  return new Map(rows.map((row) => [row.id, row.what]))
}
