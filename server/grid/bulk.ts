/** One act on many rows at once: fill cells, tag, archive, restore. */
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { listLabel, plural } from '../../shared/words.ts'
import { setTags, tagsOf } from '../contacts/tags.ts'
import type { Actor } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import { newId } from '../db/ids.ts'
import { prepared } from '../db/prepared.ts'
import { fold } from '../db/summaries.ts'
import { act, archive, type Tx } from '../db/write.ts'
import { invalid } from '../errors.ts'
import { undo } from '../undo/undo.ts'
import { type CheckedCell, checkCells, putCells } from './cells.ts'
import { fieldByKey } from './fields.ts'
import { findArchived, restoreInvestor } from './investors.ts'
import { rowIds } from './rows.ts'
import type { FundTime } from './sql/filter.ts'

const values = z.record(z.string(), z.unknown())
const names = z.array(z.string().trim().min(1, 'Name the tag.').max(200)).max(100)
const yes = z.literal(true)

export const bulkForm = z.strictObject({
  ids: z.array(z.string().max(100)).min(1, 'Choose at least one row.').max(100_000).optional(),
  query: z
    .strictObject({ filter: z.unknown().optional(), search: z.string().max(500).optional() })
    .optional()
    .describe('Every row that matches, instead of ids.'),
  set: values.optional().describe('Cells by field key, the same for every row; null clears one.'),
  add_tags: names.optional(),
  remove_tags: names.optional(),
  archive: yes.optional(),
  restore: yes.optional(),
})
export type Bulk = z.infer<typeof bulkForm>

/** `skipped` are rows that are not there (any more), and, of a restore, those that are. */
export type BulkDone = { changed: number; unchanged: number; skipped: number; batch_id: string | null }

type Outcome = 'changed' | 'unchanged' | 'skipped'

/** Rows of one transaction: others get their turn between two of them. */
const sliceSize = 250

/**
 * Carries it out in slices that are committed one by one, all in one batch, so that one undo takes back all of it. When a
 * slice fails, those before it are taken back and the failure is passed on.
 */
export async function bulk(db: Db, actor: Actor, form: Bulk, time: FundTime, now: () => Date): Promise<BulkDone> {
  checkForm(db, form)
  const ids = form.ids ? [...new Set(form.ids)] : rowIds(db, form.query ?? {}, time)
  const what = inWords(db, form, ids)
  const batchId = newId()
  const counts = { changed: 0, unchanged: 0, skipped: 0 }

  for (let from = 0; from < ids.length; from += sliceSize) {
    const work = (tx: Tx) => {
      // Columns may have changed since the slice before.
      const cells = checkCells(tx.db, form.set ?? {})
      return ids.slice(from, from + sliceSize).map((id) => actOn(tx, id, form, cells))
    }
    try {
      for (const outcome of act(db, actor, what, work, { batchId, now: now() }).result) counts[outcome] += 1
    } catch (error) {
      if (counts.changed > 0) undo(db, actor, batchId, { now: now() })
      throw error
    }
    if (from + sliceSize < ids.length) await setImmediate()
  }
  return { ...counts, batch_id: counts.changed > 0 ? batchId : null }
}

function checkForm(db: Db, { ids, query, set, add_tags, remove_tags, archive, restore }: Bulk): void {
  if ((ids === undefined) === (query === undefined)) throw invalid({ ids: 'Give either ids or a query.' })
  if (restore && (archive || query)) throw invalid({ restore: 'Restore rows by their ids, and archive none of them.' })
  if (!set && !add_tags && !remove_tags && !archive && !restore) throw invalid({ set: 'Say what to do with the rows.' })
  if (set && 'name' in set) throw invalid({ 'set.name': 'Each investor has a name of its own.' })
  checkCells(db, set ?? {})
}

function actOn(tx: Tx, id: string, { add_tags = [], remove_tags = [], ...form }: Bulk, cells: CheckedCell[]): Outcome {
  const isLive = prepared(tx.db, 'SELECT 1 FROM live_investors WHERE id = ?').get(id) !== undefined
  if (form.restore ? isLive || !findArchived(tx.db, id) : !isLive) return 'skipped'

  const before = tx.changed
  if (form.restore) restoreInvestor(tx, id)
  if (cells.length > 0) putCells(tx, id, cells)
  if (add_tags.length > 0 || remove_tags.length > 0) retag(tx, id, add_tags, remove_tags)
  if (form.archive) archive(tx, 'investors', id)
  return tx.changed > before ? 'changed' : 'unchanged'
}

function retag(tx: Tx, id: string, added: string[], removed: string[]): void {
  const gone = new Set(removed.map(fold))
  const present = tagsOf(tx.db, id).map(({ name }) => name)
  setTags(
    tx,
    id,
    [...present, ...added].filter((name) => !gone.has(fold(name))),
  )
}

/** `Moved 14 investors to Graveyard`: what the activity page and the Undo of it say. */
function inWords(db: Db, { set = {}, add_tags = [], remove_tags = [], ...form }: Bulk, ids: string[]): string {
  const many = plural(ids.length, 'investor')
  const keys = Object.keys(set)
  if (form.archive) return `Archived ${many}`
  if (form.restore) return `Restored ${many}`
  if (keys.length === 1 && typeof set['list'] === 'string') return `Moved ${many} to ${listLabel(set['list'])}`
  if (keys.length > 0) return `Set ${keys.map((key) => fieldByKey(db, key)?.label ?? key).join(', ')} of ${many}`
  if (add_tags.length > 0) return `Tagged ${many} ${add_tags.join(', ')}`
  return `Took ${remove_tags.join(', ')} off ${many}`
}
