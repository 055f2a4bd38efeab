import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

/** Lets the pages of one other origin (`CRM_CORS_ORIGIN`) use the API with a bearer token. Cookies stay out of it. */
export const corsPlugin = fp(async (app: FastifyInstance) => {
  const allowed = app.config.corsOrigin
  if (!allowed) return

  app.addHook('onRequest', async (request, reply) => {
    if (request.headers.origin !== allowed || !request.url.startsWith('/api/')) return
    reply.header('access-control-allow-origin', allowed).header('vary', 'Origin')
    if (request.method !== 'OPTIONS') return

    reply.header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE')
    reply
      .header('access-control-allow-headers', 'authorization, content-type, idempotency-key')
      .header('access-control-max-age', '600')
    return reply.status(204).send()
  })
})
