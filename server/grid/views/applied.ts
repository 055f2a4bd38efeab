/** A saved view as a query: what lists, exports and rules ask when they name one. */
import { type FilterTree, isGroup } from '../../../shared/filter.ts'
import { shownKeys, type ViewDefinition } from '../../../shared/views.ts'
import type { Db } from '../../db/db.ts'
import { allFields } from '../fields.ts'
import type { RowQuery } from '../rows.ts'
import { readableDefinition } from './definition.ts'
import { findView } from './saved-views.ts'

type Query = Omit<RowQuery, 'limit' | 'offset'>
export type Applied = { name: string; query: Query; fields: string[] }

/**
 * The rows of the view this person may see, narrowed by what else is asked and sorted by the view unless a sort is given,
 * and the columns it shows. As it is saved, without anybody's drift; 404 for a view that is not theirs.
 */
export function applyView(db: Db, userId: string | null, viewId: string, asked: Query): Applied {
  const view = findView(db, userId, viewId)
  const { definition } = readableDefinition(db, view.definition)
  return { name: view.name, query: narrowed(definition, asked), fields: shownKeys(definition, allFields(db)) }
}

function narrowed({ filter, sort, group }: ViewDefinition, asked: Query): Query {
  const both = filter && asked.filter ? { op: 'and', conditions: [...allOf(filter), asked.filter] } : filter
  return { ...asked, ...(both && { filter: both }), ...(asked.sort?.length ? {} : { group, sort }) }
}

/** What must all hold for a filter to hold: to join it with another nests it no deeper. */
const allOf = (filter: FilterTree): FilterTree[] =>
  isGroup(filter) && filter.op === 'and' ? filter.conditions : [filter]
