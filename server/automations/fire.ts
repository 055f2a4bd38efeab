/** One firing of a rule: its effects and its run are one act, which happens once per occasion or not at all. */
import type { Actor } from '../db/actor.ts'
import { systemActor } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import { automationMembers } from '../db/housekeeping.ts'
import { prepared } from '../db/prepared.ts'
import { act, amend, record, type Tx } from '../db/write.ts'
import { UserError } from '../errors.ts'
import type { FundTime } from '../grid/sql/filter.ts'
import type { Automation } from './automations.ts'
import { holdsFor } from './matching.ts'
import { perform } from './perform.ts'
import { chainBehind, hasRun, type Run } from './runs.ts'

export type World = { db: Db; now: () => Date; zone: string; log?: { error: (about: object, what: string) => void } }

/**
 * `cause` is the batch whose change it fires for, null when the clock did. `joins`: the investor came into the set of
 * rows the rule watches, and is known there from now on. `always`: a run that had nothing to do is noted too, so that the
 * clock does not ask again for the same occasion.
 */
export type Firing = {
  rule: Automation
  investorId: string
  occasion: string
  cause: string | null
  joins?: boolean
  always?: boolean
}

/** Rules may set off one another this many times in a row. */
export const deepest = 5

export const timeOf = ({ now, zone }: World): FundTime => ({ now: now(), zone })

/** The actor of what a rule does: the system, under the rule's name. */
export const actorOfRule = (rule: Automation): Actor => ({ ...systemActor('automation'), name: `Rule “${rule.name}”` })

/** Fires if the conditions hold now and it did not fire for this before. */
export function fire(world: World, firing: Firing): void {
  const { rule, investorId, occasion } = firing
  const name = nameOf(world.db, investorId)
  if (name === null) return

  const isOver = hasRun(world.db, rule.id, investorId, occasion)
  const attempt = tried(() => !isOver && holdsFor(world.db, rule.conditions, timeOf(world), investorId), world)
  if (attempt.result === false) {
    join(world.db, firing)
    return
  }
  const chain = chainBehind(world.db, firing.cause)
  const stopped = stopReason(firing, chain)
  const depth = chain.length
  if (stopped) noteRun(world, firing, name, { outcome: 'stopped', reason: stopped, depth })
  else if (attempt.problem) noteRun(world, firing, name, { outcome: 'failed', reason: attempt.problem, depth })
  else carryOut(world, firing, name, depth)
}

function carryOut(world: World, firing: Firing, name: string, depth: number): void {
  const { rule, investorId, occasion } = firing
  const work = (tx: Tx) => {
    const effects = perform(tx, { rule, investorId, occasion, time: timeOf(world) })
    join(tx.db, firing)
    if (effects.length === 0 && !firing.always) return
    const outcome = effects.length > 0 ? ('done' as const) : ('nothing' as const)
    recordRun(tx, firing, { outcome, effects, depth })
  }
  const { problem } = tried(
    () => act(world.db, actorOfRule(rule), `Acted on ${name}`, work, { now: world.now() }),
    world,
  )
  if (problem) noteRun(world, firing, name, { outcome: 'failed', reason: problem, depth })
}

type Told = Pick<Run, 'outcome' | 'depth'> & Partial<Pick<Run, 'effects' | 'reason'>>

function noteRun(world: World, firing: Firing, name: string, told: Told): void {
  const what = told.outcome === 'failed' ? `Could not act on ${name}` : `Was kept from acting on ${name}`
  const work = (tx: Tx) => {
    join(tx.db, firing)
    recordRun(tx, firing, told)
  }
  act(world.db, actorOfRule(firing.rule), what, work, { now: world.now() })
}

const recordRun = (tx: Tx, { rule, investorId, occasion }: Firing, told: Told) =>
  record(tx, 'automation_runs', { automationId: rule.id, investorId, occasion, ...told, batch: tx.batchId })

function stopReason({ rule, investorId }: Firing, chain: Run[]): string | null {
  const before = chain.some((run) => run.automationId === rule.id && run.investorId === investorId)
  if (before) return 'It had already acted on this investor in the same chain of rules.'

  return chain.length >= deepest ? `Rules had set off one another ${deepest} times in a row.` : null
}

/** Runs once more what failed or was stopped; the run says how it went this time. */
export function runAgain(world: World, run: Run, rule: Automation): Run {
  const { investorId, occasion } = run
  const again = new UserError('conflict', 'Only what failed or was stopped can be run again.')
  if (run.outcome !== 'failed' && run.outcome !== 'stopped') throw again

  const name = nameOf(world.db, investorId) ?? 'an investor'
  const work = (tx: Tx) => {
    const effects = perform(tx, { rule, investorId, occasion, time: timeOf(world) })
    const outcome = effects.length > 0 ? ('done' as const) : ('nothing' as const)
    return amend(tx, 'automation_runs', run.id, { outcome, effects, reason: null, batch: tx.batchId })
  }
  return act(world.db, actorOfRule(rule), `Acted on ${name}`, work, { now: world.now() }).result
}

/** A failure a person can understand is the run's reason; a bug is logged in full. A restore under way stops everything. */
function tried<T>(work: () => T, { log }: World): { result?: T; problem?: string } {
  try {
    return { result: work() }
  } catch (error) {
    if (error instanceof UserError && error.code !== 'unavailable') return { problem: error.message }
    if (error instanceof UserError) throw error
    log?.error({ err: error }, 'a rule failed')
    return { problem: 'The system could not do this. The reason is in its log.' }
  }
}

const nameOf = (db: Db, id: string) =>
  prepared<string>(db, 'SELECT name FROM live_investors WHERE id = ?').pluck().get(id) ?? null

function join(db: Db, { joins, rule, investorId }: Firing): void {
  if (joins) db.insert(automationMembers).values({ automationId: rule.id, investorId }).onConflictDoNothing().run()
}
