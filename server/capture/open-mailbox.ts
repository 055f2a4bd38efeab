import type { FastifyBaseLogger } from 'fastify'
import type { Config } from '../config.ts'
import { systemActor } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import type { PrivacyLevel } from '../db/mirror.ts'
import { act, type Tx } from '../db/write.ts'
import type { MailboxClient } from '../google/mailbox.ts'
import type { Reader } from '../mail/message/reader.ts'
import type { Gate } from './gate.ts'
import type { OpenClient } from './google.ts'
import { renewLease } from './leases.ts'
import { isAllowed } from './states.ts'

/** What capture needs from the world. */
export type CaptureWorld = {
  db: Db
  config: Config
  now: () => Date
  log: CaptureLog
  client: OpenClient
  /** Room for messages in memory, in bytes, shared by all mailboxes. */
  bodies: Gate
  reader: Reader
}

export type CaptureLog = Pick<FastifyBaseLogger, 'error'>

/** A mailbox while this process works on it: everything asked of Google, and everything written, passes it. */
export type OpenMailbox = {
  db: Db
  config: Config
  now: () => Date
  log: CaptureLog
  client: MailboxClient
  bodies: Gate
  reader: Reader
  address: string
  userId: string | null
  level: PrivacyLevel
  lease: string
  /** The entry in the mailbox's access log that this visit is. */
  readingId: string
  /** How often a list had to begin anew. */
  restarts: number
  /** Whether the history's cursor was found to be lost. */
  lost: boolean
  /** How many messages Google would not hand out. */
  withheld: number
  /** What this pass did so far. */
  tally: Tally
}

/** `looked` at so many messages, of which `stored` were new to the fund and `copied` were known from a colleague's mailbox. */
export type Tally = { looked: number; stored: number; copied: number; unreadable: number }

export const nothingYet = (): Tally => ({ looked: 0, stored: 0, copied: 0, unreadable: 0 })

/** The work on this mailbox ends here, and nothing is wrong. */
export class Stopped extends Error {}

export function stopped(): never {
  throw new Stopped('Capture was stopped.')
}

/**
 * Writes one step: what was read, and how far that brings the mailbox, together or not at all. Refused (`Stopped`) once the
 * mailbox was switched off, or another process has taken it over.
 */
export function commit<T>(box: OpenMailbox, work: (tx: Tx) => T): T {
  const step = (tx: Tx) => {
    if (!isAllowed(tx.db, box.address)) throw new Stopped('The mailbox was switched off.')
    if (!renewLease(tx.db, box.address, box.lease, box.now())) throw new Stopped('Another process took it over.')
    return work(tx)
  }
  return act(box.db, systemActor('capture'), 'Captured mail', step, { now: box.now() }).result
}

/** The same client, which asks nothing any more once `signal` has come or the mailbox was switched off. */
export function guarded(client: MailboxClient, signal: AbortSignal, allowed: () => boolean): MailboxClient {
  const guard =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      if (signal.aborted || !allowed()) return Promise.reject(new Stopped('The mailbox was switched off.'))
      return unless(signal, call(...args))
    }
  return {
    profile: guard(client.profile),
    list: guard(client.list),
    history: guard(client.history),
    headers: guard(client.headers),
    raw: guard(client.raw),
    events: guard(client.events),
  }
}

/** Ends as `work` does, or at once with the signal: whoever stops the service does not wait for Google. */
function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(new Stopped('Capture was stopped.'))
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
