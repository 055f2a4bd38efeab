import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { asc, eq, sql } from '../db/drizzle.ts'
import type { Row } from '../db/entities.ts'
import { apiTokens } from '../db/live.ts'
import { preparedQuery } from '../db/prepared.ts'
import { archive, record, type Tx } from '../db/write.ts'
import { notFound } from '../errors.ts'
import { hashSecret, newSecret } from './secrets.ts'
import { type User, userById } from './users.ts'

export type ApiToken = Row<'api_tokens'>

export const tokenForm = z.strictObject({
  name: z.string().trim().min(1, 'Say what the token is for.').max(200),
  expires_at: z.iso.datetime().nullish(),
})

/** Makes a token that acts as `userId`. The secret is answered once and only its hash is kept. */
export function createToken(
  tx: Tx,
  userId: string,
  form: z.infer<typeof tokenForm>,
): { token: ApiToken; secret: string } {
  const secret = `crm_${newSecret()}`
  const values = { userId, name: form.name, tokenHash: hashSecret(secret), expiresAt: form.expires_at ?? null }
  return { token: record(tx, 'api_tokens', values), secret }
}

export function tokensOf(db: Db, userId: string): ApiToken[] {
  return db.select().from(apiTokens).where(eq(apiTokens.userId, userId)).orderBy(asc(apiTokens.id)).all()
}

/** Ends a token at once. Only its owner's; an admin deactivates the user instead. */
export function revokeToken(tx: Tx, userId: string, id: string): void {
  const own = tokensOf(tx.db, userId).find((token) => token.id === id)
  if (!own) throw notFound('token')

  archive(tx, 'api_tokens', own.id)
}

/** The active user a token acts as, or null. */
export function userOfToken(db: Db, secret: string, now: Date): User | null {
  const token = byHash(db).get({ hash: hashSecret(secret) })
  if (!token || (token.expiresAt !== null && token.expiresAt <= now.toISOString())) return null

  const user = userById(db).get({ id: token.userId })
  return user?.active ? user : null
}

const byHash = preparedQuery((db) =>
  db
    .select()
    .from(apiTokens)
    .where(eq(apiTokens.tokenHash, sql.placeholder('hash')))
    .prepare(),
)
