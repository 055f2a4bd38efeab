import type { Db } from '../db/db.ts'
import { eq, lt } from '../db/drizzle.ts'
import { signInLinks } from '../db/housekeeping.ts'
import { users } from '../db/live.ts'
import { act, note, type Tx } from '../db/write.ts'
import { UserError } from '../errors.ts'
import { hashPassword } from './passwords.ts'
import { hashSecret, newSecret } from './secrets.ts'
import { type Seen, startSession } from './sessions.ts'
import { actorOf, findUser, setPasswordHash, type User } from './users.ts'

export const hour = 60 * 60 * 1000

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

/**
 * Makes a link for a colleague who forgot their password, in place of any older one. The log says who made it for whom,
 * and never its secret, which is answered once.
 */
export function giveSignInLink(tx: Tx, userId: string): string {
  const user = findUser(tx.db, userId)
  if (user.id === tx.actor.id) throw new UserError('conflict', 'You are signed in. Another admin can make one for you.')
  if (!user.active) throw new UserError('conflict', `${user.fullName} is deactivated. Reactivate the account first.`)

  tx.db.delete(signInLinks).where(eq(signInLinks.userId, user.id)).run()
  note(tx, 'users', user.id, 'sign_in_link')
  return createSignInLink(tx.db, user, new Date(tx.at))
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

/**
 * Uses the link up to choose a new password, for whoever forgot theirs: the link is what proves who they are, so only
 * this once. Every other session and link of theirs ends; answers the secret of a new session.
 */
export async function choosePassword(db: Db, secret: string, password: string, seen: Seen, now: Date): Promise<string> {
  const user = userOfLink(db, secret, now)
  const hash = await hashPassword(password)
  const what = 'Chose a new password by a sign-in link'
  act(db, actorOf(user, 'web'), what, (tx) => setPasswordHash(tx, userOfLink(tx.db, secret, now).id, hash), { now })
  return startSession(db, user, seen, now)
}
