/** Which communications a list shows, newest first, read along an index: a page costs what it shows, not what there is. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { remembered } from '../grid/memo.ts'
import { absentOf } from './absent.ts'
import { type CommunicationFilter, conditionsOn, type Key, type Source, sourcesOf, valuesOf } from './filter.ts'
import { searchSources } from './search.ts'

/** `before` is the last key of the page before; `thorough` leaves no message out that has the words of a search. */
export type KeyPage = { limit: number; offset?: number; before?: Key | null; thorough?: boolean }

/** Of a search that found so many with its whole words, what only begins like the last one is left out. */
export const mostFound = 1000
/** Of so many messages with the words of a search, newest first, those are found that the reader may see and that are logged. */
const looked = 20_000

/** The keys of one page. */
export function keysOf(
  db: Db,
  filter: CommunicationFilter,
  { limit, offset = 0, before = null, ...how }: KeyPage,
): Key[] {
  const most = offset + limit
  const within = { most, looked: how.thorough ? everything : Math.max(looked, most) }
  const values = { ...(before && { beforeAt: before.at, beforeId: before.id }), ...within }
  return run(db, filter, values, isBegun(db, filter)).slice(offset, most)
}

const everything = -1

/** A page and how many there are in all. */
export function pageOf(db: Db, filter: CommunicationFilter, { limit, offset }: { limit: number; offset: number }) {
  const total = totalOf(db, filter)
  const keys = keysOf(db, filter, { limit, offset })
  const isShort = keys.length < limit && offset + keys.length < total
  return { keys: isShort ? keysOf(db, filter, { limit, offset, thorough: true }) : keys, total }
}

/** A page and, of a search, how many there are up to `mostFound` or as far as it was paged; `more`: there are more. */
export function browsedPage(db: Db, filter: CommunicationFilter, page: { limit: number; offset: number }) {
  if (filter.search === undefined) return { ...pageOf(db, filter, page), more: false }

  const { limit, offset } = page
  const most = Math.max(mostFound, offset + limit)
  const keys = keysOf(db, filter, { limit: most + 1 })
  return { keys: keys.slice(offset, offset + limit), total: Math.min(keys.length, most), more: keys.length > most }
}

/** How many there are, exactly. Counted once and kept until something is written. */
export const totalOf = (db: Db, filter: CommunicationFilter): number =>
  kept(db, 'total', filter, () => {
    const { sql, values } = setOf(db, filter, isBegun(db, filter), { all: filter.search === undefined })
    return Number(prepared(db, `SELECT count(*) FROM (${sql})`).pluck().get(values)) - absentAmong(db, filter)
  })

/** How many a count passes over that no list shows. Of a search none: it passes over few, and asks of each. */
function absentAmong(db: Db, filter: CommunicationFilter): number {
  const absent = filter.search === undefined && filter.investorId === undefined ? absentOf(db) : null
  if (absent === null) return 0

  const from: Source = {
    ...{ from: 'json_each(@absent) a CROSS JOIN live_communications c ON c.id = a.value', at: 'c.occurred_at' },
    ...{ where: 'true', met: [] },
  }
  const sql = `SELECT count(*) FROM ${from.from} WHERE ${conditionsOn(from, filter, true).join(' AND ')}`
  return Number(
    prepared(db, sql)
      .pluck()
      .get({ ...valuesOf(filter), absent }),
  )
}

/** All that the filter lets through, each once, in no order: these columns of `c`. `all`: with what is absent. */
export function setOf(db: Db, filter: CommunicationFilter, begun: boolean, { columns = 'c.id', all = false } = {}) {
  const { sources, values } = sourcesFor(db, filter, begun)
  const absent = all ? null : absentOf(db)
  const where = (source: Source) => conditionsOn(source, filter, absent === null).join(' AND ')
  const parts = sources.map((source) => `SELECT ${columns} FROM ${source.from} WHERE ${where(source)}`)
  // One source that names each once needs no table to tell them apart; who is on a message twice is found twice.
  const sql = parts.length === 1 ? (parts[0] ?? '') : parts.join(' UNION ')
  return { sql, values: { ...valuesOf(filter), ...values, absent, looked: everything } }
}

const kept = <T>(db: Db, what: string, { readerId, ...filter }: CommunicationFilter, make: () => T): T => {
  const asked = filter.search === undefined ? filter : { ...filter, readerId }
  return remembered(db, `communications ${what} ${JSON.stringify(asked)}`, make)
}

/** Whether what begins like the last word of a search is found too: while there is room, as it is typed. */
export const isBegun = (db: Db, filter: CommunicationFilter): boolean =>
  filter.search !== undefined &&
  kept(db, 'begun', filter, () => run(db, filter, { most: mostFound, looked }, false).length < mostFound)

type Values = { most: number; looked: number; beforeAt?: string; beforeId?: string }

function run(db: Db, filter: CommunicationFilter, more: Values, begun: boolean): Key[] {
  const { sources, values } = sourcesFor(db, filter, begun)
  const absent = absentOf(db)
  const wanted = { ...valuesOf(filter), ...values, absent, ...more }
  const how = { older: more.beforeAt !== undefined, all: absent === null }
  return merged(sources.map((source) => prepared<Key>(db, page(source, filter, how)).all(wanted)))
}

const sourcesFor = (db: Db, filter: CommunicationFilter, begun: boolean) =>
  filter.search === undefined
    ? { sources: sourcesOf(filter), values: {} }
    : searchSources(db, filter.search, filter, begun)

function page(source: Source, filter: CommunicationFilter, { older, all }: { older: boolean; all: boolean }): string {
  const { from, at, newest = `${at} DESC, c.id DESC` } = source
  const where = [...conditionsOn(source, filter, all), ...(older ? [`(${at}, c.id) < (@beforeAt, @beforeId)`] : [])]
  return `SELECT c.id, ${at} AS at FROM ${from} WHERE ${where.join(' AND ')} ORDER BY ${newest} LIMIT @most`
}

/** Each once, newest first. */
function merged(found: Key[][]): Key[] {
  const byId = new Map(found.flat().map((key) => [key.id, key]))
  return [...byId.values()].sort(newestFirst)
}

export const newestFirst = (a: Key, b: Key): number => (a.at === b.at ? compare(b.id, a.id) : compare(b.at, a.at))
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Cursors come from links, so anything else that is typed there starts at the top. */
export function readCursor(cursor: string | null | undefined): Key | null {
  const [at, id] = cursor?.split('~') ?? []
  return at && id ? { at, id } : null
}

export const cursorOf = ({ at, id }: Key): string => `${at}~${id}`
