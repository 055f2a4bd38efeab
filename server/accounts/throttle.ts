import { and, count, eq, gt, lt } from 'drizzle-orm'
import type { Db } from '../db/db.ts'
import { signInAttempts as attempts } from '../db/housekeeping.ts'
import { UserError } from '../errors.ts'

const window = 15 * 60 * 1000
/** Failures within the window after which an account, or a network address, has to wait. */
const perAccount = 8
const perAddress = 40

/** Refuses (429) when there were too many failed sign-ins lately for this account or from this address. */
export function checkThrottle(db: Db, account: string, address: string, now: Date): void {
  const since = new Date(now.getTime() - window).toISOString()
  const ofAccount = failures(db, eq(attempts.account, account), since)
  const ofAddress = failures(db, eq(attempts.address, address), since)
  if (ofAccount < perAccount && ofAddress < perAddress) return

  throw new UserError('too_many_requests', 'Too many failed sign-ins. Wait a quarter of an hour, then try again.', {
    retry_after: window / 1000,
  })
}

export function noteFailure(db: Db, account: string, address: string, now: Date): void {
  db.delete(attempts)
    .where(lt(attempts.at, new Date(now.getTime() - window).toISOString()))
    .run()
  db.insert(attempts).values({ account, address, at: now.toISOString() }).run()
}

export function forgetFailures(db: Db, account: string): void {
  db.delete(attempts).where(eq(attempts.account, account)).run()
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
