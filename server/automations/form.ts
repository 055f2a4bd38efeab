/** Between a rule and the inputs of its form. Inputs are named by their place: `trigger.field`, `actions.0.title`. */
import { type Condition, type FilterTree, isGroup } from '../../shared/filter.ts'
import { fold } from '../../shared/fold.ts'
import { allUsers } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { invalid, UserError } from '../errors.ts'
import { type Field, fieldByKey } from '../grid/fields.ts'
import { gridColumns } from '../grid/rows.ts'
import { typedCells, typedText } from '../grid/typed-cells.ts'
import { filled } from '../http/forms.ts'
import { parseList } from '../imports/lists.ts'
import type { Automation } from './automations.ts'
import type { Action, PlainAction, Trigger } from './rule.ts'
import { valuesOf } from './rule.ts'

type Texts = Record<string, string>

/** Rows for conditions and actions that a form shows beyond those filled in. */
const spare = { conditions: 2, actions: 1 }
export const mostRows = { conditions: 12, actions: 6 }

/** What the form says, in the shape of the API; 422 with a sentence per input that cannot be read. */
export function typedRule(db: Db, body: unknown, zone: string) {
  const texts = filled(body)
  const { name = '', description = null } = texts
  const problems: Texts = {}
  const reading: Reading = { db, zone, problems }
  const rule = {
    name,
    description,
    trigger: typedTrigger(texts, reading),
    conditions: typedConditions(texts, reading),
    actions: typedActions(texts, reading),
  }
  if (Object.keys(problems).length > 0) throw invalid(problems)
  return rule
}

type Reading = { db: Db; zone: string; problems: Texts }

function typedTrigger(texts: Texts, reading: Reading): Record<string, unknown> {
  const kind = texts['trigger.kind'] ?? ''
  if (kind === 'enters_view') return { kind, view_id: texts['trigger.view_id'] ?? '' }
  if (kind === 'no_contact') return { kind, days: wholeNumber(texts['trigger.days']) }
  if (kind === 'date_reached') {
    const offset = wholeNumber(texts['trigger.offset_days'] ?? '0')
    return { kind, field: texts['trigger.date_field'] ?? '', offset_days: offset }
  }
  if (kind !== 'field_changes') return { kind }

  const key = texts['trigger.field'] ?? ''
  const to = texts['trigger.to'] === undefined ? undefined : typedItems(key, texts['trigger.to'], 'trigger.to', reading)
  return { kind, field: key, ...(to && { to: to.length === 1 ? to[0] : to }) }
}

const wholeNumber = (text: string | undefined) => (text === undefined ? Number.NaN : Number(text))

/** Several values with commas between them. */
function typedItems(key: string, text: string, place: string, reading: Reading): unknown[] {
  const items = parseList(text)
  return items.map((item) => (/^\(?blank\)?$/i.test(item) ? null : [typedValue(key, item, place, reading)].flat()[0]))
}

/** What a person typed for a column, in the form the API takes; `$today+7` stays as it is. */
function typedValue(key: string, text: string, place: string, { db, zone, problems }: Reading): unknown {
  const field = fieldByKey(db, key) ?? derivedField(db, key)
  if (!field || /^\$/.test(text)) return text
  if (field.type === 'user') return colleague(db, text)
  const chosen = choiceOf(field, text)
  if (chosen !== undefined) return chosen
  try {
    return typedCells([field], { [key]: text }, zone)[key]
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    problems[place] = error.message
    return null
  }
}

const derivedField = (db: Db, key: string): Field | undefined => gridColumns(db).get(key)?.field

/** Somebody by id, name or address. */
function colleague(db: Db, text: string): string {
  const wanted = fold(text)
  const found = allUsers(db).find((user) => user.id === text || fold(user.fullName) === wanted || user.email === text)
  return found?.id ?? text
}

/** Options are found however their letters are cased, also as they are shown. */
function choiceOf({ options, type }: Field, text: string): string | undefined {
  if (type !== 'single_select') return undefined
  const wanted = fold(text).replace(/[-_ ]/g, '')
  return options.choices?.map(({ name }) => name).find((name) => fold(name).replace(/[-_ ]/g, '') === wanted)
}

function typedConditions(texts: Texts, reading: Reading): FilterTree | null {
  const json = texts['conditions.json']
  if (json) return parsedJson(json, reading)

  const rows = Array.from({ length: mostRows.conditions }, (_, n) => typedCondition(texts, n, reading))
  const conditions = rows.filter((row) => row !== null)
  if (conditions.length === 0) return null
  return { op: texts['conditions.op'] === 'or' ? 'or' : 'and', conditions }
}

function parsedJson(json: string, { problems }: Reading): FilterTree | null {
  try {
    return JSON.parse(json)
  } catch {
    problems['conditions.json'] = 'This is not JSON.'
    return null
  }
}

function typedCondition(texts: Texts, n: number, reading: Reading): Condition | null {
  const place = `conditions.${n}`
  const field = texts[`${place}.field`]
  if (!field) return null

  const op = (texts[`${place}.op`] ?? 'is') as Condition['op']
  if (op === 'empty' || op === 'not_empty') return { field, op }
  const value = conditionValue(field, op, texts[`${place}.value`] ?? '', `${place}.value`, reading)
  return { field, op, value }
}

const severalOps = new Set(['any_of', 'none_of', 'has_any', 'has_all', 'has_none', 'is_exactly', 'between'])

function conditionValue(key: string, op: string, text: string, place: string, reading: Reading): unknown {
  if (/_days$/.test(op)) return wholeNumber(text)
  const kind = gridColumns(reading.db).get(key)?.kind
  if (kind === 'checkbox') return /^(yes|true|1)$/i.test(text)
  if (kind === 'text') return text
  if (severalOps.has(op)) return typedItems(key, text, place, reading)

  return [typedValue(key, text, place, reading)].flat()[0] ?? text
}

function typedActions(texts: Texts, reading: Reading): unknown[] {
  return Array.from({ length: mostRows.actions }, (_, n) => typedAction(texts, n, reading)).filter(
    (one) => one !== null,
  )
}

function typedAction(texts: Texts, n: number, reading: Reading): object | null {
  const place = `actions.${n}`
  const text = (name: string) => texts[`${place}.${name}`]
  const plain = plainTyped(text, place, reading)
  if (!plain || text('propose') !== 'yes') return plain
  return { kind: 'propose', action: plain, reason: text('reason') ?? null }
}

function plainTyped(text: (name: string) => string | undefined, place: string, reading: Reading): object | null {
  const kind = text('kind')
  if (kind === 'move_list') return { kind, list: text('list') ?? '' }
  if (kind === 'create_task') {
    const days = text('due_in_days')
    const due = days === undefined ? null : wholeNumber(days)
    return { kind, title: text('title') ?? '', due_in_days: due, owner: text('owner') ?? null }
  }
  if (kind !== 'set_field') return null

  const key = text('field') ?? ''
  const given = text('value')
  const value = given === undefined ? null : typedValue(key, given, `${place}.value`, reading)
  return { kind, field: key, value }
}

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

/** A mistake within what is proposed stands beside the same input. */
export const besideInputs = (errors: Texts): Texts =>
  Object.fromEntries(
    Object.entries(errors).map(([path, text]) => [path.replace(/^(actions\.\d+)\.action\./, '$1.'), text]),
  )
