/** What a trigger means for the rows as they stand: the filter of those it is true of now. */

import { addDays, dayIn } from '../../shared/dates.ts'
import type { FilterTree } from '../../shared/filter.ts'
import type { Db } from '../db/db.ts'
import { and, eq, isNull, or } from '../db/drizzle.ts'
import type { Row } from '../db/entities.ts'
import { views } from '../db/live.ts'
import type { Column } from '../grid/columns.ts'
import { gridColumns } from '../grid/rows.ts'
import type { FundTime } from '../grid/sql/filter.ts'
import { isStored } from './columns.ts'
import { type Trigger, valuesOf } from './rule.ts'

/** A shared view, by its id or key; what one person made for themself is no ground for what happens to everybody's record. */
export const viewById = (db: Db, id: string): Row<'views'> | undefined =>
  db
    .select()
    .from(views)
    .where(and(or(eq(views.id, id), eq(views.key, id)), isNull(views.ownerId)))
    .get()

const everything: FilterTree = { op: 'and', conditions: [] }

/**
 * How the engine notices a trigger: in the log (what a row was and is), by who is in a set of rows and who was, or by
 * the clock.
 */
export function watchOf(db: Db, trigger: Trigger): 'log' | 'members' | 'clock' {
  if (trigger.kind === 'created') return 'log'
  if (trigger.kind === 'enters_view') return 'members'
  if (trigger.kind !== 'field_changes') return 'clock'

  const column = gridColumns(db).get(trigger.field)
  return column && !isStored(column) ? 'members' : 'log'
}

/** The rows a `members` trigger watches; null when its view or column is gone. */
export function watchedSet(db: Db, trigger: Trigger): FilterTree | null {
  if (trigger.kind === 'enters_view') {
    const view = viewById(db, trigger.view_id)
    return view ? (view.definition.filter ?? everything) : null
  }
  return trigger.kind === 'field_changes' ? holdsNow(db, trigger) : null
}

type Changes = Extract<Trigger, { kind: 'field_changes' }>

/** The column holds what it is to change to. */
export function holdsNow(db: Db, trigger: Changes): FilterTree | null {
  const column = gridColumns(db).get(trigger.field)
  const values = valuesOf(trigger)
  if (!column || !values) return null

  return { op: 'or', conditions: values.map((value) => isValue(column, value)) }
}

function isValue({ key, kind }: Column, value: unknown): FilterTree {
  if (value === null) return { field: key, op: 'empty' }
  if (kind === 'number') return { field: key, op: '=', value }
  if (kind === 'multi') return { field: key, op: 'has_any', value: [value] }
  return { field: key, op: 'is', value }
}

/** The rows a `clock` trigger is true of. `since` is the day from which dates count: those long past are not reached now. */
export function dueNow(trigger: Trigger, time: FundTime, since: string): FilterTree | null {
  const today = dayIn(time.zone, time.now)
  if (trigger.kind === 'no_contact') return silentFor(trigger.days, today)
  if (trigger.kind !== 'date_reached') return null

  const { field, offset_days } = trigger
  return { field, op: 'between', value: [addDays(since, -offset_days), addDays(today, -offset_days)] }
}

function silentFor(days: number, today: string): FilterTree {
  const value = addDays(today, -days)
  const never: FilterTree = {
    op: 'and',
    conditions: [
      { field: 'last_contact_at', op: 'empty' },
      { field: 'created_at', op: 'on_or_before', value },
    ],
  }
  return { op: 'or', conditions: [{ field: 'last_contact_at', op: 'on_or_before', value }, never] }
}
