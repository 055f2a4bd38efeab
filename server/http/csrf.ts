import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { UserError } from '../errors.ts'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A browser sends our cookie along with requests other sites make it send; it cannot forge the Origin header of them.
 * So a write that relies on the cookie, and every form of the sign-in pages, must come from our own origin.
 * https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export const csrfPlugin = fp(async (app: FastifyInstance) => {
  app.addHook('onRequest', async (request) => {
    if (safe.has(request.method) || request.signedInBy === 'bearer') return
    const { origin, host } = request.headers
    if (origin === undefined && request.signedInBy === null) return
    if (origin === app.config.publicUrl || origin === `http://${host}` || origin === `https://${host}`) return

    throw new UserError('forbidden', 'This request came from another website, so it was not carried out.')
  })
})
