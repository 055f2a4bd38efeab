/** What a saved view says of the grid: which rows, in which order, how they are grouped, coloured and laid out. */
import * as z from 'zod/mini'
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
const key = z.string().check(z.maxLength(200))
const term = z.strictObject({ key, descending: z._default(z.boolean(), false) })
const color = z.strictObject({ filter, color: z.enum(optionColors) })
const column = z.strictObject({
  key,
  width: z.optional(z.int().check(z.minimum(40), z.maximum(1200))),
  hidden: z.optional(z.boolean()),
  frozen: z.optional(z.boolean()),
})
const list = <T extends z.ZodMiniType>(of: T, most: number) => z._default(z.array(of).check(z.maxLength(most)), [])

/**
 * `columns` is their order from the left; one that is not named comes after them, shown when `others` says so. The first
 * of `colors` whose filter holds colours a row. `filter` null is every investor.
 */
export const viewDefinition = z.strictObject({
  filter: z._default(z.nullable(filter), null),
  sort: list(term, 20),
  group: list(term, 3),
  colors: list(color, 20),
  columns: list(column, 2000),
  others: z._default(z.enum(['shown', 'hidden']), 'shown'),
  row_height: z._default(z.enum(rowHeights), 'short'),
  figures: z._default(z.record(key, z.enum(figures)), {}),
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
