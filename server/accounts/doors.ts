import type { Db } from '../db/db.ts'
import { sessions, signInLinks } from '../db/housekeeping.ts'
import { users } from '../db/live.ts'

/**
 * Remembers who is signed in while the database is replaced, which is no part of the record: a restore brings back no
 * session that was ended and no link that was used, and ends nobody's. Answers the function that puts them back.
 */
export function keepDoors(db: Db): () => void {
  const open = { sessions: db.select().from(sessions).all(), links: db.select().from(signInLinks).all() }

  return db.$client.transaction(() => {
    const people = new Set(
      db
        .select({ id: users.id })
        .from(users)
        .all()
        .map((user) => user.id),
    )
    db.delete(sessions).run()
    db.delete(signInLinks).run()
    for (const one of open.sessions.filter(({ userId }) => people.has(userId))) db.insert(sessions).values(one).run()
    for (const one of open.links.filter(({ userId }) => people.has(userId))) db.insert(signInLinks).values(one).run()
  })
}
