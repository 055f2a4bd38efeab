/** Lists that people put in order: the columns a view sorts or groups by, its colour rules, the columns it shows. */
import type { FieldInfo } from '../../../../../shared/grid-page.ts'
import type { ViewTerm } from '../../../../../shared/views.ts'

/** With the item at `from` standing at `to`; a place outside the list is its nearest end. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const item = list[from]
  if (item === undefined) return [...list]
  const rest = list.filter((_, n) => n !== from)
  const at = Math.max(0, Math.min(rest.length, to))
  return [...rest.slice(0, at), item, ...rest.slice(at)]
}

export const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, n) => n !== at)

export const replaced = <T>(list: readonly T[], at: number, item: T): T[] =>
  list.map((old, n) => (n === at ? item : old))

/** Columns no term names yet, in their order. */
export const unnamed = (fields: readonly FieldInfo[], terms: readonly ViewTerm[]): FieldInfo[] =>
  fields.filter((field) => !terms.some((term) => term.key === field.key))
