/**
 * Follows the change log and fires rules for what it tells. The place in the log is kept, so after a crash it goes on
 * there; what fired is known by its run, so nothing fires twice. Undoing never fires a rule: it puts back what stood, and
 * whoever takes back what a rule did does not want it done again. Nor do changes of rules, views and columns themselves.
 */
import { isDeepStrictEqual } from 'node:util'
import { foldCase } from '../../shared/fold.ts'
import { onCommit } from '../db/committed.ts'
import { UserError } from '../errors.ts'
import { enabledRules, type Rule } from './automations.ts'
import { sweep } from './by-time.ts'
import type { Firing, World } from './fire.ts'
import {
  moveCursor,
  type Net,
  netChanges,
  readCursor,
  redefinedIn,
  type Segment,
  segmentAfter,
} from './log-segments.ts'
import { entered, takeAsKnown } from './members.ts'
import { valuesOf } from './rule.ts'
import { changeOccasion } from './runs.ts'
import { watchOf } from './triggers.ts'
import { drain, fireAll } from './turns.ts'

/** Everything there is to do now, a slice at a time; stopping between two loses nothing. */
export function* work(world: World): Generator<void> {
  for (;;) {
    const rules = enabledRules(world.db)
    const segment = rules.length === 0 ? null : segmentAfter(world.db, placeFor(world, rules))
    if (!segment) return

    yield* follow(world, segment, rules)
    moveCursor(world.db, segment.to)
    yield
  }
}

/** While no rule is at work the log is not followed: the oldest rule at work says where to take it up. */
function placeFor({ db }: World, rules: readonly Rule[]): number {
  const first = Math.min(...rules.map(({ since }) => since)) - 1
  return Math.max(readCursor(db) ?? 0, first)
}

function* follow(world: World, segment: Segment, rules: readonly Rule[]): Generator<void> {
  const watching = rules.filter((rule) => rule.since <= segment.to)
  if (segment.undoes !== null) return takeAllAsKnown(world, watching, putBackIn(segment))

  const nets = netChanges(segment, redefinedIn(world.db, segment))
  if (segment.entries.some(({ entity }) => settings.has(entity))) {
    const moved = movedIn(segment, nets)
    takeAllAsKnown(world, watching, (id) => !moved.has(id))
    yield* sweepNew(world, segment, watching)
  }
  for (const rule of watching.filter(({ since }) => since < segment.to)) {
    const firings = isByMembers(world, rule) ? byMembers(world, segment, rule) : byLog(segment, nets, rule)
    yield* fireAll(world, firings)
  }
}

/** A change of these moves rows in and out of views without anything having happened to an investor. */
const settings = new Set(['automations', 'views', 'fields'])
/** These never move a row: not looking spares the work after each of the engine's own notes. */
const besides = new Set(['automation_runs', 'proposals', 'tasks', 'users', 'api_tokens', 'settings', 'imports'])

const isByMembers = ({ db }: World, rule: Rule) => watchOf(db, rule.trigger) === 'members'

/** Those of the rows in a set now of which `isMeant` says that nothing happened to them fire no rule. */
function takeAllAsKnown(world: World, rules: Rule[], isMeant: (investorId: string) => boolean): void {
  const members = rules.filter((rule) => isByMembers(world, rule))
  for (const rule of members) quietly(() => takeAsKnown(world, rule, isMeant))
}

/** The investors an undo was about; all of them when it put back something that several may have, such as a tag. */
function putBackIn({ entries }: Segment): (investorId: string) => boolean {
  const ids = new Set(entries.map(({ investor_id }) => investor_id))
  return ids.has(null) ? () => true : (id) => ids.has(id)
}

/** An import may bring columns and options along with its rows: what happened to those is no change of columns. */
function movedIn({ entries }: Segment, nets: Map<string, Net>): Set<string | null> {
  const changed = [...nets].filter(([, net]) => net.created || net.fields.size > 0).map(([id]) => id)
  const others = entries.filter(({ entity }) => entity !== 'investors').map(({ investor_id }) => investor_id)
  return new Set([...changed, ...others])
}

/** A rule of the clock acts on what is due as soon as it is switched on. */
function* sweepNew(world: World, segment: Segment, rules: readonly Rule[]): Generator<void> {
  const touched = new Set(segment.entries.map(({ entity_id }) => entity_id))
  yield* sweep(
    world,
    rules.filter(({ id }) => touched.has(id)),
  )
}

function byLog({ batchId }: Segment, nets: Map<string, Net>, rule: Rule): Firing[] {
  return [...nets]
    .filter(([, net]) => isTriggered(rule, net))
    .map(([investorId, net]) => ({ rule, investorId, occasion: changeOccasion(batchId, net.from), cause: batchId }))
}

/** A new investor has no changes yet: `created` is the trigger for it. */
function isTriggered({ trigger }: Rule, net: Net): boolean {
  if (trigger.kind === 'created') return net.created
  if (trigger.kind !== 'field_changes' || net.created) return false

  const change = net.fields.get(trigger.field)
  const wanted = valuesOf(trigger)
  if (!change || !wanted) return change !== undefined
  return wanted.some((value) => isAt(change.after, value) && !isAt(change.before, value))
}

/** Whether a cell holds this value: among several for a multi-select, without letter case for text. */
function isAt(cell: unknown, value: unknown): boolean {
  if (Array.isArray(cell) && !Array.isArray(value)) return cell.some((item) => isAt(item, value))
  if (typeof cell === 'string' && typeof value === 'string') return foldCase(cell) === foldCase(value)

  return isDeepStrictEqual(cell ?? null, value ?? null)
}

function byMembers(world: World, segment: Segment, rule: Rule): Firing[] {
  if (segment.entries.every(({ entity }) => besides.has(entity))) return []

  const { batchId } = segment
  const [first] = segment.entries
  const occasion = changeOccasion(batchId, first?.seq ?? segment.to)
  const ids = quietly(() => entered(world, rule)) ?? []
  return ids.map((investorId) => ({ rule, investorId, occasion, cause: batchId, joins: true }))
}

/** A rule whose view or condition cannot be read any more rests; its page says why. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof UserError && error.code === 'invalid') return undefined
    throw error
  }
}

/** Does so after every act, from now until it is stopped. */
export function startEngine(world: World): { stop: () => Promise<void> } {
  const state = { stopped: false, again: false, running: null as Promise<void> | null }
  const run = async () => {
    do {
      state.again = false
      // Acts of one moment are followed together, and after they are answered.
      await new Promise(setImmediate)
      await drain(work(world), () => state.stopped).catch((error) => world.log?.error({ err: error }, 'rules stopped'))
    } while (state.again && !state.stopped)
    state.running = null
  }
  const wake = () => {
    state.again = true
    if (!state.stopped) state.running ??= run()
  }
  const unfollow = onCommit(world.db, wake)
  wake()
  return {
    stop: async () => {
      state.stopped = true
      unfollow()
      await state.running
    },
  }
}
