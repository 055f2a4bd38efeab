/**
 * One process at a time works on a mailbox: its lease stands with the mailbox's state, is renewed by every commit, and runs
 * out by itself when the process is no more.
 */
import { randomUUID } from 'node:crypto'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'

/** Longer than the longest wait between two commits: Google's own back-off, several times. */
const leaseFor = 5 * 60_000
/** Names this process beyond its number, which the next one may be given again. */
const self = randomUUID()

export const newLease = (): string => `${process.pid}/${self}/${randomUUID()}`

/** Takes the mailbox, unless somebody who still lives has it. */
export function takeLease(db: Db, address: string, lease: string, now: Date): boolean {
  const take = db.$client.transaction(() => {
    const held = prepared(db, 'SELECT lease_by, lease_until FROM mailbox_states WHERE address = ?').get(address) as Held
    if (isHeld(held, now)) return false

    keepLease(db, address, held?.lease_by ?? null, lease, now)
    return true
  })
  return take.immediate()
}

type Held = { lease_by: string | null; lease_until: string | null } | undefined

function isHeld(held: Held, now: Date): boolean {
  if (!held?.lease_by || !held.lease_until || held.lease_until <= now.toISOString()) return false
  // None is given for longer, so the clock was set back since.
  if (held.lease_until > endOf(now)) return false
  return isAlive(held.lease_by)
}

const endOf = (now: Date): string => new Date(now.getTime() + leaseFor).toISOString()

function isAlive(lease: string): boolean {
  const [pid, by] = lease.split('/')
  if (Number(pid) === process.pid) return by === self
  try {
    return process.kill(Number(pid), 0)
  } catch (error) {
    // It lives, and belongs to somebody else.
    return (error as { code?: string }).code === 'EPERM'
  }
}

/** Renews a lease; false when it was taken over meanwhile. */
export const renewLease = (db: Db, address: string, lease: string, now: Date): boolean =>
  keepLease(db, address, lease, lease, now)

function keepLease(db: Db, address: string, from: string | null, lease: string, now: Date): boolean {
  const until = endOf(now)
  const sql = 'UPDATE mailbox_states SET lease_by = ?, lease_until = ? WHERE address = ? AND lease_by IS ?'
  return prepared(db, sql).run(lease, until, address, from).changes === 1
}

export function dropLease(db: Db, address: string, lease: string): void {
  const sql = 'UPDATE mailbox_states SET lease_by = NULL, lease_until = NULL WHERE address = ? AND lease_by = ?'
  prepared(db, sql).run(address, lease)
}
