import { z } from 'zod'
import { systemActor } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import { act, type Done } from '../db/write.ts'
import { UserError } from '../errors.ts'
import { checkPassword, hashPassword, password } from './passwords.ts'
import { hashSecret } from './secrets.ts'
import { type Seen, startSession } from './sessions.ts'
import { countAttempt, forgetAttempts } from './throttle.ts'
import { addUser, email, fullName, hasUsers, type User, userByEmail } from './users.ts'

/** `username` is another name for `email`, for older scripts. */
export const signInForm = z
  .strictObject({
    email: z.string().max(320).optional(),
    username: z.string().max(320).optional(),
    password: z.string().max(1000),
    totp: z.string().max(20).optional(),
  })
  .refine((form) => form.email || form.username, { path: ['email'], error: 'Give your e-mail address.' })

export const setupForm = z.strictObject({ token: z.string(), email, password, full_name: fullName })

/** Checks e-mail and password and starts a session. Answers its secret; a wrong pair is 401, too many of them 429. */
export async function signIn(db: Db, form: z.infer<typeof signInForm>, seen: Seen, now: Date): Promise<SignedIn> {
  const account = form.email ?? form.username ?? ''
  countAttempt(db, account, seen.address ?? 'unknown', now)

  const user = userByEmail(db, account)
  const right = await checkPassword(user?.passwordHash, form.password)
  if (!right || !user?.active) {
    throw new UserError('not_signed_in', 'This e-mail address and password do not belong together.')
  }
  forgetAttempts(db, account)
  return { user, secret: startSession(db, user, seen, now) }
}

export type SignedIn = { user: User; secret: string }

/** Why nobody can be set up with this token: somebody was (409), or the server printed another one (403). */
export function setupRefusal(db: Db, token: string, setupToken: string): UserError | null {
  if (hasUsers(db)) {
    return new UserError('conflict', 'This system is set up already. Sign in, or ask an admin for an invitation.')
  }
  if (hashSecret(token) === hashSecret(setupToken)) return null

  return new UserError('forbidden', 'This set-up token is not the one the server printed when it started.')
}

/** Creates the first admin. Works once, and only with the set-up token the server printed. */
export async function setUp(
  db: Db,
  form: z.infer<typeof setupForm>,
  setupToken: string,
  now: Date,
): Promise<Done<User>> {
  const refusal = setupRefusal(db, form.token, setupToken)
  if (refusal) throw refusal

  const passwordHash = await hashPassword(form.password)
  const { email, full_name } = form
  return act(
    db,
    systemActor('web'),
    'Created the first admin',
    (tx) => {
      if (hasUsers(tx.db)) throw new UserError('conflict', 'This system is set up already.')
      return addUser(tx, { email, full_name, role: 'admin', passwordHash })
    },
    { now },
  )
}
