/** What would lose something if a column went away, or would read otherwise under another name. */

import { type FilterTree, isGroup } from '../../../shared/filter.ts'
import type { ViewDefinition } from '../../../shared/views.ts'
import type { Db } from '../../db/db.ts'
import { asc } from '../../db/drizzle.ts'
import { automations, views } from '../../db/live.ts'
import type { Field } from '../fields.ts'
import { formulasUsing } from '../formulas/formulas.ts'
import { countFilled } from './cells-of.ts'

/**
 * `count` is how many cells have a value. A view says `uses`: where its definition names the column. One that only lays
 * it out (`columns`) loses nothing but a place.
 */
export type Dependant = {
  kind: 'formula' | 'view' | 'automation' | 'sheet' | 'cells'
  id?: string
  name: string
  count?: number
  uses?: string[]
}

export function dependantsOf(db: Db, field: Field): Dependant[] {
  if (field.entity !== 'investors') return cellsIn(db, field)
  return [...formulasOn(db, field), ...viewsOn(db, field), ...automationsOn(db, field), ...cellsIn(db, field)]
}

/** What stands in the way of deleting a column unasked: a mere place in a view does not. */
export const isInTheWay = ({ kind, uses }: Dependant): boolean => kind !== 'view' || !isLayoutOnly(uses ?? [])

const isLayoutOnly = (uses: string[]) => uses.every((use) => use === 'columns')

export const formulasOn = (db: Db, { key }: Field): Dependant[] =>
  formulasUsing(db, key).map(({ id, label }) => ({ kind: 'formula', id, name: label }))

function viewsOn(db: Db, { key }: Field): Dependant[] {
  const all = db.select().from(views).orderBy(asc(views.position), asc(views.id)).all()
  return all.flatMap((view): Dependant[] => {
    const uses = usesIn(view.definition, key)
    const isShared = view.ownerId === null
    return uses.length > 0 ? [{ kind: 'view', ...(isShared && { id: view.id }), name: viewName(view), uses }] : []
  })
}

/** A personal view does not exist for others: that there is one has to be said, what it is called does not. */
export const viewName = ({ name, ownerId }: { name: string; ownerId: string | null }): string =>
  ownerId === null ? name : 'A personal view'

/** Where a view's definition names a column: `filter`, `sort`, `group`, `colors`, `figures`, `columns`. */
function usesIn(definition: ViewDefinition, key: string): string[] {
  const named = (terms: { key: string }[] | undefined) => terms?.some((term) => term.key === key) ?? false
  const { filter, sort, group, colors, columns, figures } = definition
  return [
    ...(filterNames(filter, key) ? ['filter'] : []),
    ...(named(sort) ? ['sort'] : []),
    ...(named(group) ? ['group'] : []),
    ...(colors?.some((color) => filterNames(color.filter, key)) ? ['colors'] : []),
    ...(figures && Object.hasOwn(figures, key) ? ['figures'] : []),
    ...(named(columns) ? ['columns'] : []),
  ]
}

/** Whether a filter asks for this column anywhere. */
export function filterNames(tree: FilterTree | null | undefined, key: string): boolean {
  if (!tree) return false
  return isGroup(tree) ? tree.conditions.some((node) => filterNames(node, key)) : tree.field === key
}

function automationsOn(db: Db, { key }: Field): Dependant[] {
  const all = db.select().from(automations).orderBy(asc(automations.position), asc(automations.id)).all()
  return all
    .filter(({ trigger, conditions, actions }) => mentions([trigger, conditions, actions], key))
    .map(({ id, name }) => ({ kind: 'automation', id, name }))
}

/** The properties under which a rule names a column, and those that hold values by column. */
const naming = new Set(['field', 'key', 'fields', 'keys', 'column', 'date_field'])
const byColumn = new Set(['values', 'set', 'cells'])

/** Whether a rule's JSON names this column, wherever its kind of rule keeps the name. */
function mentions(given: unknown, key: string, under = ''): boolean {
  if (typeof given === 'string') return naming.has(under) && given === key
  if (Array.isArray(given)) return given.some((item) => mentions(item, key, under))
  if (typeof given !== 'object' || given === null) return false

  if (byColumn.has(under) && Object.hasOwn(given, key)) return true
  return Object.entries(given).some(([name, value]) => mentions(value, key, name))
}

function cellsIn(db: Db, field: Field): Dependant[] {
  const count = field.type === 'formula' ? 0 : countFilled(db, field)
  return count > 0 ? [{ kind: 'cells', name: 'Cells with a value', count }] : []
}
