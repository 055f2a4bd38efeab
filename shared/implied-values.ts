/** What a new row must hold to belong where a filter is looked at. */
import { dayMeant, type FilterKind, type FilterTree, isGroup, me as meWord } from './filter.ts'

export type Values = Record<string, unknown>

/**
 * The cells a new row must get so that the filter holds for it, as far as that leaves no choice: what conditions joined
 * by "and" ask for exactly. A column that is asked for two different things is left out. `me` is the user id of whoever adds
 * the row; `today` is their day. Which of the columns can be written is the caller's to know.
 */
export function impliedValues(
  tree: FilterTree | null,
  me: string | null,
  today?: string,
  kindOfField: (key: string) => FilterKind | null = () => null,
): Values {
  const found = new Map<string, unknown>()
  for (const { field, value } of tree ? implied(tree, { me, today, kindOfField }) : []) {
    const known = found.get(field)
    found.set(field, known === undefined ? value : both(known, value))
  }
  return Object.fromEntries([...found].filter(([, value]) => value !== contradiction))
}

type Asker = { me: string | null; today: string | undefined; kindOfField: (key: string) => FilterKind | null }
type Implied = { field: string; value: unknown }

const contradiction = Symbol('two values for one cell')

function both(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return [...new Set([...one, ...other])]

  return one === other ? one : contradiction
}

function implied(tree: FilterTree, asker: Asker): Implied[] {
  if (isGroup(tree)) {
    const isSure = tree.op === 'and' || tree.conditions.length === 1
    return isSure ? tree.conditions.flatMap((one) => implied(one, asker)) : []
  }
  const value = exactly(tree.op, tree.value, asker, asker.kindOfField(tree.field))
  return value === undefined || value === null ? [] : [{ field: tree.field, value }]
}

/** Undefined where the condition leaves a choice. */
function exactly(op: string, value: unknown, asker: Asker, kind: FilterKind | null): unknown {
  if (op === '=') return value
  if (op === 'is') return meant(value, asker, kind)
  if (op === 'has_all' || op === 'is_exactly') return value
  if (op === 'has_any') return (value as unknown[]).length === 1 ? value : undefined

  const [only, ...others] = op === 'any_of' ? (value as unknown[]) : []
  return others.length === 0 && only !== undefined ? meant(only, asker, kind) : undefined
}

function meant(value: unknown, { me, today }: Asker, kind: FilterKind | null): unknown {
  if (typeof value !== 'string') return value
  if (kind === 'datetime') return value.includes('T') ? value : undefined
  if ((kind === null || kind === 'select') && value === meWord) return me ?? undefined
  if (kind !== null && kind !== 'date') return value === '' ? undefined : value

  const day = today === undefined ? value : dayMeant(value, today)
  return day === '' || (today === undefined && day.startsWith('$today')) ? undefined : day
}
