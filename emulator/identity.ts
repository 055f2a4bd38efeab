import { createHash } from 'node:crypto'
import { SignJWT } from 'jose'
import { signingKey } from './keys.ts'
import type { Workspace } from './workspace.ts'

/** Claims of a Google ID token; null removes a claim, so a test can forge any of them. */
export type ClaimOverrides = Record<string, unknown> & { kid?: string; alg?: 'RS256' }

/**
 * A Google ID token for one person, valid for an hour, as `ScriptApp.getIdentityToken()` returns it
 * (https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload).
 */
export async function identityToken(
  workspace: Workspace,
  email: string,
  overrides: ClaimOverrides = {},
): Promise<string> {
  const key = await signingKey(workspace.signingKeyNames[0] ?? 'google-1')
  const { kid = key.kid, ...claims } = overrides
  const payload = { ...standardClaims(workspace, email), ...claims }
  const kept = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null && value !== undefined))
  return new SignJWT(kept).setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' }).sign(key.privateKey)
}

function standardClaims(workspace: Workspace, email: string) {
  const issuedAt = Math.floor(workspace.clock.now().getTime() / 1000)
  return {
    iss: 'https://accounts.google.com',
    azp: workspace.clientId,
    aud: workspace.clientId,
    sub: googleUserId(email),
    hd: workspace.domain,
    email,
    email_verified: true,
    iat: issuedAt,
    exp: issuedAt + 3600,
  }
}

/** The stable numeric id Google gives a person: 21 digits, the same in every run. */
export function googleUserId(email: string): string {
  const digest = createHash('sha256').update(email.toLowerCase()).digest('hex')
  return `1${(BigInt(`0x${digest}`) % 10n ** 20n).toString().padStart(20, '0')}`
}

/** What the Google Cloud console downloads as a service-account key. */
export async function serviceAccountKeyFile(workspace: Workspace) {
  const key = await signingKey('service-account')
  const { clientEmail, clientId } = workspace.serviceAccount
  return {
    type: 'service_account',
    project_id: clientEmail.split('@')[1]?.split('.')[0] ?? 'venture-crm',
    private_key_id: key.kid,
    private_key: key.privatePem,
    client_email: clientEmail,
    client_id: clientId,
    auth_uri: 'https://accounts.google.com/o/oauth2/auth',
    token_uri: 'https://oauth2.googleapis.com/token',
    auth_provider_x509_cert_url: 'https://www.googleapis.com/oauth2/v1/certs',
    client_x509_cert_url: `https://www.googleapis.com/robot/v1/metadata/x509/${encodeURIComponent(clientEmail)}`,
    universe_domain: 'googleapis.com',
  }
}
