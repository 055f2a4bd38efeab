import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { forViewers } from '../http/access.ts'
import { startCookie } from '../http/session-cookie.ts'
import { changePassword, passwordForm } from './change-password.ts'
import { seenOf } from './routes.ts'
import { createToken, revokeToken, tokenForm, tokensOf } from './tokens.ts'
import { findUser } from './users.ts'

const oneToken = z.object({ id: z.string() })

/** One's own account: the password, and API tokens, which act as oneself with one's own role. */
export async function ownAccountRoutes(app: FastifyInstance): Promise<void> {
  const page = (request: FastifyRequest) => ({
    tokens: tokensOf(app.db, request.actor.id ?? ''),
    created: null,
    values: {},
    errors: {},
  })

  app.get('/account', async (request, reply) => reply.view('accounts/account', page(request)))

  app.post('/account/password', forViewers, async (request, reply) => {
    const data = { page: 'accounts/account', title: 'Your account', ...page(request) }
    return reply.attempt('accounts/account', data, async () => {
      const form = passwordForm.parse(request.body)
      const user = findUser(app.db, request.actor.id ?? '')
      const secret = await changePassword(app.db, { user, actor: request.actor, form }, seenOf(request), app.now())
      return startCookie(reply, secret).done({ message: 'Password changed; other sessions ended', to: '/account' })
    })
  })

  app.post('/account/tokens', forViewers, async (request, reply) => {
    const data = { page: 'accounts/account', title: 'Your account', ...page(request), values: request.body as object }
    return reply.attempt('accounts/account', data, () => {
      const form = tokenForm.parse(request.body)
      const { result } = request.act('Created an API token', (tx) => createToken(tx, request.actor.id ?? '', form))
      return reply.view('accounts/account', { ...page(request), created: result }, 201)
    })
  })

  app.post('/account/tokens/:id/revocation', forViewers, async (request, reply) => {
    const { id } = oneToken.parse(request.params)
    request.act('Revoked an API token', (tx) => revokeToken(tx, request.actor.id ?? '', id))
    return reply.done({ message: 'Token revoked', to: '/account' })
  })
}
