import { errors, jwtVerify } from 'jose'
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

const issuers = ['https://accounts.google.com', 'accounts.google.com']
const clockTolerance = 60

/** What the signature does not say: consumer accounts have no `hd`, and an address may be unverified. */
const claims = z.object({
  aud: z.string(),
  sub: z.string().min(1),
  email: z.string().min(3),
  email_verified: z.literal(true),
  hd: z.string().min(1),
})

/**
 * Checks a Google ID token as `ScriptApp.getIdentityToken()` returns it. RS256 is the only algorithm: a token that is
 * unsigned, or signed with the public key as a shared secret, is refused before any key is looked up (RFC 8725, 3.1).
 * Throws `TokenRefused`, or `KeysUnavailable` when Google's keys cannot be had.
 */
export async function verifyIdToken(
  token: string,
  expected: Expected,
  keys: SigningKeys,
  now: Date,
): Promise<GoogleIdentity> {
  if (expected.audiences.length === 0 || !expected.domain) throw new TokenRefused('gateway_not_configured')

  const payload = await signedPayload(token, expected.audiences, keys, now)
  const claimed = claims.safeParse(payload)
  if (!claimed.success) throw new TokenRefused(`claim_${String(claimed.error.issues[0]?.path[0])}`)
  if (claimed.data.hd.toLowerCase() !== expected.domain) throw new TokenRefused('claim_hd')

  return { email: claimed.data.email, subject: claimed.data.sub }
}

async function signedPayload(token: string, audience: string[], keys: SigningKeys, currentDate: Date) {
  const keyOf = async ({ kid }: { kid?: string }) => {
    const key = kid ? await keys.find(kid) : null
    if (!key) throw new TokenRefused('unknown_key')
    return key
  }
  const options = { algorithms: ['RS256'], issuer: issuers, audience, clockTolerance, currentDate }
  try {
    // A maximum age also refuses tokens that come from the future; Google's live for an hour.
    const { payload } = await jwtVerify(token, keyOf, { ...options, maxTokenAge: '1 day', requiredClaims: ['exp'] })
    return payload
  } catch (error) {
    throw error instanceof errors.JOSEError ? new TokenRefused(reasonOf(error)) : error
  }
}

const reasonOf = (error: errors.JOSEError) =>
  error instanceof errors.JWTClaimValidationFailed ? `claim_${error.claim}` : error.code.toLowerCase()
