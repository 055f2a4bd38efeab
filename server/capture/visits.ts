/** The visits of this process: one after the other in each mailbox, side by side across mailboxes. */
import { onCommit } from '../db/committed.ts'
import type { CaptureWorld, OpenMailbox } from './open-mailbox.ts'
import { type Allowed, allowedMailboxes, isAllowed } from './states.ts'
import { openTurns } from './turns.ts'
import { type Visited, visit } from './visit.ts'

export type Work = (box: OpenMailbox) => Promise<void>

export type Visits = {
  /** Visits these mailboxes, and answers when all visits are over. Who asks for the same `kind` of visit may join one. */
  make: (mailboxes: Allowed[], kind: string, work: Work) => Promise<Visited[]>
  /** Begins a visit of every mailbox that is not being visited, and does not wait for it. */
  begin: (kind: string, work: Work) => void
  stop: () => Promise<void>
}

export function openVisits(world: CaptureWorld): Visits {
  const turns = openTurns()
  const stopping = new AbortController()
  const underWay = new Map<string, AbortController>()

  const one = async (mailbox: Allowed, isPatient: boolean, work: Work): Promise<Visited> => {
    const ending = new AbortController()
    underWay.set(mailbox.address, ending)
    try {
      return await visit(world, mailbox, { signal: AbortSignal.any([stopping.signal, ending.signal]), isPatient }, work)
    } finally {
      underWay.delete(mailbox.address)
    }
  }
  // A mailbox that is switched off is left at once.
  const unfollow = onCommit(world.db, () => {
    for (const [address, ending] of underWay) if (!isAllowed(world.db, address)) ending.abort()
  })
  const report = (error: unknown) => world.log.error({ err: error }, 'visiting a mailbox failed')

  return {
    make: (mailboxes, kind, work) =>
      Promise.all(mailboxes.map((mailbox) => turns.take(mailbox.address, kind, () => one(mailbox, true, work)))),
    begin: (kind, work) => {
      const idle = allowedMailboxes(world.db).filter(({ address }) => !turns.isBusy(address))
      for (const mailbox of idle) turns.take(mailbox.address, kind, () => one(mailbox, false, work)).catch(report)
    },
    stop: async () => {
      unfollow()
      stopping.abort()
      await turns.idle()
    },
  }
}
