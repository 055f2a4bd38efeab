/** The form of a rule as it was sent. Inputs are named by their place: `trigger.field`, `actions.0.title`. */
import type { Condition, FilterTree } from '../../shared/filter.ts'
import type { Db } from '../db/db.ts'
import { invalid } from '../errors.ts'
import { gridColumns } from '../grid/rows.ts'
import { filled } from '../http/forms.ts'
import { mostRows } from './form-texts.ts'
import { type Reading, typedItems, typedValue, wholeNumber } from './typed-value.ts'

type Texts = Record<string, string>

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

/** A mistake within what is proposed stands beside the same input. */
export const besideInputs = (errors: Texts): Texts =>
  Object.fromEntries(
    Object.entries(errors).map(([path, text]) => [path.replace(/^(actions\.\d+)\.action\./, '$1.'), text]),
  )
