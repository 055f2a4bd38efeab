/** What the clock sets off: silence, dates, and rows that come into a view because a day has passed. */
import { dayIn } from '../../shared/dates.ts'
import { prepared } from '../db/prepared.ts'
import { UserError } from '../errors.ts'
import { findRow } from '../grid/rows.ts'
import { enabledRules, type Rule } from './automations.ts'
import { type Firing, timeOf, type World } from './fire.ts'
import { both, matchingIds } from './matching.ts'
import { entered } from './members.ts'
import type { Trigger } from './rule.ts'
import { dueNow, watchOf } from './triggers.ts'
import { drain, fireAll } from './turns.ts'

/** Every hour, for all rules at work. */
export const fireByTime = (world: World): Promise<void> => drain(sweep(world, enabledRules(world.db)))

export function* sweep(world: World, rules: readonly Rule[]): Generator<void> {
  for (const rule of rules) yield* fireAll(world, due(world, rule))
}

function due(world: World, rule: Rule): Firing[] {
  const watch = watchOf(world.db, rule.trigger)
  try {
    if (watch === 'clock') return dueByClock(world, rule)
    return watch === 'members' ? enteredByTime(world, rule) : []
  } catch (error) {
    // Its page says which column is gone.
    if (error instanceof UserError && error.code === 'invalid') return []
    throw error
  }
}

function dueByClock(world: World, rule: Rule): Firing[] {
  const time = timeOf(world)
  const standing = dueNow(rule.trigger, time, dayIn(world.zone, rule.sinceAt))
  const ids = matchingIds(world.db, both(standing, rule.conditions), time)
  return ids.map((investorId) => ({
    rule,
    investorId,
    occasion: clockOccasion(world, rule.trigger, investorId),
    cause: null,
    always: true,
  }))
}

/** Silence is counted from one contact: the next one may be followed by silence again. A date is reached once. */
export function clockOccasion({ db }: World, trigger: Trigger, investorId: string): string {
  if (trigger.kind === 'date_reached') {
    return `date:${trigger.field}:${String(findRow(db, investorId)?.values[trigger.field] ?? '')}`
  }
  const last = prepared(db, 'SELECT last_contact_id FROM investor_summaries WHERE investor_id = ?').pluck()
  return `silence:${String(last.get(investorId) ?? 'never')}`
}

function enteredByTime(world: World, rule: Rule): Firing[] {
  const occasion = `entered:${world.now().toISOString()}`
  return entered(world, rule).map((investorId) => ({ rule, investorId, occasion, cause: null, joins: true }))
}
