import { setTimeout as wait } from 'node:timers/promises'
import { GoogleProblem } from './problems.ts'

export interface FaultRule {
  /** Matches the start of the path, for instance `/gmail/v1/` or `/token`; everything when absent. */
  path?: string
  method?: string
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
  clear(): void
}

type Effect = { kind: 'fail'; problem: GoogleProblem } | { kind: 'delay'; ms: number } | { kind: 'drop' }
type Call = { path: string; method: string }
type Pending = FaultRule & { left: number; effect: Effect }

export interface FaultQueue extends Faults {
  /** Called for every request: delays or throws, and says whether the answer must be dropped. */
  strike(call: Call): Promise<{ dropAnswer: boolean }>
}

export function createFaults(): FaultQueue {
  const pending: Pending[] = []
  const add = (rule: FaultRule, effect: Effect) => pending.push({ ...rule, left: rule.times ?? 1, effect })

  return {
    failNext: (fault) => void add(fault, { kind: 'fail', problem: failure(fault) }),
    delayNext: (fault) => void add(fault, { kind: 'delay', ms: fault.ms }),
    dropNextAnswer: (fault) => void add(fault, { kind: 'drop' }),
    clear: () => void pending.splice(0),
    strike: (call) => apply(takeFirst(pending, call)),
  }
}

function failure({ status, reason, message }: { status: number; reason: string; message?: string }): GoogleProblem {
  return new GoogleProblem({ status, reason, message: message ?? `The emulator was told to fail with ${reason}.` })
}

function takeFirst(pending: Pending[], call: Call): Effect | undefined {
  const rule = pending.find((candidate) => matches(candidate, call))
  if (!rule) return undefined
  rule.left -= 1
  if (rule.left === 0) pending.splice(pending.indexOf(rule), 1)
  return rule.effect
}

function matches(rule: Pending, call: Call): boolean {
  return call.path.startsWith(rule.path ?? '/') && (rule.method ?? call.method) === call.method
}

async function apply(effect: Effect | undefined): Promise<{ dropAnswer: boolean }> {
  if (effect?.kind === 'fail') throw effect.problem
  if (effect?.kind === 'delay') await wait(effect.ms)
  return { dropAnswer: effect?.kind === 'drop' }
}
