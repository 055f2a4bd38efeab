/** Which communications a list shows, newest first, read along an index: a page costs what it shows, not what there is. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { type CommunicationFilter, conditionsOn, type Key, type Source, sourcesOf, valuesOf } from './filter.ts'
import { searchSources } from './search.ts'

/** `before` is the last key of the page before. */
export type KeyPage = { limit: number; offset?: number; before?: Key | null }

/** Counting ends here, and of a search earlier: nobody reads on, and it would cost more than the page. */
export const mostCounted = 50_000
export const mostFound = 1000

/** The keys of one page. */
export function keysOf(db: Db, filter: CommunicationFilter, { limit, offset = 0, before = null }: KeyPage): Key[] {
  const [sources, values] = sourcesFor(db, filter)
  const wanted = { ...values, ...(before && { beforeAt: before.at, beforeId: before.id }), most: offset + limit }
  const found = sources.map((source) => prepared(db, page(source, filter, before !== null)).all(wanted) as Key[])
  return merged(found).slice(offset, offset + limit)
}

/** How many there are, up to `mostCounted`; of a search up to `mostFound`, or as far as it was paged. */
export function countOf(db: Db, filter: CommunicationFilter, reached = 0): number {
  const [sources, values] = sourcesFor(db, filter)
  if (filter.search !== undefined) {
    const most = Math.max(mostFound, reached)
    const found = sources.map((source) => prepared(db, page(source, filter, false)).all({ ...values, most }) as Key[])
    return Math.min(most, merged(found).length)
  }
  const counts = sources.map((source) => Number(prepared(db, count(source, filter)).pluck().get(values)))
  return Math.min(
    mostCounted,
    counts.reduce((sum, n) => sum + n, 0),
  )
}

function sourcesFor(db: Db, filter: CommunicationFilter): [Source[], Record<string, unknown>] {
  const { search } = filter
  if (search === undefined) return [sourcesOf(filter), valuesOf(filter)]

  const { sources, values } = searchSources(db, search, filter)
  return [sources, { ...valuesOf(filter), ...values }]
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
  const [only] = found
  if (found.length === 1 && only) return only

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
