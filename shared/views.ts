/** What a saved view says of the grid: which rows, in which order, how they are grouped, coloured and laid out. */
import { z } from 'zod'
import { optionColors } from './fields.ts'
import type { FilterTree } from './filter.ts'

export const rowHeights = ['short', 'medium', 'tall', 'extra'] as const
/** What the summary bar can say of a column; which of them fit depends on its type. */
export const figures = [
  'none',
  'sum',
  'average',
  'median',
  'min',
  'max',
  'filled',
  'empty',
  'unique',
  'checked',
] as const
export type Figure = (typeof figures)[number]

/** A filter is checked against the columns there are by `checkFilter`; here only that it is some object. */
const filter = z.custom<FilterTree>((given) => typeof given === 'object' && given !== null && !Array.isArray(given), {
  error: 'Give a filter tree: {op, conditions} or {field, op, value}.',
})
const key = z.string().max(200)
const term = z.strictObject({ key, descending: z.boolean().default(false) })
const color = z.strictObject({ filter, color: z.enum(optionColors) })
const column = z.strictObject({
  key,
  width: z.int().min(40).max(1200).optional(),
  hidden: z.boolean().optional(),
  frozen: z.boolean().optional(),
})

/**
 * `columns` is their order from the left; one that is not named comes after them, shown when `others` says so. The first
 * of `colors` whose filter holds colours a row. `filter` null is every investor.
 */
export const viewDefinition = z.strictObject({
  filter: filter.nullable().default(null),
  sort: z.array(term).max(20).default([]),
  group: z.array(term).max(3).default([]),
  colors: z.array(color).max(20).default([]),
  columns: z.array(column).max(2000).default([]),
  others: z.enum(['shown', 'hidden']).default('shown'),
  row_height: z.enum(rowHeights).default('short'),
  figures: z.record(key, z.enum(figures)).default({}),
})

export type ViewDefinition = z.infer<typeof viewDefinition>
export type ViewColumn = ViewDefinition['columns'][number]
export type ViewTerm = z.infer<typeof term>
export type ViewColor = z.infer<typeof color>

export const plainView: ViewDefinition = viewDefinition.parse({})

/**
 * The keys of the columns a view shows, from the left: frozen ones first, columns it does not name behind those it does. The
 * primary column is always shown.
 */
export function shownKeys(definition: ViewDefinition, fields: { key: string; primary: boolean }[]): string[] {
  const named = new Map(definition.columns.map((one) => [one.key, one]))
  const known = new Map(fields.map((field) => [field.key, field]))
  const unnamed = fields.filter(({ key }) => !named.has(key))
  const listed = definition.columns.flatMap(({ key }) => known.get(key) ?? [])
  const inOrder = [...unnamed.filter((field) => field.primary), ...listed, ...unnamed.filter((field) => !field.primary)]
  const isShown = ({ key, primary }: { key: string; primary: boolean }) =>
    primary || !(named.get(key)?.hidden ?? (definition.others === 'hidden' && !named.has(key)))
  const isFrozen = ({ key, primary }: { key: string; primary: boolean }) => named.get(key)?.frozen ?? primary
  const shown = inOrder.filter(isShown)
  return [...shown.filter(isFrozen), ...shown.filter((field) => !isFrozen(field))].map(({ key }) => key)
}
