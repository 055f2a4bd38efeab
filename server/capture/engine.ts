import type { Config } from '../config.ts'
import type { Actor } from '../db/actor.ts'
import { onCommit } from '../db/committed.ts'
import type { Db } from '../db/db.ts'
import { UserError } from '../errors.ts'
import { fetchAttachment } from './attachments.ts'
import { openGate } from './gate.ts'
import type { OpenClient } from './google.ts'
import type { CaptureLog, CaptureWorld, OpenMailbox } from './open-mailbox.ts'
import { passThrough } from './pass.ts'
import { reconcile, repair } from './reconcile.ts'
import { keepRematching } from './rematch.ts'
import { type Allowed, allowedMailboxes, isAllowed } from './states.ts'
import { openTurns } from './turns.ts'
import { type Visited, visit } from './visit.ts'

/** The engine. Each of these answers when it is done in all mailboxes that are switched on, or in one. */
export type Capture = {
  /** Brings them up to date, a first search to its end. */
  run(mailbox?: string): Promise<Visited[]>
  /** Compares what Gmail lists for known addresses with what is stored. */
  reconcile(mailbox?: string): Promise<Visited[]>
  /** Fetches what the last comparison found missing, and compares again. */
  repair(mailbox?: string): Promise<Visited[]>
  /** The content of an attachment, for a reader who may see its message. */
  attachment(mailId: string, part: number, actor: Actor): Promise<Buffer>
  /** Begins a pass wherever none is under way, and does not wait for it: what the clock calls. */
  tick(): void
  /** Ends what is under way at its next step, and answers when it has ended. */
  stop(): Promise<void>
}

export type CaptureSettings = {
  db: Db
  config: Config
  now: () => Date
  log: CaptureLog
  client: OpenClient
}

type Work = (box: OpenMailbox) => Promise<void>

/** In bytes of mail: some messages of usual size, or one very large one. */
const roomForBodies = 32 * 2 ** 20

export function openCapture(settings: CaptureSettings): Capture {
  const world: CaptureWorld = { ...settings, bodies: openGate(roomForBodies) }
  const turns = openTurns()
  const underWay = new Map<string, AbortController>()
  const stopping = new AbortController()

  const visitOne = async (mailbox: Allowed, isPatient: boolean, work: Work): Promise<Visited> => {
    const ending = new AbortController()
    underWay.set(mailbox.address, ending)
    try {
      return await visit(world, mailbox, { signal: AbortSignal.any([stopping.signal, ending.signal]), isPatient }, work)
    } finally {
      underWay.delete(mailbox.address)
    }
  }
  const inAll = async (kind: string, mailbox: string | undefined, work: Work): Promise<Visited[]> => {
    const visits = chosen(world.db, mailbox).map((one) =>
      turns.take(one.address, kind, () => visitOne(one, true, work)),
    )
    const visited = await Promise.all(visits)
    await rematching.settled()
    return visited
  }
  const rematching = keepRematching(world.db, world.now, world.log)
  const unfollow = onCommit(world.db, () => {
    for (const [address, ending] of underWay) if (!isAllowed(world.db, address)) ending.abort()
  })

  return {
    run: (mailbox) => inAll('run', mailbox, passThrough),
    reconcile: (mailbox) => inAll('reconcile', mailbox, reconcile),
    repair: (mailbox) => inAll('repair', mailbox, repair),
    attachment: (mailId, part, actor) => fetchAttachment(world, mailId, part, actor, stopping.signal),
    tick: () => {
      for (const one of allowedMailboxes(world.db)) {
        if (!turns.isBusy(one.address)) void turns.take(one.address, 'run', () => visitOne(one, false, passThrough))
      }
    },
    stop: async () => {
      unfollow()
      stopping.abort()
      await Promise.all([turns.idle(), rematching.stop()])
    },
  }
}

function chosen(db: Db, address: string | undefined): Allowed[] {
  const all = allowedMailboxes(db)
  if (address === undefined) return all

  const one = all.filter((mailbox) => mailbox.address === address.trim().toLowerCase())
  if (one.length === 0) throw new UserError('not_found', `Capture is not switched on for ${address}.`)
  return one
}
