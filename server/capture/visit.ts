import { setTimeout as pause } from 'node:timers/promises'
import { newId } from '../db/ids.ts'
import { giveToOwner, ownerToCome } from '../mail/owner.ts'
import { dropLease, newLease, takeLease } from './leases.ts'
import { backlogOf } from './list.ts'
import {
  type CaptureWorld,
  commit,
  guarded,
  nothingYet,
  type OpenMailbox,
  stopped,
  type Tally,
} from './open-mailbox.ts'
import { type Problem, ProblemFound, problemIn } from './problems.ts'
import { type Allowed, isAllowed, setState, stateOf } from './states.ts'

/** What a visit came to; `problem` is why it did not get to its end. */
export type Visited = Tally & { address: string; problem: Problem | null }

/** Whether to wait for another process, and what ends it all. */
export type Manner = { signal: AbortSignal; isPatient: boolean }

/** Works on one mailbox while nobody else does, and notes how that went. One that fails does not stop the others. */
export async function visit(
  world: CaptureWorld,
  mailbox: Allowed,
  { signal, isPatient }: Manner,
  work: (box: OpenMailbox) => Promise<void>,
): Promise<Visited> {
  const box = opened(world, mailbox, signal)
  try {
    await leased(box, { signal, isPatient }, () => (mailbox.ownerActive === false ? refuseLeaver() : work(box)))
    setState(box.db, box.address, successAt(box))
    return { address: box.address, ...box.tally, problem: null }
  } catch (error) {
    const problem = problemIn(error, world.log)
    if (problem.isLasting) noteProblem(box, problem)
    return { address: box.address, ...box.tally, problem }
  }
}

function opened(world: CaptureWorld, { address, userId, level }: Allowed, signal: AbortSignal): OpenMailbox {
  const { db, config, now, log, bodies, reader } = world
  const client = guarded(world.client(address, signal, 'thorough'), signal, () => isAllowed(db, address))
  const lease = newLease()
  return {
    db,
    config,
    now,
    log,
    bodies,
    reader,
    client,
    address,
    userId,
    level,
    lease,
    readingId: newId(),
    restarts: 0,
    lost: false,
    withheld: 0,
    tally: nothingYet(),
  }
}

async function leased(box: OpenMailbox, manner: Manner, work: () => Promise<void>): Promise<void> {
  stateOf(box.db, box.address)
  await waitForLease(box, manner)
  try {
    setState(box.db, box.address, { lastRunAt: box.now().toISOString() })
    meetOwner(box)
    await work()
  } finally {
    dropLease(box.db, box.address, box.lease)
  }
}

/** The mailbox may have been captured before its owner had an account. */
function meetOwner(box: OpenMailbox): void {
  const owned = ownerToCome(box.db, box.address)
  if (!owned) return

  commit(box, (tx) => giveToOwner(tx, box.address, owned))
  box.userId = owned.userId
}

const [patience, between] = [10 * 60_000, 500]

/** Another process may be at it: the command line beside the service. */
async function waitForLease(box: OpenMailbox, { signal, isPatient }: Manner): Promise<void> {
  const most = isPatient ? patience / between : 0
  for (let waits = 0; !takeLease(box.db, box.address, box.lease, box.now()); waits += 1) {
    if (waits === most) throw new ProblemFound('busy')
    await pause(between, undefined, { signal }).catch(() => stopped())
  }
}

/** What a person who left has written stays; their mailbox is not looked into any more. */
function refuseLeaver(): never {
  throw new ProblemFound('owner_inactive')
}

function successAt(box: OpenMailbox) {
  const at = box.now().toISOString()
  return { lastSuccessAt: at, problem: null, problemDetail: null, problemAt: null, backlog: backlogOf(box) }
}

/** `problemAt` is since when it has been so. */
function noteProblem(box: OpenMailbox, { reason, detail }: Problem): void {
  const { problem, problemAt } = stateOf(box.db, box.address)
  const since = problem === reason && problemAt ? problemAt : box.now().toISOString()
  const backlog = backlogOf(box)
  setState(box.db, box.address, { problem: reason, problemDetail: detail, problemAt: since, backlog })
}
