/** Filters, orders and their parts in the words people use. Nothing here touches the page. */
import { formatDate } from '../../../../../shared/dates.ts'
import { type Condition, type FilterTree, kindOf, type Operator } from '../../../../../shared/filter.ts'
import type { FieldInfo } from '../../../../../shared/grid-page.ts'
import { plural } from '../../../../../shared/words.ts'
import { readDay } from './days.ts'
import { type DraftNode, draftOf, isDraftGroup } from './draft.ts'

/** `…` stands where a number of days is typed. */
const general: Record<string, string> = {
  is: 'is',
  is_not: 'is not',
  contains: 'contains',
  not_contains: 'does not contain',
  starts_with: 'starts with',
  ends_with: 'ends with',
  '=': 'is',
  '!=': 'is not',
  '<': 'is less than',
  '<=': 'is at most',
  '>': 'is more than',
  '>=': 'is at least',
  between: 'is between',
  before: 'is before',
  after: 'is after',
  on_or_before: 'is on or before',
  on_or_after: 'is on or after',
  in_last_days: 'is in the last … days',
  in_next_days: 'is in the next … days',
  not_in_last_days: 'is not in the last … days',
  any_of: 'is any of',
  none_of: 'is none of',
  has_any: 'has any of',
  has_all: 'has all of',
  has_none: 'has none of',
  is_exactly: 'is exactly',
  empty: 'is empty',
  not_empty: 'is not empty',
}

/** Of the last contact people speak otherwise than of a date. */
const ofContact: Record<string, string> = {
  in_last_days: 'contacted in the last … days',
  not_in_last_days: 'not contacted for … days',
  empty: 'never contacted',
  not_empty: 'ever contacted',
}

export const isPerson = (field: FieldInfo): boolean => ['user', 'created_by', 'updated_by'].includes(field.result_type)

export function operatorWords(field: FieldInfo, op: Operator): string {
  if (field.key === 'last_contact_at' && ofContact[op]) return ofContact[op]
  if (field.result_type === 'contacts' && op === 'empty') return 'has nobody'
  if (field.result_type === 'contacts' && op === 'not_empty') return 'has somebody'
  return general[op] ?? op.replaceAll('_', ' ')
}

/** How the names behind ids, keys and minor units are found. */
export type Reader = {
  field: (key: string) => FieldInfo | undefined
  valueText: (field: FieldInfo, value: unknown) => string
  zone: string
}

/** `List is Main and (Owner is me or Owner is empty)`; an empty text when there is no filter. */
export function filterWords(tree: FilterTree | null, reader: Reader): string {
  if (!tree) return ''
  const draft = draftOf(tree)
  return draft.conditions.map((node) => nodeWords(node, reader)).join(` ${draft.op} `)
}

function nodeWords(node: DraftNode, reader: Reader): string {
  if (!isDraftGroup(node)) return conditionWords(node, reader)
  const inner = node.conditions.map((child) => nodeWords(child, reader)).join(` ${node.op} `)
  return node.conditions.length > 1 ? `(${inner})` : inner
}

export function conditionWords({ field: key, op, value }: Condition, reader: Reader): string {
  const field = reader.field(key)
  if (!field) return `${key} (a column that is gone)`
  if (kindOf(field.result_type) === 'checkbox' && op === 'is') return `${field.label} is ${value ? '' : 'not '}ticked`

  const words = operatorWords(field, op)
  if (op === 'empty' || op === 'not_empty') return `${field.label} ${words}`
  if (words.includes('…')) return `${field.label} ${words.replace('… days', plural(Number(value), 'day'))}`
  return `${field.label} ${words} ${valueWords(field, op, value, reader)}`
}

function valueWords(field: FieldInfo, op: Operator, value: unknown, reader: Reader): string {
  const one = (item: unknown) => itemWords(field, item, reader)
  if (!Array.isArray(value)) return one(value)
  return value.map(one).join(op === 'between' || op === 'has_all' ? ' and ' : ', ')
}

function itemWords(field: FieldInfo, item: unknown, reader: Reader): string {
  const kind = kindOf(field.result_type)
  if (item === '$me') return 'me'
  if (kind === 'date' || kind === 'datetime') return dayWords(item, reader.zone)
  if (kind === 'text') return `“${String(item)}”`
  return reader.valueText(field, item)
}

function dayWords(value: unknown, zone: string): string {
  const day = readDay(value, zone)
  if (!day) return String(value)
  if (day.kind === 'exact') return formatDate(day.date)
  if (day.kind === 'ago') return `${plural(day.days ?? 0, 'day')} ago`
  return day.kind === 'ahead' ? `${plural(day.days ?? 0, 'day')} from now` : day.kind
}

/** The two directions of an order, first the rising one, as they read for this column. */
export function orderWords(field: FieldInfo): [rising: string, falling: string] {
  const kind = kindOf(field.result_type)
  if (kind === 'number') return ['1 → 9', '9 → 1']
  if (kind === 'date' || kind === 'datetime') return ['oldest → newest', 'newest → oldest']
  if (kind === 'checkbox') return ['not ticked → ticked', 'ticked → not ticked']
  if (kind === 'select' && !isPerson(field)) return ['first → last option', 'last → first option']
  return ['A → Z', 'Z → A']
}

export const conditionCount = (tree: FilterTree | null): number => (tree ? countIn(draftOf(tree)) : 0)
const countIn = (node: DraftNode): number =>
  isDraftGroup(node) ? node.conditions.reduce((sum, child) => sum + countIn(child), 0) : 1
