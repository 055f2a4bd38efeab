/** “As of”: the same questions, asked of the grid as it was. */
import type Database from 'better-sqlite3'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { dayIn } from '../../shared/dates.ts'
import { chainHead } from '../db/changes.ts'
import type { Db } from '../db/db.ts'
import { entryAt, groundEntry, openPast, type SearchKeys } from '../db/past.ts'
import { fold } from '../db/summaries.ts'
import { zoneOf } from '../db/zone.ts'
import { timeOf } from '../grid/asked.ts'
import { formulaGraph } from '../grid/formulas/graph.ts'
import { nameKey } from '../grid/investors.ts'
import type { FundTime } from '../grid/sql/filter.ts'

/** The parameter of every route that can be asked about the past, in UTC. */
export const asOfParameter = z.iso
  .datetime({ offset: true, error: 'Give an instant such as 2026-10-01T18:00:00Z.' })
  .transform((instant) => new Date(instant).toISOString())
  .optional()
  .meta({
    type: 'string',
    format: 'date-time',
    description: 'Answers as everything was at this instant; one to come means now.',
  })

/**
 * What to ask, and what to call now. Without an instant, or with one to come, it is the live grid. A past one is kept for a
 * moment only: use it before the next `await`.
 */
export async function seenAt(
  request: FastifyRequest,
  asOf: string | null | undefined,
): Promise<{ db: Db; time: FundTime }> {
  const { db } = request.server
  const time = timeOf(request)
  const today = time.now.toISOString()
  if (!asOf || asOf >= today) return { db, time }

  const unchanged = entryAt(db, asOf)?.hash === chainHead(db) && !movesBetween(db, asOf, today)
  return { db: unchanged ? db : await pastDb(db, asOf), time: { ...time, now: new Date(asOf) } }
}

/** `db` is null while it is being made. */
type Kept = { past: Promise<Db>; db: Db | null; hash: string; instant: string }

const kept = new WeakMap<Database.Database, Kept[]>()
const mostKept = 2

/**
 * The grid as it was at this instant (UTC ISO 8601): a database in memory that answers queries and takes no acts. The last
 * two are kept, older ones closed. Before the first investor it is a grid without rows.
 */
export function pastDb(db: Db, asOf: string): Promise<Db> {
  const entry = entryAt(db, asOf)
  const hash = entry?.hash ?? ''
  const all = kept.get(db.$client) ?? []
  const known = all.find((one) => one.hash === hash && isSame(one, asOf))
  const used = known ?? begin(db, entry?.seq ?? groundEntry(db), hash, asOf)
  const others = all.filter((one) => one !== used)
  for (const one of others.splice(mostKept - 1)) closeLater(one)
  kept.set(db.$client, [used, ...others])
  return used.past
}

const isSame = ({ db, instant }: Kept, asOf: string) =>
  instant === asOf || (db !== null && !movesBetween(db, instant, asOf))

function begin(db: Db, seq: number, hash: string, asOf: string): Kept {
  const begun: Kept = { past: open(db, seq, asOf), db: null, hash, instant: asOf }
  begun.past.then(
    (past) => {
      begun.db = past
    },
    () => forget(db, begun),
  )
  return begun
}

/** Who waited for it until now still has this turn to ask it. */
const closeLater = ({ past }: Kept) =>
  past.then(
    (one) => setImmediate(() => one.$client.close()),
    () => undefined,
  )

/** One that could not be made is tried again by whoever asks next. */
function forget(db: Db, failed: Kept): void {
  kept.set(
    db.$client,
    (kept.get(db.$client) ?? []).filter((one) => one !== failed),
  )
}

/** One is made after the other, however many are asked for at once: each is a whole grid in memory. */
function open(db: Db, seq: number, asOf: string): Promise<Db> {
  const before = making.get(db.$client) ?? Promise.resolve()
  const past = before.then(() => openPast(db, seq, new Date(asOf), searchKeys))
  making.set(
    db.$client,
    past.catch(() => undefined),
  )
  return past
}

const making = new WeakMap<Database.Database, Promise<unknown>>()

const searchKeys: SearchKeys = (entity, { name }) => ({
  name_key: (entity === 'investors' ? nameKey : fold)(String(name)),
})

/** Whether time alone makes the formulas of this grid come out differently at the two instants. */
function movesBetween(db: Db, one: string, other: string): boolean {
  const kinds = new Set([...formulaGraph(db).values()].map(({ formula }) => formula?.volatile ?? 'never'))
  if (kinds.has('hourly')) return one.slice(0, 13) !== other.slice(0, 13)

  return kinds.has('daily') && dayIn(zoneOf(db), one) !== dayIn(zoneOf(db), other)
}
