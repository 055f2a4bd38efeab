import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { userOfSession } from '../accounts/sessions.ts'
import { userOfToken } from '../accounts/tokens.ts'
import { actorOf, type User } from '../accounts/users.ts'
import type { Actor } from '../db/actor.ts'
import { UserError } from '../errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The signed-in user, or null. */
    user: User | null
    /** How the user was recognised; a cookie alone is not enough to write (see csrf.ts). */
    signedInBy: 'cookie' | 'bearer' | null
    /** Who acts in this request; throws 401 when nobody is signed in. */
    actor: Actor
  }
}

export const sessionCookie = 'crm_session'

/** Recognises the user of each request on the private listener: a session cookie, or a bearer token for scripts. */
export const actorPlugin = fp(async (app: FastifyInstance) => {
  app.decorateRequest('user', null)
  app.decorateRequest('signedInBy', null)
  app.decorateRequest('actor', {
    getter(this: FastifyRequest) {
      if (!this.user) throw new UserError('not_signed_in', 'Sign in first.')
      return actorOf(this.user, this.signedInBy === 'bearer' || this.url.startsWith('/api/') ? 'api' : 'web')
    },
  })

  app.addHook('onRequest', async (request) => {
    const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const cookie = request.cookies[sessionCookie]
    const now = app.now()
    if (bearer) request.user = userOfToken(app.db, bearer, now) ?? userOfSession(app.db, bearer, now)
    else if (cookie) request.user = userOfSession(app.db, cookie, now)
    request.signedInBy = request.user ? (bearer ? 'bearer' : 'cookie') : null
  })
})
