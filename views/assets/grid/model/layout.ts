import type { FieldInfo } from '../../../../shared/grid-page.ts'
import type { ViewColumn, ViewDefinition } from '../../../../shared/views.ts'

/** A column as it stands in the table, from the left. */
export type ShownColumn = { field: FieldInfo; width: number; frozen: boolean }

/** Every column in the view's order, hidden ones included: named ones first, the others behind them as the fields are. */
export function orderedColumns(definition: ViewDefinition, fields: FieldInfo[]): (ShownColumn & { hidden: boolean })[] {
  const named = new Map(definition.columns.map((column) => [column.key, column]))
  const known = new Map(fields.map((field) => [field.key, field]))
  const first = fields.filter((field) => field.primary && !named.has(field.key))
  const listed = definition.columns.map(({ key }) => known.get(key)).filter((field) => field !== undefined)
  const rest = fields.filter((field) => !field.primary && !named.has(field.key))
  return [...first, ...listed, ...rest].map((field) => shaped(field, named.get(field.key), definition))
}

function shaped(field: FieldInfo, column: ViewColumn | undefined, { others }: ViewDefinition) {
  const hidden = field.primary ? false : (column?.hidden ?? (column === undefined && others === 'hidden'))
  return { field, width: column?.width ?? usualWidth(field), frozen: column?.frozen ?? field.primary, hidden }
}

/** What is shown: the frozen columns first, each kind in the view's order. */
export function shownColumns(definition: ViewDefinition, fields: FieldInfo[]): ShownColumn[] {
  const shown = orderedColumns(definition, fields).filter((column) => !column.hidden)
  return [...shown.filter((column) => column.frozen), ...shown.filter((column) => !column.frozen)]
}

const widths: Partial<Record<FieldInfo['result_type'], number>> = {
  long_text: 240,
  number: 110,
  currency: 120,
  percent: 90,
  date: 120,
  datetime: 130,
  created_at: 130,
  updated_at: 130,
  checkbox: 80,
  single_select: 140,
  multi_select: 180,
  contacts: 220,
  url: 180,
  email: 200,
  user: 120,
  created_by: 120,
  updated_by: 120,
}

const usualWidth = (field: FieldInfo): number => (field.primary ? 240 : (widths[field.result_type] ?? 160))

/**
 * The `columns` of a definition that lay these columns out, from the left. All are named, so that the order holds
 * whatever columns come later.
 */
export function columnsFor(columns: (ShownColumn & { hidden: boolean })[]): ViewColumn[] {
  return columns.map(({ field, width, frozen, hidden }) => ({
    key: field.key,
    width: Math.round(width),
    ...(hidden ? { hidden } : {}),
    ...(frozen || field.primary ? { frozen } : {}),
  }))
}
