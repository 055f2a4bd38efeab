/** A rule in a sentence: “When List changes to Graveyard, if Open opportunities > 0, add the task “…”.” */
import { type Condition, type FilterTree, isGroup } from '../../shared/filter.ts'
import { userNames } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { fieldByKey } from '../grid/fields.ts'
import type { Automation } from './automations.ts'
import { valueText } from './perform.ts'
import type { Action, Effect, PlainAction, Trigger } from './rule.ts'
import { valuesOf } from './rule.ts'
import { viewById } from './triggers.ts'

type Rule = Pick<Automation, 'trigger' | 'conditions' | 'actions'>

export function sentenceOf(db: Db, rule: Rule): string {
  const { when, given, does } = partsOf(db, rule)
  return `When ${when}${given ? `, if ${given}` : ''}, ${does}.`
}

export const partsOf = (db: Db, { trigger, conditions, actions }: Rule) => ({
  when: triggerWords(db, trigger),
  given: conditions ? filterWords(db, conditions) : '',
  does: listed(actions.map((action) => actionWords(db, action))),
})

function triggerWords(db: Db, trigger: Trigger): string {
  switch (trigger.kind) {
    case 'created':
      return 'an investor is added'
    case 'enters_view':
      return `an investor comes into the view ${viewById(db, trigger.view_id)?.name ?? 'that is gone'}`
    case 'no_contact':
      return `there was no contact for ${trigger.days} ${trigger.days === 1 ? 'day' : 'days'}`
    case 'date_reached':
      return `${offsetWords(trigger.offset_days)}${label(db, trigger.field)}${trigger.offset_days === 0 ? ' is reached' : ''}`
    case 'field_changes': {
      const values = valuesOf(trigger)?.map((value) => shown(db, trigger.field, value))
      return `${label(db, trigger.field)} changes${values ? ` to ${either(values)}` : ''}`
    }
  }
}

function offsetWords(days: number): string {
  if (days === 0) return ''

  const n = Math.abs(days)
  return `it is ${n} ${n === 1 ? 'day' : 'days'} ${days < 0 ? 'before' : 'after'} `
}

const label = (db: Db, key: string) => fieldByKey(db, key)?.label ?? `“${key}”`
const shown = (db: Db, key: string, value: unknown) => (value === null ? 'blank' : valueText(db, key, value, 'UTC'))
const either = (words: string[]) => words.join(' or ')

function filterWords(db: Db, tree: FilterTree, within = false): string {
  if (!isGroup(tree)) return conditionWords(db, tree)

  const parts = tree.conditions.map((node) => filterWords(db, node, true)).filter(Boolean)
  const joined = parts.join(` ${tree.op} `)
  return within && parts.length > 1 ? `(${joined})` : joined
}

const operatorWords: Partial<Record<Condition['op'], string>> = {
  is_not: 'is not',
  not_contains: 'does not contain',
  starts_with: 'starts with',
  ends_with: 'ends with',
  on_or_before: 'is on or before',
  on_or_after: 'is on or after',
  before: 'is before',
  after: 'is after',
  any_of: 'is',
  none_of: 'is not',
  has_any: 'has',
  has_all: 'has all of',
  has_none: 'has none of',
  is_exactly: 'is exactly',
  between: 'is between',
  '<=': '≤',
  '>=': '≥',
  '!=': '≠',
}

function conditionWords(db: Db, { field, op, value }: Condition): string {
  const name = label(db, field)
  if (op === 'empty' || op === 'not_empty') return `${name} is ${op === 'empty' ? 'blank' : 'filled in'}`
  if (typeof value === 'number' && /_days$/.test(op))
    return `${name} is ${op.replaceAll('_', ' ').replace('days', `${value} days`)}`

  const values = [value].flat().map((one) => shown(db, field, one))
  return `${name} ${operatorWords[op] ?? op} ${op === 'between' || op === 'has_all' ? values.join(' and ') : either(values)}`
}

export function actionWords(db: Db, action: Action): string {
  if (action.kind === 'propose') return `propose to ${plainWords(db, action.action)}`

  return plainWords(db, action)
}

function plainWords(db: Db, action: PlainAction): string {
  if (action.kind === 'move_list') return `move it to ${shown(db, 'list', action.list)}`
  if (action.kind === 'create_task') return taskWords(db, action)

  const { field, value } = action
  return value === null || value === undefined || value === ''
    ? `clear ${label(db, field)}`
    : `set ${label(db, field)} to ${shown(db, field, value)}`
}

function taskWords(db: Db, { title, owner, due_in_days: days }: Extract<PlainAction, { kind: 'create_task' }>): string {
  const whom = owner === 'owner' ? ' for its owner' : owner ? ` for ${userNames(db).get(owner) ?? 'somebody'}` : ''
  const due = days === null || days === undefined ? '' : days === 0 ? ', due that day' : `, due in ${days} days`
  return `add the task “${title}”${whom}${due}`
}

const listed = (parts: string[]) =>
  parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? '')

/** One effect for a reader: what, and from → to where it was a cell. */
export type EffectLine = { what: string; before: string | null; after: string | null; href: string | null }

export function effectLine(db: Db, effect: Effect, zone: string): EffectLine {
  const field = effect['field']
  if (typeof field === 'string') {
    const text = (value: unknown) => valueText(db, field, value, zone) || 'blank'
    return { what: label(db, field), before: text(effect['before']), after: text(effect['after']), href: null }
  }
  const isTask = effect.kind === 'create_task'
  const what = `${isTask ? 'Added the task' : 'Proposed:'} ${isTask ? `“${String(effect['title'])}”` : String(effect['title'])}`
  return { what, before: null, after: null, href: isTask ? null : `/review?id=${String(effect['proposal_id'])}` }
}
