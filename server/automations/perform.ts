/** Does what a rule says for one investor, within an open act. What would change nothing is left out. */
import { isDeepStrictEqual } from 'node:util'
import { addDays, dayIn } from '../../shared/dates.ts'
import { userById, userNames } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { settle, type Tx } from '../db/write.ts'
import { invalid, notFound } from '../errors.ts'
import { editCells } from '../grid/cells.ts'
import { fieldByKey, resultType } from '../grid/fields.ts'
import { findRow, type GridRow, gridColumns } from '../grid/rows.ts'
import type { FundTime } from '../grid/sql/filter.ts'
import { checkValue } from '../grid/values.ts'
import { cellText } from '../history/describe.ts'
import { allStages } from '../pipeline/stages.ts'
import type { KindName } from '../proposals/kinds.ts'
import { propose } from '../proposals/propose.ts'
import { addTask, hasOpenTask } from '../tasks/tasks.ts'
import type { Automation } from './automations.ts'
import { columnCalled } from './columns.ts'
import { filledIn } from './placeholders.ts'
import type { Action, Effect, PlainAction } from './rule.ts'
import { resolveToday } from './today.ts'

/** Why the rule acts for this investor: the occasion tells apart what it does now from what it did before. */
export type Call = { rule: Automation; investorId: string; occasion: string; time: FundTime }

/** Answers what it did, one effect per action that changed something. */
export function perform(tx: Tx, call: Call): Effect[] {
  return call.rule.actions.flatMap((action) => {
    // What the action before changed, tags and money too, is what this one finds.
    settle(tx)
    const row = findRow(tx.db, call.investorId)
    if (!row) throw notFound('investor')
    return performOne(tx, call, row, action) ?? []
  })
}

function performOne(tx: Tx, call: Call, row: GridRow, action: Action): Effect | null {
  switch (action.kind) {
    case 'set_field':
      return setCell(tx, call, row, action.kind, action.field, action.value)
    case 'move_list':
      return setCell(tx, call, row, action.kind, 'list', action.list)
    case 'create_task':
      return createTask(tx, call, row, action)
    case 'propose':
      return putForward(tx, call, row, action.action, action.reason ?? null)
  }
}

function setCell(tx: Tx, call: Call, row: GridRow, kind: Effect['kind'], key: string, given: unknown): Effect | null {
  const after = wantedValue(tx, call, key, given)
  const before = row.values[key] ?? null
  if (isDeepStrictEqual(before, after)) return null

  editCells(tx, row.id, { [key]: after })
  return { kind, field: key, before, after }
}

/** The value in the form it is kept in; throws with a sentence when the column does not take it any more. */
function wantedValue(tx: Tx, { time }: Call, key: string, given: unknown): unknown {
  const field = fieldByKey(tx.db, key)
  if (!field) throw invalid({ [key]: `There is no column “${key}” any more.` })

  const checked = checkValue(tx.db, field, resolveToday(field.type, given, time))
  if ('problem' in checked) throw invalid({ [key]: checked.problem })
  return checked.value
}

type TaskAction = Extract<PlainAction, { kind: 'create_task' }>

/** A task of that name that is still open is enough. */
function createTask(tx: Tx, call: Call, row: GridRow, action: TaskAction): Effect | null {
  const form = taskOf(tx, call, row, action)
  if (hasOpenTask(tx.db, row.id, form.title)) return null

  const { id, title, dueOn, ownerId } = addTask(tx, form)
  return { kind: 'create_task', task_id: id, title, due_on: dueOn, owner: ownerId }
}

function taskOf(tx: Tx, { time }: Call, row: GridRow, { title, due_in_days, owner }: TaskAction) {
  const wanted = owner === 'owner' ? row.values['owner'] : owner
  const colleague = wanted ? userById(tx.db).get({ id: String(wanted) }) : undefined
  const due =
    due_in_days === null || due_in_days === undefined ? null : addDays(dayIn(time.zone, time.now), due_in_days)
  const filled = filledIn(title, (name) => textOf(tx, row, name, time)).slice(0, 500)
  return { title: filled, due_on: due, owner: colleague?.active ? colleague.id : null, investor_id: row.id }
}

function textOf({ db }: Tx, row: GridRow, name: string, { zone }: FundTime): string {
  const column = columnCalled(gridColumns(db), name)
  return column ? valueText(db, column.key, row.values[column.key], zone) : ''
}

const nobody = new Map<string, string>()

/** A value as people read it. */
export function valueText(db: Db, key: string, value: unknown, zone: string): string {
  const field = fieldByKey(db, key)
  const users = field && resultType(field) === 'user' ? userNames(db) : nobody
  const stages = key === 'stage' ? new Map(allStages(db).map((stage) => [stage.key, stage.label])) : nobody
  return cellText(field, value, { users, stages }, zone) ?? ''
}

function putForward(tx: Tx, call: Call, row: GridRow, action: PlainAction, reason: string | null): Effect | null {
  const { kind, payload, title } = proposalOf(tx, call, row, action)
  if (title === null) return null

  const because = [{ text: `The rule “${call.rule.name}” asks for it.`, link: `/automations/${call.rule.id}` }]
  const { proposal, isNew } = propose(tx, {
    kind,
    payload,
    title,
    investorId: row.id,
    evidence: [...(reason ? [{ text: reason }] : []), ...factsOf(tx, row, call.time), ...because],
    source: `automation:${call.rule.id}`,
    occasion: `${row.id}:${call.occasion}`,
  })
  return isNew ? { kind: 'propose', proposal_id: proposal.id, title } : null
}

type Wanted = { kind: KindName; payload: Record<string, unknown>; title: string | null }

/** The title is null when there is nothing left to propose. */
function proposalOf(tx: Tx, call: Call, row: GridRow, action: PlainAction): Wanted {
  if (action.kind === 'create_task') {
    const task = taskOf(tx, call, row, action)
    return { kind: 'create_task', payload: task, title: task.title }
  }
  const key = action.kind === 'move_list' ? 'list' : action.field
  const value = wantedValue(tx, call, key, action.kind === 'move_list' ? action.list : action.value)
  const isSo = isDeepStrictEqual(row.values[key] ?? null, value)
  const shown = valueText(tx.db, key, value, call.time.zone) || 'blank'
  if (action.kind === 'move_list') {
    const title = isSo ? null : `Move to ${shown}`
    return { kind: 'move_list', payload: { investor_id: row.id, list: action.list }, title }
  }
  const label = fieldByKey(tx.db, key)?.label ?? key
  const title = isSo ? null : `Set ${label} to ${shown}`
  return { kind: 'set_fields', payload: { investor_id: row.id, values: { [key]: value } }, title }
}

/** What a person wants to know before agreeing. */
function factsOf(tx: Tx, row: GridRow, time: FundTime): { text: string }[] {
  const last = textOf(tx, row, 'last_contact_at', time)
  return [{ text: last ? `Last contact: ${last}.` : 'No contact was ever logged.' }]
}
