import { eq, lt } from 'drizzle-orm'
import type { Db } from '../db/db.ts'
import { signInLinks } from '../db/housekeeping.ts'
import { users } from '../db/live.ts'
import { UserError } from '../errors.ts'
import { hashSecret, newSecret } from './secrets.ts'
import { type Seen, startSession } from './sessions.ts'
import type { User } from './users.ts'

const hour = 60 * 60 * 1000

/** Makes a link's secret that signs this person in once, within an hour unless said otherwise. Its hash is what is kept. */
export function createSignInLink(db: Db, user: User, now: Date, validFor = hour): string {
  const secret = newSecret()
  db.delete(signInLinks).where(lt(signInLinks.expiresAt, now.toISOString())).run()
  db.insert(signInLinks)
    .values({
      id: hashSecret(secret),
      userId: user.id,
      expiresAt: new Date(now.getTime() + validFor).toISOString(),
    })
    .run()
  return secret
}

/** The active person a link is for, while it may still be used. */
export function userOfLink(db: Db, secret: string, now: Date): User {
  const link = db
    .select()
    .from(signInLinks)
    .where(eq(signInLinks.id, hashSecret(secret)))
    .get()
  const user = link && db.select().from(users).where(eq(users.id, link.userId)).get()
  if (link && user?.active && link.expiresAt > now.toISOString()) return user

  throw new UserError('not_found', 'This sign-in link was used or has expired. Ask whoever sent it for a new one.')
}

/** Uses the link up and starts a session; answers the session's secret. */
export function useSignInLink(db: Db, secret: string, seen: Seen, now: Date): string {
  const user = userOfLink(db, secret, now)
  db.delete(signInLinks)
    .where(eq(signInLinks.id, hashSecret(secret)))
    .run()
  return startSession(db, user, seen, now)
}
