/** The acts of a timeline: what was changed at one investor, newest first. */

import type { Db } from '../db/db.ts'
import { inArray } from '../db/drizzle.ts'
import { batches, changes } from '../db/live.ts'
import { prepared } from '../db/prepared.ts'
import { toldEntries } from '../history/never-logged.ts'
import { type Batch, undoneAmong } from '../undo/standing.ts'
import type { Change } from '../undo/undo.ts'
import type { Key } from './filter.ts'

export type Changed = { kind: 'act'; at: string; id: string; batch: Batch; undone: boolean; changes: Change[] }

/** An act, and the numbers of its entries that are about the investor. */
export type ActKey = Key & { entries: number[] }

export function actKeysOf(db: Db, investor: string, from: Key, limit: number): ActKey[] {
  const rows = prepared<Key & { entries: string }>(db, actKeys).all({ investor, at: from.at, id: from.id, limit })
  return rows.map((row) => ({ ...row, entries: JSON.parse(row.entries) }))
}

/**
 * The acts that changed the investor, its people, or the text of a communication. The act that logged a communication
 * is left out, and what capture put forward, logged or tied to a message: the communication itself stands in the stream.
 */
const relevant = `
  SELECT seq, batch_id FROM changes WHERE investor_id = @investor AND entity <> 'communication_investors'
    AND NOT (surface = 'capture' AND entity IN ('proposals', 'communications', 'communication_contacts'))
  UNION SELECT c.seq, c.batch_id FROM live_contact_roles r CROSS JOIN changes c ON c.entity = 'contacts' AND c.entity_id = r.contact_id
    WHERE r.investor_id = @investor
  UNION SELECT c.seq, c.batch_id FROM live_contact_roles r CROSS JOIN live_contact_addresses a ON a.contact_id = r.contact_id
    CROSS JOIN changes c ON c.entity = 'contact_addresses' AND c.entity_id = a.id WHERE r.investor_id = @investor
  UNION SELECT c.seq, c.batch_id FROM live_communication_investors l
    CROSS JOIN changes c ON c.entity = 'communications' AND c.entity_id = l.communication_id AND c.action <> 'create'
      AND c.surface <> 'capture'
    WHERE l.investor_id = @investor`

/** From the entries on, since an investor has few: never all those of an import it was in, nor all acts there are. */
const actKeys = `
  SELECT b.id, b.at, json_group_array(r.seq) AS entries FROM (${relevant}) r CROSS JOIN batches b ON b.id = r.batch_id
  WHERE (b.at, b.id) < (@at, @id) AND ${toldEntries('r.seq')} GROUP BY b.id ORDER BY b.at DESC, b.id DESC LIMIT @limit`

export function actItems(db: Db, keys: ActKey[]): Changed[] {
  if (keys.length === 0) return []

  const ids = keys.map(({ id }) => id)
  const entries = entriesOf(db, keys)
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

const mostEntries = 2000

/** The entries of these acts that are about the investor. */
function entriesOf(db: Db, keys: ActKey[]): Map<string, Change[]> {
  const seqs = keys
    .flatMap(({ entries }) => entries)
    .toSorted((a, b) => a - b)
    .slice(0, mostEntries)
  const about = db.select().from(changes).where(inArray(changes.seq, seqs)).orderBy(changes.seq).all()
  return Map.groupBy(about, (change) => change.batchId)
}
