import { z } from 'zod'
import { type Actor, roles, type Surface } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import { asc, count, eq, sql } from '../db/drizzle.ts'
import type { Row } from '../db/entities.ts'
import { users } from '../db/live.ts'
import { prepared, preparedQuery } from '../db/prepared.ts'
import { amend, record, type Tx } from '../db/write.ts'
import { invalid, notFound, UserError } from '../errors.ts'
import { endSessionsOf } from './sessions.ts'

export type User = Row<'users'>

export const email = z.string().trim().max(320).pipe(z.email('Give an e-mail address such as ines@fund.example.'))
export const fullName = z.string().trim().min(1, 'Give a name.').max(200)

export const userPatch = z.strictObject({
  active: z.boolean().optional(),
  role: z.enum(roles).optional(),
  full_name: fullName.optional(),
})

export function allUsers(db: Db): User[] {
  return db.select().from(users).orderBy(asc(users.fullName)).all()
}

/** Everybody's name by id, those who were deactivated included: what they did keeps their name. */
export const userNames = (db: Db): Map<string, string> => new Map(allUsers(db).map((user) => [user.id, user.fullName]))

export function findUser(db: Db, id: string): User {
  const user = userById(db).get({ id })
  if (!user) throw notFound('user')

  return user
}

export const userById = preparedQuery((db) =>
  db
    .select()
    .from(users)
    .where(eq(users.id, sql.placeholder('id')))
    .prepare(),
)

/** Whoever is given as the owner of something has to be somebody (422 on `owner`); nobody is fine. */
export function requireOwner(db: Db, id: string | null | undefined): void {
  if (id && !userById(db).get({ id })) throw invalid({ owner: noColleague })
}

export const noColleague = 'There is no such colleague.'

export function userByEmail(db: Db, address: string): User | undefined {
  return byEmail(db).get({ key: emailKey(address) })
}

const byEmail = preparedQuery((db) =>
  db
    .select()
    .from(users)
    .where(eq(users.emailKey, sql.placeholder('key')))
    .prepare(),
)

/** Whether somebody has an account with this address, active or not. */
export const isColleague = (db: Db, address: string): boolean =>
  prepared(db, 'SELECT 1 FROM live_users WHERE email_key = ?').get(emailKey(address)) !== undefined

export const hasUsers = (db: Db): boolean => (db.select({ n: count() }).from(users).get()?.n ?? 0) > 0

export const actorOf = (user: User, surface: Surface): Actor => ({
  id: user.id,
  name: user.fullName,
  email: user.email,
  role: user.role,
  surface,
})

export type NewUser = { email: string; full_name: string; role: User['role']; passwordHash: string }

export function addUser(tx: Tx, { email, full_name, role, passwordHash }: NewUser): User {
  if (userByEmail(tx.db, email)) throw invalid({ email: 'There is already an account with this address.' })

  return record(tx, 'users', { email, emailKey: emailKey(email), fullName: full_name, role, passwordHash })
}

/** Changes role, name or active state. Deactivating ends every session at once; one active admin must remain. */
export function changeUser(tx: Tx, id: string, patch: z.infer<typeof userPatch>): User {
  const user = findUser(tx.db, id)
  const losesAdmin =
    user.role === 'admin' && user.active && (patch.active === false || (patch.role ?? 'admin') !== 'admin')
  if (losesAdmin && activeAdmins(tx.db) === 1) {
    throw new UserError('conflict', 'This is the only active admin. Make somebody else an admin first.')
  }
  if (patch.active === false) endSessionsOf(tx.db, id)
  const { active, role, full_name: fullName } = patch
  return amend(tx, 'users', id, { active, role, fullName })
}

export function setPasswordHash(tx: Tx, id: string, passwordHash: string): User {
  endSessionsOf(tx.db, id)
  return amend(tx, 'users', id, { passwordHash })
}

export const activeAdmins = (db: Db) => allUsers(db).filter((user) => user.role === 'admin' && user.active).length

/** An e-mail address as accounts are told apart by it. */
export const emailKey = (address: string) => address.trim().normalize('NFC').toLowerCase()
