/** How far capture has come in each mailbox. */

import type { Db } from '../db/db.ts'
import { eq, sql } from '../db/drizzle.ts'
import { mailboxStates, type PrivacyLevel } from '../db/mirror.ts'
import { prepared, preparedQuery } from '../db/prepared.ts'

export type MailboxState = typeof mailboxStates.$inferSelect

/** A mailbox people allowed the box to read. `ownerActive` is null when it belongs to no user. */
export type Allowed = { address: string; userId: string | null; level: PrivacyLevel; ownerActive: boolean | null }

export function allowedMailboxes(db: Db): Allowed[] {
  const rows = prepared<Omit<Allowed, 'ownerActive'> & { active: number | null }>(db, allowed).all()
  return rows.map(({ active, ...mailbox }) => ({ ...mailbox, ownerActive: active === null ? null : active === 1 }))
}

const allowed = `
  SELECT m.address, m.user_id AS userId, m.level, u.active
  FROM live_mailboxes m LEFT JOIN live_users u ON u.id = m.user_id WHERE m.enabled = 1 ORDER BY m.address`

export function isAllowed(db: Db, address: string): boolean {
  const one = 'SELECT 1 FROM live_mailboxes WHERE address = ? AND enabled = 1'
  return prepared(db, one).get(address) !== undefined
}

/** The state of a mailbox, begun when there is none. */
export function stateOf(db: Db, address: string): MailboxState {
  const known = byAddress(db).get({ address })
  return known ?? db.insert(mailboxStates).values({ address }).returning().get()
}

const byAddress = preparedQuery((db) =>
  db
    .select()
    .from(mailboxStates)
    .where(eq(mailboxStates.address, sql.placeholder('address')))
    .prepare(),
)

export function setState(db: Db, address: string, patch: Partial<MailboxState>): void {
  db.update(mailboxStates).set(patch).where(eq(mailboxStates.address, address)).run()
}
