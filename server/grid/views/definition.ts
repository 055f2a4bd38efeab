/** A view's definition against the columns there are: checked when it is saved, cut down to them when it is read. */
import { checkFilter, type FilterTree, isGroup, tooManyColors } from '../../../shared/filter.ts'
import { plainView, type ViewDefinition, viewDefinition } from '../../../shared/views.ts'
import type { Db } from '../../db/db.ts'
import { invalid } from '../../errors.ts'
import { type Columns, gridColumns } from '../row-source.ts'
import { figuresOf } from '../sql/figures.ts'

/** Throws 422 with a sentence per wrong place, such as `definition.sort.0.key`. */
export function checkedDefinition(db: Db, given: ViewDefinition): ViewDefinition {
  const columns = gridColumns(db)
  const problems: Record<string, string> = {}
  const filters = { ...given, filter: checkedPart(given.filter, 'definition.filter', columns, problems) }
  filters.colors = given.colors.map(({ color, filter }, n) => {
    return { color, filter: checkedPart(filter, `definition.colors.${n}.filter`, columns, problems) ?? filter }
  })
  for (const [place, key] of keyedPlaces(given)) {
    if (!columns.has(key)) problems[`definition.${place}`] = `There is no column “${key}”.`
  }
  for (const [key, figure] of Object.entries(given.figures)) {
    const column = columns.get(key)
    if (column && !figuresOf(column).includes(figure)) {
      problems[`definition.figures.${key}`] =
        `“${key}” can be counted as: ${figuresOf(column).join(', ')}. Not “${figure}”.`
    }
  }
  if (Object.keys(problems).length > 0) throw invalid(problems)
  const tooMany = tooManyColors(filters.colors.map(({ filter }) => filter))
  if (tooMany) throw invalid({ 'definition.colors': tooMany })

  return filters
}

function checkedPart(filter: FilterTree | null, place: string, columns: Columns, problems: Record<string, string>) {
  if (filter === null) return null

  const checked = checkFilter(filter, kindIn(columns), place)
  if ('tree' in checked) return checked.tree
  Object.assign(problems, checked.problems)
  return null
}

const kindIn = (columns: Columns) => (key: string) => columns.get(key)?.kind ?? null

/** Every place of a definition, its filters apart, that names a column. */
function keyedPlaces({ sort, group, columns, figures }: ViewDefinition): [place: string, key: string][] {
  const places = (name: string, terms: { key: string }[]) =>
    terms.map(({ key }, n): [string, string] => [`${name}.${n}.key`, key])
  const counted = Object.keys(figures).map((key): [string, string] => [`figures.${key}`, key])
  return [...places('sort', sort), ...places('group', group), ...places('columns', columns), ...counted]
}

/** A stored definition with only what can be shown today, and the keys of the columns that had to be left out. */
export type Readable = { definition: ViewDefinition; missing: string[] }

export function readableDefinition(db: Db, stored: unknown): Readable {
  const columns = gridColumns(db)
  const parsed = viewDefinition.safeParse(stored)
  const given = parsed.success ? parsed.data : plainView
  const missing = new Set<string>()
  const kept = <T extends { key: string }>(terms: T[]): T[] =>
    terms.filter(({ key }) => columns.has(key) || !missing.add(key))

  const definition = {
    ...given,
    filter: given.filter && readableFilter(given.filter, columns, missing),
    sort: kept(given.sort),
    group: kept(given.group),
    columns: kept(given.columns),
    colors: given.colors.flatMap(({ filter, color }) => {
      const readable = readableFilter(filter, columns, missing)
      return readable ? [{ filter: readable, color }] : []
    }),
    figures: Object.fromEntries(Object.entries(given.figures).filter(([key]) => columns.has(key) || !missing.add(key))),
  }
  return { definition, missing: [...missing] }
}

/** Leaves out the conditions that no longer fit a column, and groups nothing is left of. */
export function readableFilter(tree: FilterTree, columns: Columns, missing: Set<string>): FilterTree | null {
  if (!isGroup(tree)) {
    const checked = checkFilter(tree, kindIn(columns))
    if ('tree' in checked) return checked.tree
    missing.add(tree.field)
    return null
  }
  const conditions = tree.conditions.map((one) => readableFilter(one, columns, missing)).filter((one) => one !== null)
  return conditions.length === 0 && tree.conditions.length > 0 ? null : { op: tree.op, conditions }
}
