import { z } from 'zod'
import type { FilterTree } from '../../shared/filter.ts'
import type { Db } from '../db/db.ts'
import { lists } from './builtin-fields.ts'
import { gridColumns, type RowQuery, type SortTerm } from './rows.ts'

/** What the address of the investors page says; anything it does not understand is left out, never an error page. */
export const listAddress = z.object({
  list: z.enum(lists).optional().catch(undefined),
  q: z.string().max(500).default('').catch(''),
  tag: z.string().max(300).optional().catch(undefined),
  owner: z.string().max(100).optional().catch(undefined),
  stage: z.string().max(100).optional().catch(undefined),
  sort: z.string().max(100).default('name').catch('name'),
  offset: z.coerce.number().int().min(0).default(0).catch(0),
})
export type ListAddress = z.infer<typeof listAddress>

export const pageSize = 100

/** The query behind the address. Nobody's (`owner=none`, `stage=none`) asks for the blank ones. */
export function rowQuery(db: Db, address: ListAddress): RowQuery {
  const { list, q, tag, owner, stage, offset } = address
  const conditions = [equals('owner', owner), equals('stage', stage)].filter((c) => c !== null)
  const filter = conditions.length > 0 ? { op: 'and', conditions } : undefined
  return { filter, search: q, list, tag, sort: [sortTerm(db, address.sort)], limit: pageSize, offset }
}

function equals(field: string, value: string | undefined): FilterTree | null {
  if (!value) return null

  return value === 'none' ? { field, op: 'empty' } : { field, op: 'is', value }
}

function sortTerm(db: Db, sort: string): SortTerm {
  const key = sort.replace(/^-/, '')
  return gridColumns(db).has(key) ? { key, descending: sort.startsWith('-') } : { key: 'name' }
}
