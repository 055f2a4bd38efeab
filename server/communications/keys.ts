/** Which communications a list shows, newest first, read along an index: a page costs what it shows, not what there is. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import {
  type CommunicationFilter,
  conditionsOn,
  isLinked,
  type Key,
  type Source,
  sourcesOf,
  valuesOf,
} from './filter.ts'
import { searchSources } from './search.ts'

/** `before` is the last key of the page before. */
export type KeyPage = { limit: number; offset?: number; before?: Key | null }

/** Counting ends here, and of a search earlier: nobody reads on, and it would cost more than the page. */
export const mostCounted = 10_000
export const mostFound = 1000

/** The keys of one page. */
export function keysOf(db: Db, filter: CommunicationFilter, { limit, offset = 0, before = null }: KeyPage): Key[] {
  const values = { ...(before && { beforeAt: before.at, beforeId: before.id }), most: offset + limit }
  return (filter.search === undefined ? run(db, filter, values) : found(db, filter, values)).slice(
    offset,
    offset + limit,
  )
}

/** A page and how many there are: up to `mostCounted`, of a search up to `mostFound` or as far as it was paged. */
export function pageOf(db: Db, filter: CommunicationFilter, { limit, offset }: { limit: number; offset: number }) {
  if (filter.search === undefined) return { keys: keysOf(db, filter, { limit, offset }), total: countOf(db, filter) }

  const keys = keysOf(db, filter, { limit: Math.max(mostFound, offset + limit) })
  return { keys: keys.slice(offset, offset + limit), total: keys.length }
}

/** How many there are, up to `mostCounted`; all of them exactly when nothing narrows them but time. */
export function countOf(db: Db, filter: CommunicationFilter): number {
  if (filter.search !== undefined) return keysOf(db, filter, { limit: mostFound }).length
  if (isOfAll(filter)) return countAll(db, filter)

  const values = valuesOf(filter)
  const counts = sourcesOf(filter).map((source) => Number(prepared(db, count(source, filter)).pluck().get(values)))
  return Math.min(
    mostCounted,
    counts.reduce((sum, n) => sum + n, 0),
  )
}

const isOfAll = (filter: CommunicationFilter): boolean =>
  Object.entries(filter).every(([name, value]) => value === undefined || ['since', 'until', 'readerId'].includes(name))

/** All that there are, without those that are with archived investors alone: the archive is small, so it is looked through. */
function countAll(db: Db, filter: CommunicationFilter): number {
  const { since = '', until = '9999' } = filter
  return Number(prepared(db, allLinked).pluck().get({ since, until }))
}

const between = 'BETWEEN @since AND @until AND occurred_at <> @until'
const allLinked = `
  SELECT (SELECT count(*) FROM live_communications WHERE occurred_at ${between}) - (
    SELECT count(DISTINCT c.id) FROM archived_investors i
    CROSS JOIN live_communication_investors s ON s.investor_id = i.id AND s.occurred_at BETWEEN @since AND @until
    CROSS JOIN live_communications c ON c.id = s.communication_id AND c.occurred_at <> @until
    WHERE NOT ${isLinked})`

/** Whole words first: what begins like the last one is only looked for while there is room. */
function found(db: Db, filter: CommunicationFilter, values: Values): Key[] {
  const whole = run(db, filter, values)
  return whole.length >= values.most ? whole : run(db, filter, values, true)
}

type Values = { most: number; beforeAt?: string; beforeId?: string }

function run(db: Db, filter: CommunicationFilter, more: Values, begun = false): Key[] {
  const { search } = filter
  const { sources, values } =
    search === undefined ? { sources: sourcesOf(filter), values: {} } : searchSources(db, search, filter, begun)
  const wanted = { ...valuesOf(filter), ...values, ...more }
  return merged(
    sources.map((source) => prepared<Key>(db, page(source, filter, more.beforeAt !== undefined)).all(wanted)),
  )
}

function page(source: Source, filter: CommunicationFilter, older: boolean): string {
  const { from, at, newest = `${at} DESC, c.id DESC` } = source
  const where = [...conditionsOn(source, filter), ...(older ? [`(${at}, c.id) < (@beforeAt, @beforeId)`] : [])]
  return `SELECT c.id, ${at} AS at FROM ${from} WHERE ${where.join(' AND ')} ORDER BY ${newest} LIMIT @most`
}

const count = (source: Source, filter: CommunicationFilter) =>
  `SELECT count(*) FROM (SELECT 1 FROM ${source.from} WHERE ${conditionsOn(source, filter).join(' AND ')} LIMIT ${mostCounted})`

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
