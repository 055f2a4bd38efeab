import type { Config } from '../config.ts'
import type { Actor } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import { UserError } from '../errors.ts'
import { openReader } from '../mail/message/reader.ts'
import { fetchAttachment } from './attachments.ts'
import { openGate } from './gate.ts'
import type { OpenClient } from './google.ts'
import type { CaptureLog, CaptureWorld } from './open-mailbox.ts'
import { passThrough } from './pass.ts'
import { reconcile, repair } from './reconcile.ts'
import { keepRematching } from './rematch.ts'
import { type Allowed, allowedMailboxes } from './states.ts'
import type { Visited } from './visit.ts'
import { openVisits, type Work } from './visits.ts'

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

/** In bytes of mail: some messages of usual size, or one very large one. */
const roomForBodies = 32 * 2 ** 20

export function openCapture(settings: CaptureSettings): Capture {
  const reader = openReader()
  const world: CaptureWorld = { ...settings, bodies: openGate(roomForBodies), reader }
  const { db, now, log } = world
  const stopping = new AbortController()
  const visits = openVisits(world)
  const rematching = keepRematching(db, now, log)

  const visitAll = async (kind: string, mailbox: string | undefined, work: Work): Promise<Visited[]> => {
    await rematching.settled()
    const visited = await visits.make(chosen(db, mailbox), kind, work)
    await rematching.settled()
    return visited
  }

  return {
    run: (mailbox) => visitAll('run', mailbox, passThrough),
    reconcile: (mailbox) => visitAll('reconcile', mailbox, reconcile),
    repair: (mailbox) => visitAll('repair', mailbox, repair),
    attachment: (mailId, part, actor) => fetchAttachment(world, mailId, part, actor, stopping.signal),
    tick: () => visits.begin('run', passThrough),
    stop: async () => {
      stopping.abort()
      await Promise.all([reader.close(), visits.stop(), rematching.stop()])
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
