/** “As of”: the same questions, asked of the grid as it was. */
import type Database from 'better-sqlite3'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { dayIn } from '../../shared/dates.ts'
import { chainHead } from '../db/changes.ts'
import type { Db } from '../db/db.ts'
import { entryAt, groundEntry, openPast } from '../db/past.ts'
import { fold } from '../db/summaries.ts'
import { zoneOf } from '../db/zone.ts'
import { timeOf } from '../grid/asked.ts'
import type { FundTime } from '../grid/filter-sql.ts'
import { formulaGraph } from '../grid/formulas/graph.ts'
import { nameKey } from '../grid/investors.ts'

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

/** What to ask, and what to call now. Without an instant, or with one to come, it is the live grid. */
export function seenAt(request: FastifyRequest, asOf: string | null | undefined): { db: Db; time: FundTime } {
  const { db } = request.server
  const time = timeOf(request)
  const today = time.now.toISOString()
  if (!asOf || asOf >= today) return { db, time }

  const unchanged = entryAt(db, asOf)?.hash === chainHead(db) && !movesBetween(db, asOf, today)
  return { db: unchanged ? db : pastDb(db, asOf), time: { ...time, now: new Date(asOf) } }
}

type Kept = { db: Db; hash: string; instant: string }

const kept = new WeakMap<Database.Database, Kept[]>()
const mostKept = 2

/**
 * The grid as it was at this instant (UTC ISO 8601): a database in memory that answers queries and takes no acts. The last
 * two are kept, older ones closed: use it before the next `await`. Before the first investor it is a grid without rows.
 */
export function pastDb(db: Db, asOf: string): Db {
  const entry = entryAt(db, asOf)
  const hash = entry?.hash ?? ''
  const all = kept.get(db.$client) ?? []
  const known = all.find((one) => one.hash === hash && !movesBetween(one.db, one.instant, asOf))
  const used = known ?? { db: open(db, entry?.seq ?? groundEntry(db), asOf), hash, instant: asOf }
  const others = all.filter((one) => one !== used)
  for (const one of others.splice(mostKept - 1)) one.db.$client.close()
  kept.set(db.$client, [used, ...others])
  return used.db
}

const open = (db: Db, seq: number, asOf: string) =>
  openPast(db, seq, new Date(asOf), (entity, { name }) => ({
    name_key: (entity === 'investors' ? nameKey : fold)(String(name)),
  }))

/** Whether time alone makes the formulas of this grid come out differently at the two instants. */
function movesBetween(db: Db, one: string, other: string): boolean {
  const kinds = new Set([...formulaGraph(db).values()].map(({ formula }) => formula?.volatile ?? 'never'))
  if (kinds.has('hourly')) return one.slice(0, 13) !== other.slice(0, 13)

  return kinds.has('daily') && dayIn(zoneOf(db), one) !== dayIn(zoneOf(db), other)
}
