/** Which columns a view shows, as the list of them is edited. */
import type { FieldInfo } from '../../../../../shared/grid-page.ts'
import type { ViewDefinition } from '../../../../../shared/views.ts'
import { columnsFor, type orderedColumns } from '../../model/layout.ts'
import { moved } from './terms.ts'

export type Columns = ReturnType<typeof orderedColumns>
export type ColumnsPart = Pick<ViewDefinition, 'columns' | 'others'>

/** The first column is always shown and always first. */
export const isFixed = (field: FieldInfo): boolean => field.primary

export function toggled(columns: Columns, key: string, part: 'hidden' | 'frozen'): Columns {
  return columns.map((column) =>
    column.field.key === key && !isFixed(column.field) ? { ...column, [part]: !column[part] } : column,
  )
}

/** A column moved by `steps` among the others; nothing goes before the first one. */
export function movedBy(columns: Columns, key: string, steps: number): Columns {
  const from = columns.findIndex((column) => column.field.key === key)
  return movedTo(columns, from, from + steps)
}

export function movedTo(columns: Columns, from: number, to: number): Columns {
  const column = columns[from]
  if (!column || isFixed(column.field)) return columns
  const fixed = columns.filter(({ field }) => isFixed(field)).length
  return moved(columns, from, Math.max(fixed, to))
}

export const allShown = (columns: Columns): Columns => columns.map((column) => ({ ...column, hidden: false }))

export const allHidden = (columns: Columns): Columns =>
  columns.map((column) => ({ ...column, hidden: !isFixed(column.field) }))

/** What to give `page.change`: every column is named, so the order holds; new ones follow `others`. */
export const partOf = (columns: Columns, others: ViewDefinition['others']): ColumnsPart => ({
  columns: columnsFor(columns),
  others,
})

export const hiddenCount = (columns: Columns): number => columns.filter((column) => column.hidden).length

/** Columns whose name holds every word typed, whatever the letter case. */
export function found<T extends { field: FieldInfo }>(columns: T[], typed: string): T[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return columns.filter(({ field }) => words.every((word) => field.label.toLowerCase().includes(word)))
}
