/** What happened with one investor, newest first: what was said, and what was changed, in one stream. */
import { desc, eq, inArray } from 'drizzle-orm'
import { userNames } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import {
  batches,
  changes,
  communicationContacts,
  communicationInvestors,
  communications,
  contacts,
  investors,
} from '../db/live.ts'
import { prepared } from '../db/prepared.ts'
import type { Change } from '../grid/undo.ts'
import { type Batch, undoneAmong } from '../grid/undo-standing.ts'
import type { Communication } from './log.ts'
import { type Told, toldByIds } from './told.ts'

export const timelineKinds = ['all', 'communications', 'changes'] as const
export type TimelineKind = (typeof timelineKinds)[number]

export type Said = {
  kind: 'communication'
  at: string
  id: string
  communication: Told
  by: string | null
  people: { id: string; name: string }[]
}
export type Changed = { kind: 'act'; at: string; id: string; batch: Batch; undone: boolean; changes: Change[] }
export type TimelineItem = Said | Changed
export type TimelinePage = { items: TimelineItem[]; older: string | null }

type Key = { at: string; id: string }

/** One page of the stream. `older` is the cursor of the next page: pass it as `before`. */
export function investorTimeline(
  db: Db,
  investorId: string,
  { kind = 'all', before = null, limit = 30 }: { kind?: TimelineKind; before?: string | null; limit?: number } = {},
): TimelinePage {
  const from = readCursor(before)
  const said = kind === 'changes' ? [] : keysBefore(db, saidKeys, investorId, from, limit + 1)
  const acts = kind === 'communications' ? [] : keysBefore(db, actKeys, investorId, from, limit + 1)
  const keys = [...said, ...acts].sort(newestFirst)
  const page = keys.slice(0, limit)
  const shown = new Set(page.map((key) => key.id))

  const ids = (of: Key[]) => of.map((key) => key.id).filter((id) => shown.has(id))
  const items = [...communicationItems(db, ids(said)), ...actItems(db, investorId, ids(acts))].sort(newestFirst)
  const last = page.at(-1)
  return { items, older: keys.length > limit && last ? `${last.at}~${last.id}` : null }
}

const newestFirst = (a: Key, b: Key) => (a.at === b.at ? compare(b.id, a.id) : compare(b.at, a.at))
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Cursors come from links, so anything else that is typed there starts at the top. */
function readCursor(cursor: string | null): Key {
  const [at, id] = cursor?.split('~') ?? []
  return at && id ? { at, id } : { at: '9999', id: '' }
}

const keysBefore = (db: Db, sql: string, investor: string, from: Key, limit: number) =>
  prepared(db, sql).all({ investor, at: from.at, id: from.id, limit }) as Key[]

const saidKeys = `
  SELECT c.id, c.occurred_at AS at FROM live_communication_investors l
  JOIN live_communications c ON c.id = l.communication_id
  WHERE l.investor_id = @investor AND (l.occurred_at, c.id) < (@at, @id)
  ORDER BY l.occurred_at DESC, c.id DESC LIMIT @limit`

/**
 * The acts that changed the investor, its people, or the text of a communication. The act that logged a communication
 * is left out: the communication itself stands in the stream.
 */
const relevant = `
  SELECT seq FROM changes WHERE investor_id = @investor AND entity <> 'communication_investors'
  UNION SELECT c.seq FROM live_contact_roles r JOIN changes c ON c.entity = 'contacts' AND c.entity_id = r.contact_id
    WHERE r.investor_id = @investor
  UNION SELECT c.seq FROM live_contact_roles r JOIN live_contact_addresses a ON a.contact_id = r.contact_id
    JOIN changes c ON c.entity = 'contact_addresses' AND c.entity_id = a.id WHERE r.investor_id = @investor
  UNION SELECT c.seq FROM live_communication_investors l
    JOIN changes c ON c.entity = 'communications' AND c.entity_id = l.communication_id AND c.action <> 'create'
    WHERE l.investor_id = @investor`

const actKeys = `
  SELECT b.id, b.at FROM batches b WHERE b.id IN (SELECT batch_id FROM changes WHERE seq IN (${relevant}))
  AND (b.at, b.id) < (@at, @id) ORDER BY b.at DESC, b.id DESC LIMIT @limit`

/** The plus keeps SQLite from walking a whole import by its batch: the investor's own entries are few. */
const aboutIn = `
  SELECT seq FROM changes WHERE seq IN (${relevant}) AND +batch_id IN (SELECT value FROM json_each(@batches))
  ORDER BY seq LIMIT 2000`

function communicationItems(db: Db, ids: string[]): Said[] {
  if (ids.length === 0) return []

  const people = peopleAt(db, ids)
  const names = userNames(db)
  return toldByIds(db, ids).map((communication) => ({
    kind: 'communication',
    at: communication.occurredAt,
    id: communication.id,
    communication,
    by: names.get(communication.userId ?? '') ?? null,
    people: people.get(communication.id) ?? [],
  }))
}

/** Who of the investors' people took part, per communication. */
export function peopleAt(db: Db, communicationIds: string[]): Map<string, { id: string; name: string }[]> {
  const c = communicationContacts
  const rows = db
    .select({ communication: c.communicationId, id: contacts.id, name: contacts.name })
    .from(c)
    .innerJoin(contacts, eq(contacts.id, c.contactId))
    .where(inArray(c.communicationId, communicationIds))
    .orderBy(c.id)
    .all()
  return Map.groupBy(rows, (row) => row.communication)
}

/** The investors of each communication. */
export function investorsAt(db: Db, communicationIds: string[]) {
  const l = communicationInvestors
  const rows = db
    .select({ communication: l.communicationId, id: investors.id, name: investors.name })
    .from(l)
    .innerJoin(investors, eq(investors.id, l.investorId))
    .where(inArray(l.communicationId, communicationIds))
    .orderBy(investors.nameKey)
    .all()
  return Map.groupBy(rows, (row) => row.communication)
}

function actItems(db: Db, investorId: string, ids: string[]): Changed[] {
  if (ids.length === 0) return []

  const entries = entriesOf(db, investorId, ids)
  const undone = undoneAmong(db, ids)
  const rows = db.select().from(batches).where(inArray(batches.id, ids)).all()
  return rows.map((batch) => ({
    kind: 'act',
    at: batch.at,
    id: batch.id,
    batch,
    undone: undone.has(batch.id),
    changes: entries.get(batch.id) ?? [],
  }))
}

/** The entries of these acts that are about the investor: an import's thousands of others are not read. */
function entriesOf(db: Db, investorId: string, batchIds: string[]): Map<string, Change[]> {
  const seqs = prepared(db, aboutIn)
    .pluck()
    .all({ investor: investorId, batches: JSON.stringify(batchIds) }) as number[]
  const about = db.select().from(changes).where(inArray(changes.seq, seqs)).orderBy(changes.seq).all()
  return Map.groupBy(about, (change) => change.batchId)
}

export type LastWord = { at: string; type: Communication['type']; by: string | null }

/** The newest communication with each person of an investor, by contact id; notes are not contact. */
export function lastContacts(db: Db, contactIds: string[]): Map<string, LastWord> {
  if (contactIds.length === 0) return new Map()

  const c = communicationContacts
  const names = userNames(db)
  const rows = db
    .select({
      contact: c.contactId,
      at: communications.occurredAt,
      type: communications.type,
      by: communications.userId,
    })
    .from(c)
    .innerJoin(communications, eq(communications.id, c.communicationId))
    .where(inArray(c.contactId, contactIds))
    .orderBy(desc(communications.occurredAt))
    .all()
  const newest = new Map<string, LastWord>()
  for (const { contact, at, type, by } of rows.filter((row) => row.type !== 'note')) {
    if (!newest.has(contact)) newest.set(contact, { at, type, by: names.get(by ?? '') ?? null })
  }
  return newest
}
