import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { actorOf, type User, userByEmail } from '../accounts/users.ts'
import { UserError } from '../errors.ts'
import { googleAddress } from '../google/address.ts'
import { type Expected, type IdTokens, idTokens, TokenRefused } from '../google/id-tokens.ts'
import { KeysUnavailable, signingKeys } from '../google/signing-keys.ts'

/**
 * Recognises who asks by Google's ID token, for every route but the public ones. A token that does not hold is a 401
 * that says nothing of why; a good one of somebody who is not active staff is a 403.
 */
export const callerPlugin = fp(async (app: FastifyInstance) => {
  const { addonClientIds, workspaceDomain, googleRoot } = app.config
  const expected = { audiences: addonClientIds, domain: workspaceDomain }
  const tokens = idTokens(
    expected,
    signingKeys(googleAddress('https://www.googleapis.com/oauth2/v3/certs', googleRoot), app.now),
  )
  warnWhenClosed(app, expected)

  app.decorateRequest('user', null)
  app.decorateRequest('signedInBy', null)
  app.decorateRequest('actor', {
    getter(this: FastifyRequest) {
      if (!this.user) throw new UserError('not_signed_in', notAccepted)
      return actorOf(this.user, 'sidebar')
    },
  })

  app.addHook('onRequest', async (request, reply) => {
    if (request.is404 || request.routeOptions.config.access === 'public') return
    request.user = await callerOf(request, reply, tokens)
    request.signedInBy = 'bearer'
    await app.limitUser(request)
  })
})

const notAccepted = 'This sign-in was not accepted. Reload Gmail with your fund account, and try again.'

async function callerOf(request: FastifyRequest, reply: FastifyReply, tokens: IdTokens) {
  try {
    const { email } = await tokens(bearerToken(request), request.server.now())
    return activeUser(request, email)
  } catch (error) {
    if (error instanceof TokenRefused) throw refusal(request, reply, error)
    if (error instanceof KeysUnavailable) throw unavailable(request)
    throw error
  }
}

function bearerToken(request: FastifyRequest): string {
  const token = /^Bearer +([\w.~+/=-]{1,8192})$/i.exec(request.headers.authorization ?? '')?.[1]
  if (!token) throw new TokenRefused('no_token')

  return token
}

function activeUser(request: FastifyRequest, email: string): User {
  const user = userByEmail(request.server.db, email)
  if (user?.active) return user

  request.log.info({ reason: user ? 'inactive' : 'not_staff' }, 'sidebar refused')
  throw new UserError('forbidden', 'Your account has no active seat in the CRM. Ask an admin to invite you.')
}

function refusal(request: FastifyRequest, reply: FastifyReply, error: TokenRefused): UserError {
  request.log.info({ reason: error.reason }, 'sidebar token refused')
  reply.header('www-authenticate', 'Bearer')
  return new UserError('not_signed_in', notAccepted)
}

function unavailable(request: FastifyRequest): UserError {
  request.log.warn({ reason: 'google_keys_unavailable' }, 'sidebar token not checked')
  const detail = 'Google could not be asked whether this sign-in is good. Try again in a minute.'
  return new UserError('unavailable', detail, { retry_after: 30 })
}

function warnWhenClosed(app: FastifyInstance, { audiences, domain }: Expected): void {
  const missing = [
    ...(audiences.length === 0 ? ['CRM_ADDON_CLIENT_IDS'] : []),
    ...(domain ? [] : ['CRM_WORKSPACE_DOMAIN']),
  ]
  if (missing.length > 0) app.log.warn({ reason: 'gateway_not_configured', missing }, 'the gateway refuses every token')
}

/** The signed-in person of a request, on routes that need the whole user. */
export function actingUser(request: FastifyRequest): User {
  if (!request.user) throw new UserError('not_signed_in', notAccepted)

  return request.user
}
