import { setTimeout as wait } from 'node:timers/promises'
import { GoogleProblem } from './problems.ts'

export interface FaultRule {
  /** Matches the start of the path, for instance `/gmail/v1/` or `/token`; everything when absent. */
  path?: string
  method?: string
  /** Only calls in the name of this user. */
  user?: string
  /** How many matching calls go well first; none when absent. */
  after?: number
  /** How many calls it hits; 1 when absent. */
  times?: number
}

/** What goes wrong with Google, on demand. Rules are used up in the order in which they were added. */
export interface Faults {
  /** The next calls fail before anything happens, with the body Google sends for that status and reason. */
  failNext(fault: FaultRule & { status: number; reason: string; message?: string }): void
  /** The next calls are answered `ms` later. */
  delayNext(fault: FaultRule & { ms: number }): void
  /** The next calls are carried out, but the connection breaks before the answer. */
  dropNextAnswer(fault: FaultRule): void
  /** The next calls are carried out, but the connection breaks when half of the answer was sent. */
  cutNextAnswer(fault: FaultRule): void
  /** Something happens just before the next calls, for instance a message is deleted between list and get. */
  beforeNext(fault: FaultRule & { happens: () => void }): void
  clear(): void
}

type Effect =
  | { kind: 'fail'; problem: GoogleProblem }
  | { kind: 'delay'; ms: number }
  | { kind: 'happen'; happens: () => void }
  | { kind: 'drop' }
  | { kind: 'cut' }
type Call = { path: string; method: string; user: string | null }
type Pending = FaultRule & { wait: number; left: number; effect: Effect }

/** What becomes of the answer of a call. */
export type AnswerFate = 'sent' | 'dropped' | 'cut'

export interface FaultQueue extends Faults {
  /** Called for every request: delays or throws, and says what becomes of the answer. */
  strike(call: Call): Promise<AnswerFate>
}

export function createFaults(): FaultQueue {
  const pending: Pending[] = []
  const add = (rule: FaultRule, effect: Effect) =>
    pending.push({ ...rule, wait: rule.after ?? 0, left: rule.times ?? 1, effect })

  return {
    failNext: (fault) => void add(fault, { kind: 'fail', problem: failure(fault) }),
    delayNext: (fault) => void add(fault, { kind: 'delay', ms: fault.ms }),
    dropNextAnswer: (fault) => void add(fault, { kind: 'drop' }),
    cutNextAnswer: (fault) => void add(fault, { kind: 'cut' }),
    beforeNext: (fault) => void add(fault, { kind: 'happen', happens: fault.happens }),
    clear: () => void pending.splice(0),
    strike: (call) => apply(takeFirst(pending, call)),
  }
}

function failure({ status, reason, message }: { status: number; reason: string; message?: string }): GoogleProblem {
  return new GoogleProblem({ status, reason, message: message ?? `The emulator was told to fail with ${reason}.` })
}

/** The first rule that hits; those that let calls pass first count this one. */
function takeFirst(pending: Pending[], call: Call): Effect | undefined {
  for (const rule of pending.filter((candidate) => matches(candidate, call))) {
    if (rule.wait === 0) return use(pending, rule)
    rule.wait -= 1
  }
  return undefined
}

function use(pending: Pending[], rule: Pending): Effect {
  rule.left -= 1
  if (rule.left === 0) pending.splice(pending.indexOf(rule), 1)
  return rule.effect
}

function matches(rule: Pending, call: Call): boolean {
  return (
    call.path.startsWith(rule.path ?? '/') &&
    (rule.method ?? call.method) === call.method &&
    (rule.user ?? call.user) === call.user
  )
}

async function apply(effect: Effect | undefined): Promise<AnswerFate> {
  if (effect?.kind === 'fail') throw effect.problem
  if (effect?.kind === 'delay') await wait(effect.ms)
  if (effect?.kind === 'happen') effect.happens()
  if (effect?.kind === 'drop') return 'dropped'
  return effect?.kind === 'cut' ? 'cut' : 'sent'
}
