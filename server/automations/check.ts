/** Whether a rule can work with the columns, views and colleagues there are: a sentence per wrong place. */
import { noColleague, userById } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { invalid, UserError } from '../errors.ts'
import type { Column } from '../grid/columns.ts'
import { checkedFilter, gridColumns } from '../grid/rows.ts'
import { checkValue } from '../grid/values.ts'
import { columnCalled, isStored } from './columns.ts'
import { placeholders } from './placeholders.ts'
import type { Action, PlainAction, Trigger } from './rule.ts'
import { resolveToday } from './today.ts'
import { viewById } from './triggers.ts'

export type Parts = { trigger: Trigger; conditions: unknown; actions: Action[] }
type Problems = Record<string, string>

/** Throws 422 naming every wrong place: `trigger.field`, `conditions.conditions.0.value`, `actions.1.title`. */
export function requireWorking(db: Db, rule: Parts): void {
  const problems = problemsOf(db, rule)
  if (Object.keys(problems).length > 0) throw invalid(problems)
}

export function problemsOf(db: Db, { trigger, conditions, actions }: Parts): Problems {
  const columns = gridColumns(db)
  const ofActions = actions.map((action, n) => actionProblems(db, columns, action, `actions.${n}`))
  return Object.assign({}, triggerProblems(db, columns, trigger), conditionProblems(db, conditions), ...ofActions)
}

function triggerProblems(db: Db, columns: Map<string, Column>, trigger: Trigger): Problems {
  if (trigger.kind === 'enters_view') {
    return viewById(db, trigger.view_id) ? {} : { 'trigger.view_id': 'There is no such shared view any more.' }
  }
  if (trigger.kind !== 'field_changes' && trigger.kind !== 'date_reached') return {}

  const column = columns.get(trigger.field)
  if (!column) return { 'trigger.field': `There is no column “${trigger.field}”.` }
  if (trigger.kind === 'date_reached') {
    const isDay = column.kind === 'date' || column.kind === 'datetime'
    return isDay ? {} : { 'trigger.field': `“${column.field.label}” holds no dates.` }
  }
  return changeProblems(column, trigger.to)
}

const bookkeeping = new Set(['created_at', 'created_by', 'updated_at', 'updated_by'])

function changeProblems(column: Column, to: unknown): Problems {
  const { label } = column.field
  if (bookkeeping.has(column.key))
    return { 'trigger.field': `“${label}” is kept by the system. Choose another column.` }
  if (isStored(column)) return {}
  if (column.kind === 'none') return { 'trigger.field': `Changes of “${label}” cannot be followed.` }

  const any = `“${label}” is worked out from other records. Say which value it changes to.`
  return to === undefined ? { 'trigger.to': any } : {}
}

function conditionProblems(db: Db, conditions: unknown): Problems {
  if (conditions === null || conditions === undefined) return {}

  try {
    checkedFilter(db, conditions)
    return {}
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const fields = (error.more['fields'] ?? {}) as Problems
    return Object.fromEntries(
      Object.entries(fields).map(([path, text]) => [path.replace(/^filter/, 'conditions'), text]),
    )
  }
}

function actionProblems(db: Db, columns: Map<string, Column>, action: Action, path: string): Problems {
  if (action.kind === 'propose') return plainProblems(db, columns, action.action, `${path}.action`)

  return plainProblems(db, columns, action, path)
}

function plainProblems(db: Db, columns: Map<string, Column>, action: PlainAction, path: string): Problems {
  if (action.kind === 'create_task') return taskProblems(db, columns, action, path)

  const key = action.kind === 'move_list' ? 'list' : action.field
  const column = columns.get(key)
  if (!column) return { [`${path}.field`]: `There is no column “${key}”.` }

  const value =
    action.kind === 'move_list'
      ? action.list
      : resolveToday(column.type, action.value, { now: new Date(0), zone: 'UTC' })
  const checked = checkValue(db, column.field, value)
  const place = action.kind === 'move_list' ? 'list' : 'value'
  return 'problem' in checked ? { [`${path}.${place}`]: checked.problem } : {}
}

type TaskAction = Extract<PlainAction, { kind: 'create_task' }>

function taskProblems(db: Db, columns: Map<string, Column>, { title, owner }: TaskAction, path: string): Problems {
  const unknown = placeholders(title).find((name) => !columnCalled(columns, name))
  const isKnown = !owner || owner === 'owner' || userById(db).get({ id: owner })
  return {
    ...(unknown !== undefined && { [`${path}.title`]: `There is no column “${unknown}” to fill in.` }),
    ...(!isKnown && { [`${path}.owner`]: noColleague }),
  }
}
