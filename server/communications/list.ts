import { userNames } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { invalid } from '../errors.ts'
import type { SortTerm } from '../http/lists.ts'
import type { CommunicationFilter, Key } from './filter.ts'
import { browsedPage, keysOf } from './keys.ts'
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
 * Communications newest first, with whom they were. Of a search that finds many, `total` is how many are looked through, and
 * `more` that there are more.
 */
export function browseCommunications(db: Db, filter: CommunicationFilter, page: { limit: number; offset: number }) {
  const { keys, ...counted } = browsedPage(db, filter, page)
  return { items: communicationItems(db, keys), ...counted }
}

/** The page after `before`, for readers who go through all of them. */
export const communicationsBefore = (db: Db, filter: CommunicationFilter, before: Key | null, limit: number) =>
  communicationItems(db, keysOf(db, filter, { limit, before }))

const sortable = ['occurred_at', 'created_at', 'updated_at', 'type']

/** What a list in another order is sorted by: columns of `c`. */
export function termsOf(sort: SortTerm[]): string[] {
  const unknown = sort.find(({ key }) => !sortable.includes(key))
  if (unknown) throw invalid({ sort: `This list cannot be sorted by “${unknown.key}”.` })

  return sort.map(({ key, descending }) => `c.${key} ${descending ? 'DESC' : 'ASC'}`)
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
