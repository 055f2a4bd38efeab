import { z } from 'zod'
import { roles, systemActor } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import { desc, eq, isNull } from '../db/drizzle.ts'
import type { Row } from '../db/entities.ts'
import { invitations } from '../db/live.ts'
import { act, amend, archive, type Done, record, type Tx } from '../db/write.ts'
import { invalid, UserError } from '../errors.ts'
import { hashPassword, password } from './passwords.ts'
import { hashSecret, newSecret } from './secrets.ts'
import { addUser, email, fullName, type User, userByEmail } from './users.ts'

export type Invitation = Row<'invitations'>

export const inviteForm = z.strictObject({ email, role: z.enum(roles).default('member'), full_name: fullName })
export const acceptForm = z.strictObject({ token: z.string(), password, full_name: fullName.optional() })

const validFor = 14 * 24 * 60 * 60 * 1000

/** Invites a colleague. Answers the secret once; a newer invitation replaces an older one to the same address. */
export function invite(tx: Tx, form: z.infer<typeof inviteForm>): { invitation: Invitation; secret: string } {
  if (userByEmail(tx.db, form.email)) throw invalid({ email: 'There is already an account with this address.' })

  for (const old of openInvitations(tx.db).filter((i) => i.email.toLowerCase() === form.email.toLowerCase())) {
    archive(tx, 'invitations', old.id)
  }
  const secret = newSecret()
  const expiresAt = new Date(Date.parse(tx.at) + validFor).toISOString()
  const { email, full_name: fullName, role } = form
  return {
    invitation: record(tx, 'invitations', { email, fullName, role, tokenHash: hashSecret(secret), expiresAt }),
    secret,
  }
}

/** Turns an invitation into an account. Works once. */
export async function acceptInvitation(db: Db, form: z.infer<typeof acceptForm>, now: Date): Promise<Done<User>> {
  openInvitation(db, form.token, now)
  const passwordHash = await hashPassword(form.password)

  return act(
    db,
    systemActor('web'),
    'Accepted an invitation',
    (tx) => {
      const invitation = openInvitation(tx.db, form.token, now)
      amend(tx, 'invitations', invitation.id, { acceptedAt: tx.at })
      const { email, role } = invitation
      return addUser(tx, { email, role, full_name: form.full_name ?? invitation.fullName, passwordHash })
    },
    { now },
  )
}

/** The invitation behind a secret, if it may still be used. */
export function openInvitation(db: Db, secret: string, now: Date): Invitation {
  const invitation = db
    .select()
    .from(invitations)
    .where(eq(invitations.tokenHash, hashSecret(secret)))
    .get()
  if (!invitation || invitation.acceptedAt || invitation.expiresAt < now.toISOString()) {
    throw new UserError(
      'not_found',
      'This invitation was used, has expired or was withdrawn. Ask an admin for a new one.',
    )
  }
  return invitation
}

export function openInvitations(db: Db): Invitation[] {
  return db.select().from(invitations).where(isNull(invitations.acceptedAt)).orderBy(desc(invitations.createdAt)).all()
}

export function withdrawInvitation(tx: Tx, id: string): void {
  archive(tx, 'invitations', id)
}
