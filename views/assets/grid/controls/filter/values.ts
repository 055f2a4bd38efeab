/** What a condition's value may be, per column: how it begins, when it is all there, how typed text becomes it. */
import { dayIn } from '../../../../../shared/dates.ts'
import {
  type FilterKind,
  type FilterTree,
  kindOf,
  type Operator,
  operators,
  valueShape,
} from '../../../../../shared/filter.ts'
import type { FieldInfo } from '../../../../../shared/grid-page.ts'
import { instantIn } from '../../model/zone.ts'
import { type DraftCondition, newCondition } from './draft.ts'

export const kindOfField = (field: FieldInfo): FilterKind => kindOf(field.result_type)

/** What is offered for a column. A box has only “is ticked” and “is not ticked”, which the value says. */
export function operatorsOf(field: FieldInfo): Operator[] {
  const kind = kindOfField(field)
  return kind === 'checkbox' ? ['is'] : [...operators[kind]]
}

/** The editor a condition needs. */
export type EditorKind = 'none' | 'text' | 'number' | 'numbers' | 'day' | 'days' | 'count' | 'one' | 'many' | 'ticked'

export function editorOf(field: FieldInfo, op: Operator): EditorKind {
  const kind = kindOfField(field)
  if (op === 'empty' || op === 'not_empty' || kind === 'none') return 'none'
  if (op.endsWith('_days')) return 'count'
  if (kind === 'text') return 'text'
  if (kind === 'number') return op === 'between' ? 'numbers' : 'number'
  if (kind === 'date' || kind === 'datetime') return op === 'between' ? 'days' : 'day'
  if (kind === 'checkbox') return 'ticked'
  return kind === 'multi' || op === 'any_of' || op === 'none_of' ? 'many' : 'one'
}

const firstValues: Partial<Record<EditorKind, unknown>> = {
  day: '$today',
  days: ['$today-30', '$today'],
  count: 30,
  ticked: true,
}

const usualOperators: Partial<Record<FilterKind, Operator>> = {
  text: 'contains',
  number: '>=',
  select: 'any_of',
  date: 'before',
  datetime: 'before',
}

/** A condition on a column nobody has said anything of yet. */
export function freshCondition(field: FieldInfo): DraftCondition {
  const op: Operator =
    field.key === 'last_contact_at' && operatorsOf(field).includes('not_in_last_days' as Operator)
      ? ('not_in_last_days' as Operator)
      : (usualOperators[kindOfField(field)] ?? operatorsOf(field)[0] ?? 'not_empty')
  return newCondition(field.key, op, firstValue(field, op))
}

export const firstValue = (field: FieldInfo, op: Operator): unknown => firstValues[editorOf(field, op)] ?? null

/** The value that still makes sense after the operator changed: `is Main` becomes `is any of Main`. */
export function valueFor(field: FieldInfo, from: DraftCondition, op: Operator): unknown {
  const was = editorOf(field, from.op)
  const is = editorOf(field, op)
  if (was === is) return from.value
  if (was === 'one' && is === 'many') return from.value === null ? null : [from.value]
  if (was === 'many' && is === 'one') return Array.isArray(from.value) ? (from.value[0] ?? null) : null
  if (was === 'number' && is === 'numbers') return [from.value, null]
  if (was === 'numbers' && is === 'number') return Array.isArray(from.value) ? from.value[0] : null
  return firstValue(field, op)
}

/** Whether a condition can filter: its value is all there and of the right shape. A blank text is not said yet. */
export function isReady(field: FieldInfo | undefined, { op, value }: DraftCondition): boolean {
  if (!field || !(operators[kindOfField(field)] as readonly string[]).includes(op)) return false
  const kind = editorOf(field, op)
  if (kind === 'none') return true
  if (value === null || value === '' || (Array.isArray(value) && (value.length === 0 || value.includes(null))))
    return false
  return valueShape(kindOfField(field), op).safeParse(value).success
}

/** What a box of the browser for days or moments says, read on the clock of the fund's zone; blank is null. */
export const readMoment = ({ type }: Pick<FieldInfo, 'type'>, text: string, zone: string): string | null =>
  text === '' ? null : type === 'date' ? text : instantIn(zone, text)

/** The condition that keeps the rows whose cell holds what this one holds. */
export function sameAs(field: FieldInfo, value: unknown, zone: string): FilterTree {
  const isBlank = value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  const key = field.key
  const kind = kindOfField(field)
  if (kind === 'checkbox') {
    const unticked = {
      op: 'or' as const,
      conditions: [
        { field: key, op: 'is' as const, value: false },
        { field: key, op: 'empty' as const },
      ],
    }
    return value === true ? { field: key, op: 'is', value: true } : unticked
  }
  if (isBlank || (typeof value === 'object' && !Array.isArray(value))) return { field: key, op: 'empty' }
  if (kind === 'none') return { field: key, op: 'not_empty' }
  if (kind === 'number') return { field: key, op: '=', value }
  if (kind === 'multi') return { field: key, op: 'has_all', value: [value].flat() }
  return { field: key, op: 'is', value: kind === 'datetime' ? dayIn(zone, String(value)) : value }
}
