/**
 * The filter tree: what a grid query, a saved view and everything else that asks for "some investors" is made of.
 * A group joins conditions by and/or; a condition compares one field. `docs/api.md` lists the operators.
 */
import * as z from 'zod/mini'
import { addDays, isDate } from './dates.ts'
import type { FieldType } from './fields.ts'

/** How a field compares; several column types compare alike. `none` can only be asked whether it is blank. */
export type FilterKind = 'text' | 'number' | 'date' | 'datetime' | 'select' | 'multi' | 'checkbox' | 'none'

const blankOperators = ['empty', 'not_empty'] as const

export const operators = {
  text: ['is', 'is_not', 'contains', 'not_contains', 'starts_with', 'ends_with', ...blankOperators],
  number: ['=', '!=', '<', '<=', '>', '>=', 'between', ...blankOperators],
  date: dateOperators(),
  datetime: dateOperators(),
  select: ['is', 'is_not', 'any_of', 'none_of', ...blankOperators],
  multi: ['has_any', 'has_all', 'has_none', 'is_exactly', ...blankOperators],
  checkbox: ['is', ...blankOperators],
  none: [...blankOperators],
} as const satisfies Record<FilterKind, readonly string[]>

function dateOperators() {
  const compared = ['is', 'before', 'after', 'on_or_before', 'on_or_after', 'between'] as const
  return [...compared, 'in_last_days', 'not_in_last_days', 'in_next_days', ...blankOperators] as const
}

export type Operator = (typeof operators)[FilterKind][number]
export type Condition = { field: string; op: Operator; value?: unknown }
export type Group = { op: 'and' | 'or'; conditions: FilterTree[] }
export type FilterTree = Group | Condition

export const isGroup = (node: FilterTree): node is Group => 'conditions' in node

const kinds: Partial<Record<FieldType, FilterKind>> = {
  text: 'text',
  long_text: 'text',
  url: 'text',
  email: 'text',
  phone: 'text',
  number: 'number',
  currency: 'number',
  percent: 'number',
  commitment: 'number',
  date: 'date',
  datetime: 'datetime',
  created_at: 'datetime',
  updated_at: 'datetime',
  single_select: 'select',
  user: 'select',
  created_by: 'select',
  updated_by: 'select',
  multi_select: 'multi',
  contacts: 'multi',
  checkbox: 'checkbox',
}

/** How a column of this type compares. A rollup compares as the type of its result. */
export const kindOf = (type: FieldType): FilterKind => kinds[type] ?? 'none'

/** Bounds that no person's filter meets, and that keep the SQL made of it small. */
export const bounds = { depth: 8, conditions: 200, groups: 100, items: 500, text: 2000, days: 36_500 } as const

const text = z.string('Give a text.').check(z.maxLength(bounds.text, 'Keep the text under 2,000 characters.'))
const number = z.number('Give a number.')
const dayHint = 'Give a date such as 2026-03-31, or $today, $today+7, $today-30.'
const day = z.string(dayHint).check(z.refine((given) => isDate(given) || shiftOf(given) !== null, dayHint))
const instant = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((t) => new Date(t).toISOString()),
)
const moment = z.union(
  [day, instant],
  'Give a date such as 2026-03-31 or $today, or an instant such as 2026-03-31T09:30:00Z.',
)
const items = z
  .array(text, 'Give a list of texts.')
  .check(z.minLength(1, 'Name at least one.'), z.maxLength(bounds.items, 'Name at most 500.'))
const count = z
  .int('Give a whole number of days.')
  .check(z.minimum(0, 'Give 0 or more days.'), z.maximum(bounds.days, 'Give at most 36,500 days.'))
const range = <T extends z.ZodMiniType>(end: T) => z.tuple([end, end], 'Give two values, [from, to].')

const plainValue = {
  text,
  number,
  date: day,
  datetime: moment,
  select: text,
  multi: items,
  checkbox: z.boolean('Give true or false.'),
  none: z.never(),
} satisfies Record<FilterKind, z.ZodMiniType>

/** Stands for whoever asks, wherever a user is compared. */
export const me = '$me'

/** By how many days `$today`, `$today+7` or `$today-30` is away from today; null for anything else. */
function shiftOf(value: string): number | null {
  const shift = /^\$today([+-]\d{1,5})?$/.exec(value)
  const days = shift && Number(shift[1] ?? 0)
  return days !== null && Math.abs(days) <= bounds.days ? days : null
}

/** The day that `$today+7` means; every other value is itself. */
export function dayMeant(value: string, today: string): string {
  const days = shiftOf(value)
  return days === null ? value : addDays(today, days)
}

/** What `value` must be for this operator. */
export function valueShape(kind: FilterKind, op: Operator): z.ZodMiniType {
  if (op === 'empty' || op === 'not_empty') return z.optional(z.null('Leave the value out.'))
  if (op === 'between') return range(plainValue[kind])
  if (op === 'in_last_days' || op === 'not_in_last_days' || op === 'in_next_days') return count
  return op === 'any_of' || op === 'none_of' ? items : plainValue[kind]
}

/** How much a filter asks: what several of them may ask together is bounded like one. */
export const conditionsIn = (tree: FilterTree): number =>
  isGroup(tree) ? tree.conditions.reduce((sum, one) => sum + conditionsIn(one), 0) : 1

/** Why the colours of a view ask too much, or null. Each is asked of every row that is shown. */
export const tooManyColors = (filters: FilterTree[]): string | null =>
  filters.reduce((sum, one) => sum + conditionsIn(one), 0) > bounds.conditions
    ? `Colours have at most ${bounds.conditions} conditions together.`
    : null

/** One sentence per wrong place, keyed by its path in the tree (`filter.conditions.0.value`). */
export type FilterProblems = Record<string, string>
export type CheckedFilter = { tree: FilterTree } | { problems: FilterProblems }

const groupShape = z.strictObject({
  op: z.enum(['and', 'or'], 'Use “and” or “or”.'),
  conditions: z.array(z.unknown(), 'Give a list of conditions.'),
})
const conditionShape = z.strictObject({
  field: z.string('Name a column.'),
  op: z.string('Name an operator.'),
  value: z.optional(z.unknown()),
})

/** Checks what somebody sent as a filter against the columns there are; `kindOfField` answers null for an unknown key. */
export function checkFilter(
  given: unknown,
  kindOfField: (key: string) => FilterKind | null,
  place = 'filter',
): CheckedFilter {
  const check: Check = { kindOfField, place, problems: {}, conditions: 0, groups: 0 }
  const tree = checkNode(given, place, 1, check)
  return tree && Object.keys(check.problems).length === 0 ? { tree } : { problems: check.problems }
}

type Check = {
  kindOfField: (key: string) => FilterKind | null
  place: string
  problems: FilterProblems
  conditions: number
  groups: number
}

function checkNode(given: unknown, path: string, depth: number, check: Check): FilterTree | null {
  if (depth > bounds.depth) return wrong(check, path, `Filters nest at most ${bounds.depth} groups deep.`)
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return wrong(check, path, 'A filter is a group {op, conditions} or a condition {field, op, value}.')
  }
  return 'conditions' in given ? checkGroup(given, path, depth, check) : checkCondition(given, path, check)
}

function checkGroup(given: object, path: string, depth: number, check: Check): Group | null {
  check.groups += 1
  if (check.groups > bounds.groups) return wrong(check, check.place, `A filter has at most ${bounds.groups} groups.`)
  const group = groupShape.safeParse(given)
  if (!group.success) return wrongShape(check, path, group.error)

  const { op, conditions } = group.data
  if (conditions.length > bounds.conditions) return tooMany(check)
  const checked = conditions.map((node, n) => checkNode(node, `${path}.conditions.${n}`, depth + 1, check))
  return { op, conditions: checked.filter((node) => node !== null) }
}

function checkCondition(given: object, path: string, check: Check): Condition | null {
  check.conditions += 1
  if (check.conditions > bounds.conditions) return tooMany(check)
  const condition = conditionShape.safeParse(given)
  if (!condition.success) return wrongShape(check, path, condition.error)

  const { field, op, value } = condition.data
  const kind = check.kindOfField(field)
  if (kind === null) return wrong(check, `${path}.field`, `There is no column “${field}”.`)
  if (!isOperator(kind, op)) {
    return wrong(check, `${path}.op`, `“${field}” can be asked: ${operators[kind].join(', ')}. Not “${op}”.`)
  }
  const parsed = valueShape(kind, op).safeParse(value)
  if (!parsed.success) return wrong(check, `${path}.value`, parsed.error.issues[0]?.message ?? 'This value is wrong.')
  return parsed.data === undefined || parsed.data === null ? { field, op } : { field, op, value: parsed.data }
}

const isOperator = (kind: FilterKind, op: string): op is Operator => (operators[kind] as readonly string[]).includes(op)

const tooMany = (check: Check) => wrong(check, check.place, `A filter has at most ${bounds.conditions} conditions.`)

function wrong(check: Check, path: string, sentence: string): null {
  check.problems[path] = sentence
  return null
}

function wrongShape(check: Check, path: string, error: z.core.$ZodError): null {
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) wrong(check, `${path}.${key}`, `“${key}” is not known here.`)
    } else wrong(check, [path, ...issue.path].join('.'), issue.message)
  }
  return null
}
