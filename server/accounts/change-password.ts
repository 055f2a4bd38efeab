import { z } from 'zod'
import type { Actor } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import { act } from '../db/write.ts'
import { invalid } from '../errors.ts'
import { checkPassword, hashPassword, password } from './passwords.ts'
import { type Seen, startSession } from './sessions.ts'
import { countAttempt, forgetAttempts } from './throttle.ts'
import { setPasswordHash, type User } from './users.ts'

export const passwordForm = z.strictObject({ current: z.string().max(1000), password })
type Change = { user: User; actor: Actor; form: z.infer<typeof passwordForm> }

/** Changes one's own password. Every session ends, the thief's among them; answers the secret of a new one. */
export async function changePassword(db: Db, { user, actor, form }: Change, seen: Seen, now: Date): Promise<string> {
  countAttempt(db, user.email, seen.address ?? 'unknown', now)
  if (!(await checkPassword(user.passwordHash, form.current))) {
    throw invalid({ current: 'This is not your current password.' })
  }
  forgetAttempts(db, user.email)
  const hash = await hashPassword(form.password)
  act(db, actor, 'Changed the password', (tx) => setPasswordHash(tx, user.id, hash), { now })
  return startSession(db, user, seen, now)
}
