import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { type Batch, batchesById, undoneAmong } from '../undo/standing.ts'
import { describer, type Line, type Entry as Told } from './describe.ts'
import { type HistoryEntry, investorHistory } from './history.ts'

export type HistoryRow = HistoryEntry & { line: Line; act: Batch | undefined; undone: boolean; firstOfAct: boolean }

const perPage = 100

export type HistoryQuestion = { page: number; zone: string; readerId: string | null; limit?: number; field?: string }

/**
 * One page of an investor's history, or of one of its cells, an entry a row, told in words; `firstOfAct` is the row that
 * carries the Undo.
 */
export function historyPage(
  db: Db,
  investorId: string,
  { page, zone, readerId, limit = perPage, field }: HistoryQuestion,
) {
  const { entries, total } = investorHistory(db, investorId, { limit, offset: (page - 1) * limit }, field)
  const batchIds = [...new Set(entries.map((entry) => entry.batch_id))]
  const acts = batchesById(db, batchIds)
  const undone = undoneAmong(db, batchIds)
  const describe = describer(db, zone, readerId)

  const shown = entries.filter((entry) => entry.field !== 'stage_since')
  const rows = shown.map((entry, at): HistoryRow => {
    const line = describe(subject(db, entry)) ?? {
      what: `changed ${entry.field ?? entry.entity}`.replaceAll('_', ' '),
      before: null,
      after: null,
    }
    const firstOfAct = shown[at - 1]?.batch_id !== entry.batch_id
    return { ...entry, line, act: acts.get(entry.batch_id), undone: undone.has(entry.batch_id), firstOfAct }
  })
  return { rows, total, page, pages: Math.max(1, Math.ceil(total / limit)) }
}

/** The investor's own history has the link to a communication; what there is to say is what was logged. */
function subject(db: Db, entry: HistoryEntry): Told {
  const { entity, entity_id: entityId, field, before, after } = entry
  // Of a cell's history, what its investor was added with: the first value it had.
  const action = entry.action === 'create' && field !== null ? 'update' : (entry.action as Told['action'])
  const linked = entity === 'communication_investors' ? (after as { communication_id?: string } | null) : null
  const id = linked?.communication_id
  const json = id && prepared(db, loggedAs).pluck().get(id)
  if (typeof json !== 'string') return { entity, entityId, action, field, before, after }

  return { entity: 'communications', entityId: id ?? entityId, action, field, before, after: JSON.parse(json) }
}

const loggedAs = `SELECT after FROM changes WHERE entity = 'communications' AND entity_id = ? AND action = 'create'`
