/** The acts of a timeline: what was changed at one investor, newest first. */
import { inArray } from 'drizzle-orm'
import type { Db } from '../db/db.ts'
import { batches, changes } from '../db/live.ts'
import { prepared } from '../db/prepared.ts'
import { type Batch, undoneAmong } from '../undo/standing.ts'
import type { Change } from '../undo/undo.ts'
import type { Key } from './filter.ts'

export type Changed = { kind: 'act'; at: string; id: string; batch: Batch; undone: boolean; changes: Change[] }

export const actKeysOf = (db: Db, investor: string, from: Key, limit: number): Key[] =>
  prepared<Key>(db, actKeys).all({ investor, at: from.at, id: from.id, limit })

/**
 * The acts that changed the investor, its people, or the text of a communication. The act that logged a communication
 * is left out, and what capture put forward, logged or tied to a message: the communication itself stands in the stream.
 */
const relevant = `
  SELECT seq FROM changes WHERE investor_id = @investor AND entity <> 'communication_investors'
    AND NOT (surface = 'capture' AND entity IN ('proposals', 'communications', 'communication_contacts'))
  UNION SELECT c.seq FROM live_contact_roles r CROSS JOIN changes c ON c.entity = 'contacts' AND c.entity_id = r.contact_id
    WHERE r.investor_id = @investor
  UNION SELECT c.seq FROM live_contact_roles r CROSS JOIN live_contact_addresses a ON a.contact_id = r.contact_id
    CROSS JOIN changes c ON c.entity = 'contact_addresses' AND c.entity_id = a.id WHERE r.investor_id = @investor
  UNION SELECT c.seq FROM live_communication_investors l
    CROSS JOIN changes c ON c.entity = 'communications' AND c.entity_id = l.communication_id AND c.action <> 'create'
      AND c.surface <> 'capture'
    WHERE l.investor_id = @investor`

const actKeys = `
  SELECT b.id, b.at FROM batches b WHERE b.id IN (SELECT batch_id FROM changes WHERE seq IN (${relevant}))
  AND (b.at, b.id) < (@at, @id) ORDER BY b.at DESC, b.id DESC LIMIT @limit`

/** The plus keeps SQLite from walking a whole import by its batch: the investor's own entries are few. */
const aboutIn = `
  SELECT seq FROM changes WHERE seq IN (${relevant}) AND +batch_id IN (SELECT value FROM json_each(@batches))
  ORDER BY seq LIMIT 2000`

export function actItems(db: Db, investorId: string, ids: string[]): Changed[] {
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
  const seqs = prepared<number>(db, aboutIn)
    .pluck()
    .all({ investor: investorId, batches: JSON.stringify(batchIds) })
  const about = db.select().from(changes).where(inArray(changes.seq, seqs)).orderBy(changes.seq).all()
  return Map.groupBy(about, (change) => change.batchId)
}
