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
      // A page of ours that calls the API is the panel all the same: its cookie says so.
      return actorOf(this.user, this.signedInBy === 'bearer' ? 'api' : 'web')
    },
  })

  app.addHook('onRequest', async (request) => {
    request.user = recognise(app, request)
    request.signedInBy = request.user ? (bearerOf(request) ? 'bearer' : 'cookie') : null
  })
})

/** Who sent this request, as of now: a stream that stays open asks again and again. */
export function recognise({ db, now }: FastifyInstance, request: FastifyRequest): User | null {
  const bearer = bearerOf(request)
  const cookie = request.cookies[sessionCookie]
  if (bearer) return userOfToken(db, bearer, now()) ?? userOfSession(db, bearer, now())

  return cookie ? userOfSession(db, cookie, now()) : null
}

/** The secret a request came with: its token, or the session of its cookie. */
export const secretOf = (request: FastifyRequest): string | undefined =>
  bearerOf(request) ?? request.cookies?.[sessionCookie]

const bearerOf = (request: FastifyRequest) => /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
