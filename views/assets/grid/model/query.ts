import type { ViewDefinition } from '../../../../shared/views.ts'

/** What decides which rows are shown, in which order. */
export type Asked = { definition: ViewDefinition; search: string; asOf: string | null }

/** The part of a request body that chooses rows. */
export const choiceOf = ({ definition, search, asOf }: Asked) => ({
  ...(definition.filter ? { filter: definition.filter } : {}),
  ...(search.trim() ? { search: search.trim() } : {}),
  ...(asOf ? { as_of: asOf } : {}),
})

/** Chosen and sorted: groups first, in their order. */
export const orderOf = (asked: Asked) => ({
  ...choiceOf(asked),
  ...(asked.definition.group.length > 0 ? { group: asked.definition.group } : {}),
  ...(asked.definition.sort.length > 0 ? { sort: asked.definition.sort } : {}),
})

export const colorsOf = ({ definition }: Asked) => (definition.colors.length > 0 ? { colors: definition.colors } : {})

/** Whether another definition asks for other rows, or another order of them. */
export const asksAnew = (a: ViewDefinition, b: ViewDefinition): boolean =>
  (['filter', 'sort', 'group', 'colors'] as const).some((part) => JSON.stringify(a[part]) !== JSON.stringify(b[part]))

/** The fields whose values decide whether, and where, a row stands. */
export function decisiveFields({ filter, sort, group, colors }: ViewDefinition): Set<string> {
  const keys = new Set([...sort, ...group].map((term) => term.key))
  if (filter) fieldsIn(filter, keys)
  for (const color of colors) fieldsIn(color.filter, keys)
  return keys
}

function fieldsIn(node: unknown, keys: Set<string>): void {
  if (typeof node !== 'object' || node === null) return
  if ('field' in node && typeof node.field === 'string') keys.add(node.field)
  if ('conditions' in node && Array.isArray(node.conditions)) for (const child of node.conditions) fieldsIn(child, keys)
}
