import type { Db } from '../db/db.ts'
import { and, count, eq, gt, lt } from '../db/drizzle.ts'
import { signInAttempts as attempts } from '../db/housekeeping.ts'
import { UserError } from '../errors.ts'
import { emailKey } from './users.ts'

const window = 15 * 60 * 1000
/** Failures within the window after which an account, or a network address, has to wait. */
const perAccount = 8
const perAddress = 40

/**
 * Counts a try at a password, before it is known whether it is right: many at once are then as few as one by one.
 * Refuses it (429) when there were too many failures lately for this account or from this address.
 */
export function countAttempt(db: Db, email: string, address: string, now: Date): void {
  const account = emailKey(email)
  const since = new Date(now.getTime() - window).toISOString()
  const ofAccount = failures(db, eq(attempts.account, account), since)
  const ofAddress = failures(db, eq(attempts.address, address), since)
  if (ofAccount >= perAccount || ofAddress >= perAddress) {
    throw new UserError('too_many_requests', 'Too many failed sign-ins. Wait a quarter of an hour, then try again.', {
      retry_after: window / 1000,
    })
  }
  db.delete(attempts).where(lt(attempts.at, since)).run()
  db.insert(attempts).values({ account, address, at: now.toISOString() }).run()
}

/** The password was right: what was tried on this account before counts no more. */
export function forgetAttempts(db: Db, email: string): void {
  db.delete(attempts)
    .where(eq(attempts.account, emailKey(email)))
    .run()
}

function failures(db: Db, of: ReturnType<typeof eq>, since: string): number {
  return (
    db
      .select({ n: count() })
      .from(attempts)
      .where(and(of, gt(attempts.at, since)))
      .get()?.n ?? 0
  )
}
