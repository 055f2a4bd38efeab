import { userNames } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { invalid } from '../errors.ts'
import type { ListQuery, SortTerm } from '../http/lists.ts'
import type { CommunicationFilter, Key } from './filter.ts'
import { countOf, keysOf, pageOf } from './keys.ts'
import { type Told, toldByIds } from './told.ts'
import { investorsAt, peopleAt } from './with.ts'

export type { CommunicationFilter } from './filter.ts'

export type CommunicationItem = {
  communication: Told
  by: string | null
  investors: { id: string; name: string }[]
  people: { id: string; name: string }[]
}

/**
 * Communications newest first unless asked otherwise, with whom they were; `total` counts what the filter lets through, up
 * to `mostCounted`.
 */
export function listCommunications(db: Db, filter: CommunicationFilter, page: ListQuery) {
  const { limit, offset, sort } = page
  if (!sort?.length) {
    const { keys, total } = pageOf(db, filter, page)
    return { items: communicationItems(db, keys), total }
  }
  const keys = sortedKeys(db, filter, sort)
  return { items: communicationItems(db, keys.slice(offset, offset + limit)), total: keys.length }
}

/** The page after `before`, for readers who go through all of them. */
export const communicationsBefore = (db: Db, filter: CommunicationFilter, before: Key | null, limit: number) =>
  communicationItems(db, keysOf(db, filter, { limit, before }))

const sortable = ['occurred_at', 'created_at', 'updated_at', 'type']

/** Orders that no index has: of the newest that are counted. */
function sortedKeys(db: Db, filter: CommunicationFilter, sort: SortTerm[]): Key[] {
  const unknown = sort.find(({ key }) => !sortable.includes(key))
  if (unknown) throw invalid({ sort: `This list cannot be sorted by “${unknown.key}”.` })

  const keys = keysOf(db, filter, { limit: countOf(db, filter) })
  const terms = sort.map(({ key, descending }) => `c.${key} ${descending ? 'DESC' : 'ASC'}`)
  const sql = `SELECT c.id, c.occurred_at AS at FROM live_communications c
    WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY ${[...terms, 'c.id'].join(', ')}`
  return prepared<Key>(db, sql).all(JSON.stringify(keys.map((key) => key.id)))
}

/** These communications in this order, with their people and investors. */
export function communicationItems(db: Db, keys: { id: string }[]): CommunicationItem[] {
  if (keys.length === 0) return []

  const ids = keys.map((key) => key.id)
  const told = new Map(toldByIds(db, ids).map((one) => [one.id, one]))
  const [names, people, linked] = [userNames(db), peopleAt(db, ids), investorsAt(db, ids)]
  return ids.flatMap((id) => {
    const communication = told.get(id)
    if (!communication) return []

    const by = names.get(communication.userId ?? '') ?? null
    return { communication, by, investors: linked.get(id) ?? [], people: people.get(id) ?? [] }
  })
}
