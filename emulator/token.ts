import type { FastifyInstance } from 'fastify'
import { compactVerify, decodeJwt, type JWTPayload } from 'jose'
import { signingKey } from './keys.ts'
import { TokenProblem } from './problems.ts'
import { isKnownScope } from './scopes.ts'
import type { Workspace } from './workspace.ts'

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const tokenUrl = 'https://oauth2.googleapis.com/token'

/** `POST /token`: the JWT bearer grant of RFC 7523 as Google serves it to service accounts with delegation. */
export function tokenRoutes(app: FastifyInstance, workspace: Workspace) {
  // Whatever else is sent must reach the check below and be refused in the token endpoint's own words.
  app.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined))

  app.post('/token', async (request) => {
    const form = request.body
    if (!isForm(form, request.headers['content-type'])) throw invalidRequest('Body must be form-encoded.')
    if (form['grant_type'] !== jwtBearer) {
      throw new TokenProblem(400, 'unsupported_grant_type', `Invalid grant_type: ${form['grant_type'] ?? ''}`)
    }
    const claims = await verifyAssertion(workspace, form['assertion'] ?? '')
    return issueToken(workspace, claims)
  })
}

function isForm(body: unknown, contentType = ''): body is Record<string, string> {
  return contentType.startsWith('application/x-www-form-urlencoded') && typeof body === 'object' && body !== null
}

async function verifyAssertion(workspace: Workspace, assertion: string): Promise<JWTPayload> {
  const claims = readClaims(assertion)
  if (claims.iss !== workspace.serviceAccount.clientEmail) {
    throw invalidGrant('Invalid JWT: No valid verifier found for issuer')
  }
  const { publicKey } = await signingKey('service-account')
  await compactVerify(assertion, publicKey, { algorithms: ['RS256'] }).catch(() => {
    throw invalidGrant('Invalid JWT Signature.')
  })
  if (claims.aud !== tokenUrl) throw invalidGrant('Invalid JWT: Failed audience check.')
  checkLifetime(workspace, claims)
  return claims
}

function readClaims(assertion: string): JWTPayload {
  try {
    return decodeJwt(assertion)
  } catch {
    throw invalidGrant('Bad Request')
  }
}

function checkLifetime(workspace: Workspace, { iat, exp }: JWTPayload) {
  const now = workspace.assertionTime().getTime() / 1000
  const isTimely = iat !== undefined && exp !== undefined && exp - iat <= 3600 && iat <= now + leeway && exp > now
  if (!isTimely) {
    throw invalidGrant(
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. ' +
        'Check your iat and exp values in the JWT claim.',
    )
  }
}

/** Seconds a caller's clock may run ahead; `iat` is rounded to the second, so none at all would be a coin toss. */
const leeway = 2

function issueToken(workspace: Workspace, claims: JWTPayload) {
  const scopes = requestedScopes(workspace, claims)
  const subject = claims.sub === undefined ? null : activeUser(workspace, claims.sub)
  const token = `ya29.c.${workspace.nextSerial().toString().padStart(12, '0')}`
  workspace.grants.set(token, { subject, scopes, expiresAt: workspace.clock.now().getTime() + 3_599_000 })
  return { access_token: token, expires_in: 3599, token_type: 'Bearer' }
}

/** Delegation is all or nothing: one scope outside the list and there is no token at all. */
function requestedScopes(workspace: Workspace, claims: JWTPayload): string[] {
  const scopes = String(claims['scope'] ?? '')
    .split(' ')
    .filter(Boolean)
  const unknown = scopes.filter((scope) => !isKnownScope(scope))
  if (scopes.length === 0) throw new TokenProblem(400, 'invalid_scope', 'Empty or missing scope not allowed.')
  if (unknown.length > 0) throw new TokenProblem(400, 'invalid_scope', `${unknown.join(', ')} is not a valid scope.`)
  const isDelegated = scopes.every((scope) => workspace.serviceAccount.delegatedScopes.includes(scope))
  if (isDelegated) return scopes
  throw new TokenProblem(
    401,
    'unauthorized_client',
    'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the ' +
      'scopes requested.',
  )
}

function activeUser(workspace: Workspace, sub: string): string {
  if (!sub.includes('@')) throw invalidRequest('Invalid impersonation "sub" field.')
  const user = workspace.users.get(sub.toLowerCase())
  if (!user) throw invalidGrant('Invalid email or User ID')
  if (user.suspended) throw invalidGrant('Account has been disabled.')
  return user.email
}

function invalidGrant(description: string): TokenProblem {
  return new TokenProblem(400, 'invalid_grant', description)
}

function invalidRequest(description: string): TokenProblem {
  return new TokenProblem(400, 'invalid_request', description)
}
