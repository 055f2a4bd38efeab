/** The inputs of the form of a rule, filled in with what it says. */
import { type Condition, type FilterTree, isGroup } from '../../shared/filter.ts'
import { allUsers } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { typedText } from '../grid/typed-cells.ts'
import type { Automation } from './automations.ts'
import type { Action, PlainAction, Trigger } from './rule.ts'
import { valuesOf } from './rule.ts'
import { derivedField } from './typed-value.ts'

type Texts = Record<string, string>

/** Rows for conditions and actions that a form shows beyond those filled in. */
const spare = { conditions: 2, actions: 1 }

export const mostRows = { conditions: 12, actions: 6 }

/** The texts a form starts with; nested conditions stand as JSON. */
export function textsOf(
  db: Db,
  rule: Pick<Automation, 'name' | 'description' | 'trigger' | 'conditions' | 'actions'>,
  zone: string,
): Texts {
  return {
    name: rule.name,
    description: rule.description ?? '',
    ...triggerTexts(db, rule.trigger, zone),
    ...conditionTexts(db, rule.conditions, zone),
    ...Object.assign({}, ...rule.actions.map((action, n) => actionTexts(db, action, `actions.${n}`, zone))),
  }
}

function triggerTexts(db: Db, trigger: Trigger, zone: string): Texts {
  const texts: Texts = { 'trigger.kind': trigger.kind }
  if (trigger.kind === 'enters_view') texts['trigger.view_id'] = trigger.view_id
  if (trigger.kind === 'no_contact') texts['trigger.days'] = String(trigger.days)
  if (trigger.kind === 'date_reached') {
    texts['trigger.date_field'] = trigger.field
    texts['trigger.offset_days'] = String(trigger.offset_days)
  }
  if (trigger.kind === 'field_changes') {
    const values = valuesOf(trigger) ?? []
    texts['trigger.field'] = trigger.field
    texts['trigger.to'] = values
      .map((value) => (value === null ? 'blank' : textOf(db, trigger.field, value, zone)))
      .join(', ')
  }
  return texts
}

function conditionTexts(db: Db, tree: FilterTree | null, zone: string): Texts {
  if (!tree) return {}

  const rows = isGroup(tree) ? tree.conditions : [tree]
  if (rows.some(isGroup) || rows.length > mostRows.conditions)
    return { 'conditions.json': JSON.stringify(tree, null, 2) }
  const texts = (rows as Condition[]).map(({ field, op, value }, n) => ({
    [`conditions.${n}.field`]: field,
    [`conditions.${n}.op`]: op,
    [`conditions.${n}.value`]: [value ?? []]
      .flat()
      .map((one) => textOf(db, field, one, zone))
      .join(', '),
  }))
  return Object.assign({ 'conditions.op': isGroup(tree) ? tree.op : 'and' }, ...texts)
}

function actionTexts(db: Db, action: Action, place: string, zone: string): Texts {
  const plain = action.kind === 'propose' ? action.action : action
  const texts = plainTexts(db, plain, zone)
  const proposed = action.kind === 'propose' ? { propose: 'yes', reason: action.reason ?? '' } : {}
  return Object.fromEntries(Object.entries({ ...texts, ...proposed }).map(([name, text]) => [`${place}.${name}`, text]))
}

function plainTexts(db: Db, action: PlainAction, zone: string): Texts {
  if (action.kind === 'move_list') return { kind: action.kind, list: action.list }
  if (action.kind === 'set_field') {
    return { kind: action.kind, field: action.field, value: textOf(db, action.field, action.value, zone) }
  }
  const { kind, title, owner, due_in_days } = action
  return { kind, title, owner: owner ?? '', due_in_days: due_in_days === null ? '' : String(due_in_days ?? '') }
}

function textOf(db: Db, key: string, value: unknown, zone: string): string {
  const field = derivedField(db, key)
  if (!field || typeof value === 'boolean' || (typeof value === 'string' && value.startsWith('$')))
    return String(value ?? '')
  if (field.type === 'user') return allUsers(db).find(({ id }) => id === value)?.fullName ?? String(value ?? '')
  if (field.type === 'multi_select' || field.type === 'contacts') return [value ?? []].flat().join(', ')

  return typedText(field, value, zone)
}

/** How many rows of conditions and actions a form shows. */
export function rowsShown(texts: Texts): { conditions: number; actions: number } {
  const used = (prefix: string, name: string) =>
    Math.max(
      -1,
      ...Object.keys(texts).flatMap((key) => {
        const [group, n, last] = key.split('.')
        return group === prefix && last === name && texts[key] ? [Number(n)] : []
      }),
    ) + 1
  return {
    conditions: Math.min(mostRows.conditions, used('conditions', 'field') + spare.conditions),
    actions: Math.min(mostRows.actions, used('actions', 'kind') + spare.actions),
  }
}
