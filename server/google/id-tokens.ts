import { hash } from 'node:crypto'
import { type CryptoKey, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import type { SigningKeys } from './signing-keys.ts'

/** The person a token speaks for. `subject` is Google's own id of them. */
export type GoogleIdentity = { email: string; subject: string }

/** Whose tokens count: those of our add-on's OAuth clients, for people of our own Workspace domain. */
export type Expected = { audiences: string[]; domain: string | null }

/** Why a token was refused, for the log alone: whoever sent it learns nothing. */
export class TokenRefused extends Error {
  readonly reason: string

  constructor(reason: string) {
    super(`token refused: ${reason}`)
    this.reason = reason
  }
}

/** Answers whom a token speaks for; throws `TokenRefused`, or `KeysUnavailable` when Google's keys cannot be had. */
export type IdTokens = (token: string, now: Date) => Promise<GoogleIdentity>

/** People of a fund times the tokens each of them uses in an hour. */
const mostRemembered = 1000

/**
 * Checks tokens, each in full only once: the sidebar sends the same one for as long as it lives, and checking a signature
 * costs more than the answer. A token found good stays so until it expires, and while Google still has the very key it was
 * signed with; whether its person is still active is for the caller to ask each time.
 */
export function idTokens(expected: Expected, keys: SigningKeys): IdTokens {
  const good = new Map<string, Verified>()

  return async (token, now) => {
    const digest = hash('sha256', token)
    const known = good.get(digest)
    if (known && (await stillHolds(known, keys, now))) return known.identity

    good.delete(digest)
    const verified = await verifyIdToken(token, expected, keys, now)
    good.set(digest, verified)
    const [oldest] = good.keys()
    if (good.size > mostRemembered && oldest !== undefined) good.delete(oldest)
    return verified.identity
  }
}

/** A token that was checked; `from` and `until` are the seconds since 1970 between which nothing about it changes. */
type Verified = { identity: GoogleIdentity; kid: string; key: CryptoKey; from: number; until: number }

async function stillHolds({ kid, key, from, until }: Verified, keys: SigningKeys, now: Date): Promise<boolean> {
  const seconds = now.getTime() / 1000
  return from <= seconds && seconds < until && (await keys.find(kid)) === key
}

const issuers = ['https://accounts.google.com', 'accounts.google.com']
const clockTolerance = 60
/** In seconds. Google's live for an hour, and its own library refuses what claims to live for more than a day. */
const longestLife = 24 * 60 * 60

/** What the signature does not say: consumer accounts have no `hd`, and an address may be unverified. */
const claims = z.object({
  aud: z.string(),
  sub: z.string().min(1),
  iat: z.number(),
  exp: z.number(),
  email: z.string().min(3),
  email_verified: z.literal(true),
  hd: z.string().min(1),
})

/**
 * Checks a Google ID token as `ScriptApp.getIdentityToken()` returns it. RS256 is the only algorithm: a token that is
 * unsigned, or signed with the public key as a shared secret, is refused before any key is looked up (RFC 8725, 3.1).
 */
async function verifyIdToken(token: string, expected: Expected, keys: SigningKeys, now: Date): Promise<Verified> {
  if (expected.audiences.length === 0 || !expected.domain) throw new TokenRefused('gateway_not_configured')

  const { payload, protectedHeader, key } = await signedToken(token, expected.audiences, keys, now)
  const claimed = claims.safeParse(payload)
  if (!claimed.success) throw new TokenRefused(`claim_${String(claimed.error.issues[0]?.path[0])}`)
  if (claimed.data.hd.toLowerCase() !== expected.domain) throw new TokenRefused('claim_hd')

  const { email, sub, iat, exp } = claimed.data
  if (exp > iat + longestLife) throw new TokenRefused('claim_exp')
  return {
    identity: { email, subject: sub },
    kid: String(protectedHeader.kid),
    key: key as CryptoKey,
    from: now.getTime() / 1000,
    until: exp,
  }
}

async function signedToken(token: string, audience: string[], keys: SigningKeys, currentDate: Date) {
  const keyOf = async ({ kid }: { kid?: string }) => {
    const key = kid ? await keys.find(kid) : null
    if (!key) throw new TokenRefused('unknown_key')
    return key
  }
  const options = { algorithms: ['RS256'], issuer: issuers, audience, clockTolerance, currentDate }
  try {
    return await jwtVerify(token, keyOf, { ...options, maxTokenAge: longestLife, requiredClaims: ['exp'] })
  } catch (error) {
    throw error instanceof errors.JOSEError ? new TokenRefused(reasonOf(error)) : error
  }
}

const reasonOf = (error: errors.JOSEError) =>
  error instanceof errors.JWTClaimValidationFailed ? `claim_${error.claim}` : error.code.toLowerCase()
