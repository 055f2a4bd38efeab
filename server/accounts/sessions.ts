import type { Db } from '../db/db.ts'
import { eq, lt, sql } from '../db/drizzle.ts'
import { sessions, signInLinks } from '../db/housekeeping.ts'
import { preparedQuery } from '../db/prepared.ts'
import { hashSecret, newSecret } from './secrets.ts'
import { type User, userById } from './users.ts'

const day = 24 * 60 * 60 * 1000
/** A session ends two weeks after its last use, and after sixty days in any case. */
const idle = 14 * day
const longest = 60 * day

export type Seen = { address?: string | undefined; userAgent?: string | undefined }

/** Starts a session and answers its secret, which only the cookie holds: the table has its hash. */
export function startSession(db: Db, user: User, seen: Seen, now: Date): string {
  const secret = newSecret()
  const at = now.toISOString()
  db.delete(sessions).where(lt(sessions.expiresAt, at)).run()
  db.insert(sessions)
    .values({
      id: hashSecret(secret),
      userId: user.id,
      createdAt: at,
      lastSeenAt: at,
      expiresAt: new Date(now.getTime() + longest).toISOString(),
      address: seen.address ?? null,
      userAgent: seen.userAgent?.slice(0, 300) ?? null,
    })
    .run()
  return secret
}

/** The active user of a session, or null. The time of use is noted at most once an hour, to spare the disk. */
export function userOfSession(db: Db, secret: string, now: Date): User | null {
  const session = sessionById(db).get({ id: hashSecret(secret) })
  if (!session || hasEnded(session, now)) return null

  const user = userById(db).get({ id: session.userId })
  if (!user?.active) return null
  if (now.getTime() - Date.parse(session.lastSeenAt) > day / 24) {
    db.update(sessions).set({ lastSeenAt: now.toISOString() }).where(eq(sessions.id, session.id)).run()
  }
  return user
}

const sessionById = preparedQuery((db) =>
  db
    .select()
    .from(sessions)
    .where(eq(sessions.id, sql.placeholder('id')))
    .prepare(),
)

export function endSession(db: Db, secret: string): void {
  db.delete(sessions)
    .where(eq(sessions.id, hashSecret(secret)))
    .run()
}

/** Ends every session of somebody, and takes back the sign-in links that would start another. */
export function endSessionsOf(db: Db, userId: string): void {
  db.delete(sessions).where(eq(sessions.userId, userId)).run()
  db.delete(signInLinks).where(eq(signInLinks.userId, userId)).run()
}

const hasEnded = (session: { expiresAt: string; lastSeenAt: string }, now: Date) =>
  session.expiresAt <= now.toISOString() || now.getTime() - Date.parse(session.lastSeenAt) > idle
