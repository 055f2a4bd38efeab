import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { UserError } from '../errors.ts'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A page that stays open says in `X-Acting-As` whose it is. When somebody else has signed in on this browser since, the
 * cookie is theirs: what the page's owner typed must not be written in their name.
 */
export const actingAsPlugin = fp(async (app: FastifyInstance) => {
  app.addHook('onRequest', async (request) => {
    const owner = request.headers['x-acting-as']
    if (owner === undefined || safe.has(request.method) || request.signedInBy !== 'cookie') return
    if (request.user?.id === owner) return

    const who = request.user?.fullName ?? 'Somebody else'
    const detail = `${who} is signed in on this browser now, so nothing was done. Load the page again, or sign in as before.`
    throw new UserError('not_signed_in', detail)
  })
})
