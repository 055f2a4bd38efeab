/** Reads the change log on from where it was left, one act at a time, and says what an act changed of which investor. */
import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../db/db.ts'
import { logCursors } from '../db/housekeeping.ts'
import { prepared } from '../db/prepared.ts'
import { find } from '../db/write.ts'

export type Entry = {
  seq: number
  batch_id: string
  entity: string
  entity_id: string
  investor_id: string | null
  action: 'create' | 'update' | 'archive' | 'restore'
  field: string | null
  before: unknown
  after: unknown
}

/** A stretch of one batch: all of it, or a slice when it is still being written (imports) or very large. */
export type Segment = { to: number; batchId: string; undoes: string | null; surface: string; entries: Entry[] }

const cursor = 'automations'
const most = 2000

export function readCursor(db: Db): number | null {
  const seq = prepared(db, 'SELECT seq FROM log_cursors WHERE name = ?').pluck().get(cursor)
  return typeof seq === 'number' ? seq : null
}

export function moveCursor(db: Db, seq: number): void {
  const values = { name: cursor, seq }
  db.insert(logCursors).values(values).onConflictDoUpdate({ target: logCursors.name, set: { seq } }).run()
}

export function segmentAfter(db: Db, seq: number): Segment | null {
  const first = prepared<Pick<Segment, 'batchId' | 'undoes' | 'surface'>>(db, nextBatch).get(seq)
  if (!first) return null

  const end = prepared(db, endOfBatch).pluck().get(seq, first.batchId) as number | null
  const rows = prepared<RawEntry>(db, entriesBetween).all(seq, end ?? Number.MAX_SAFE_INTEGER, most)
  const entries = (rows.length === most ? wholeInvestors(rows) : rows).map(read)
  return { ...first, to: entries.at(-1)?.seq ?? seq, entries }
}

type RawEntry = Omit<Entry, 'before' | 'after'> & { before: string | null; after: string | null }

const nextBatch = `
  SELECT b.id AS batchId, b.undoes, b.surface FROM changes c JOIN batches b ON b.id = c.batch_id
  WHERE c.seq > ? ORDER BY c.seq LIMIT 1`
/** Where another act begins; null when this one is the last. */
const endOfBatch = 'SELECT (SELECT seq FROM changes WHERE seq > ? AND batch_id <> ? ORDER BY seq LIMIT 1)'
const entriesBetween = `
  SELECT seq, batch_id, entity, entity_id, investor_id, action, field, before, after
  FROM changes WHERE seq > ? AND seq < ? ORDER BY seq LIMIT ?`

const read = (row: RawEntry): Entry => ({ ...row, before: json(row.before), after: json(row.after) })
const json = (text: string | null): unknown => (text === null ? null : JSON.parse(text))

/** A cut never goes through what was written of one investor. */
function wholeInvestors(rows: RawEntry[]): RawEntry[] {
  const last = rows.at(-1)?.investor_id
  const end = rows.findLastIndex((row) => row.investor_id !== last)
  return end === -1 ? rows : rows.slice(0, end + 1)
}

/** The keys of columns whose cells an act wrote because the column became another: of another type, or with other options. */
export function redefinedIn(db: Db, { entries }: Segment): Set<string> {
  const columns = entries.filter((entry) => entry.entity === 'fields' && isRedefinition(entry))
  return new Set(columns.map(({ entity_id }) => String(find(db, 'fields', entity_id)?.['key'])))
}

/** An option that is added changes no cell. */
function isRedefinition({ action, field, before, after }: Entry): boolean {
  if (action !== 'update' || field !== 'options') return action === 'update' && field === 'type'

  const names = (options: unknown) => ((options as Options | null)?.choices ?? []).map(({ name }) => name)
  const left = new Set(names(after))
  return names(before).some((name) => !left.has(name))
}

type Options = { choices?: { name: string }[] }

/** What one act came down to for an investor: a field set and set back is no change. `from` is its first entry there. */
export type Net = { from: number; created: boolean; fields: Map<string, { before: unknown; after: unknown }> }

/** Cells of the `redefined` columns are left out: nobody changed what they say. */
export function netChanges({ entries }: Segment, redefined: ReadonlySet<string> = new Set()): Map<string, Net> {
  const nets = new Map<string, Net>()
  for (const entry of entries.filter(({ entity }) => entity === 'investors')) {
    const net = nets.get(entry.entity_id) ?? { from: entry.seq, created: false, fields: new Map() }
    nets.set(entry.entity_id, net)
    if (entry.action === 'create') net.created = true
    if (entry.action !== 'update' || entry.field === null) continue
    const before = net.fields.has(entry.field) ? net.fields.get(entry.field)?.before : entry.before
    net.fields.set(entry.field, { before, after: entry.after })
  }
  for (const { fields } of nets.values()) {
    for (const [key, { before, after }] of fields)
      if (redefined.has(key) || isDeepStrictEqual(before, after)) fields.delete(key)
  }
  return nets
}
