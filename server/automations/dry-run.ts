/** What a rule would do on today's data: it is done, looked at and rolled back, so nothing is written. */
import { addDays, dayIn } from '../../shared/dates.ts'
import type { FilterTree } from '../../shared/filter.ts'
import { act } from '../db/write.ts'
import { UserError } from '../errors.ts'
import { type Automation, ruleOf } from './automations.ts'
import { clockOccasion } from './by-time.ts'
import { actorOfRule, timeOf, type World } from './fire.ts'
import { both, matchingIds } from './matching.ts'
import { perform } from './perform.ts'
import type { Effect } from './rule.ts'
import { hasRun } from './runs.ts'
import { dueNow, holdsNow, watchedSet } from './triggers.ts'

export type Rehearsed = { id: string; name: string; effects: Effect[]; problem?: string }

/** `matched` is how many rows trigger and conditions hold for, `rows` those it would have done something to. */
export type DryRun = { basis: string; matched: number; would_act: number; rows: Rehearsed[] }

const shown = 500
/** Rows rehearsed between two moments for everybody else. */
const slice = 50

export async function dryRun(world: World, automation: Automation): Promise<DryRun> {
  const { basis, filter } = standing(world, automation)
  const ids = matchingIds(world.db, both(filter, automation.conditions), timeOf(world)).filter(
    (id) => !isBehind(world, automation, id),
  )
  const rows: Rehearsed[] = []
  for (let n = 0; n < ids.length; n += slice) {
    const acting = rehearse(world, automation, ids.slice(n, n + slice))
    rows.push(...acting.filter(({ effects, problem }) => effects.length > 0 || problem))
    await new Promise(setImmediate)
  }
  return { basis, matched: ids.length, would_act: rows.length, rows: rows.slice(0, shown) }
}

/** As if the trigger had just happened to everybody it could have happened to. */
function standing(
  { db, ...world }: World,
  { trigger, ...rule }: Automation,
): { basis: string; filter: FilterTree | null } {
  const time = { now: world.now(), zone: world.zone }
  const monthAgo = addDays(dayIn(world.zone, time.now), -30)
  switch (trigger.kind) {
    case 'created':
      return {
        basis: 'as if everybody added in the last 30 days had just been added',
        filter: { field: 'created_at', op: 'on_or_after', value: monthAgo },
      }
    case 'enters_view':
      return { basis: 'as if everybody in the view had just come in', filter: watchedSet(db, trigger) }
    case 'field_changes': {
      const isSet: FilterTree = { field: trigger.field, op: 'not_empty' }
      return { basis: 'as if the change had just happened', filter: holdsNow(db, trigger) ?? isSet }
    }
    case 'no_contact':
      return { basis: 'on those who are silent today', filter: dueNow(trigger, time, monthAgo) }
    case 'date_reached': {
      const since = rule.enabled ? dayIn(world.zone, ruleOf(db, { trigger, ...rule }).sinceAt) : monthAgo
      const basis = rule.enabled ? 'on dates reached since it is on' : 'on dates reached in the last 30 days'
      return { basis, filter: dueNow(trigger, time, since) }
    }
  }
}

/** Rules of the clock act once per occasion: what is done is not to come. */
function isBehind(world: World, { id, trigger }: Automation, investorId: string): boolean {
  if (trigger.kind !== 'no_contact' && trigger.kind !== 'date_reached') return false

  return hasRun(world.db, id, investorId, clockOccasion(world, trigger, investorId))
}

const rolledBack = new Error('A rule was rehearsed and rolled back.')

function rehearse(world: World, rule: Automation, ids: string[]): Rehearsed[] {
  const rows: Rehearsed[] = []
  const all = world.db.$client.transaction(() => {
    for (const id of ids) rows.push(rehearseOne(world, rule, id))
    throw rolledBack
  })
  try {
    all.immediate()
  } catch (error) {
    if (error !== rolledBack) throw error
  }
  return rows
}

function rehearseOne(world: World, rule: Automation, investorId: string): Rehearsed {
  const name = String(world.db.$client.prepare('SELECT name FROM live_investors WHERE id = ?').pluck().get(investorId))
  const call = { rule, investorId, occasion: 'rehearsal', time: timeOf(world) }
  try {
    const { result: effects } = act(world.db, actorOfRule(rule), 'Rehearsed', (tx) => perform(tx, call), {
      now: world.now(),
    })
    return { id: investorId, name, effects }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { id: investorId, name, effects: [], problem: error.message }
  }
}
