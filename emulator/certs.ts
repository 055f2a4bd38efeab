import type { FastifyInstance } from 'fastify'
import { signingKey } from './keys.ts'
import type { Workspace } from './workspace.ts'

/** Google's published signing keys, as JWKs and as a map of key id to PEM; both say how long they may be kept. */
export function certRoutes(app: FastifyInstance, workspace: Workspace) {
  const publishedKeys = () => Promise.all(workspace.signingKeyNames.map(signingKey))

  app.get('/oauth2/v3/certs', async (_request, reply) => {
    const keys = (await publishedKeys()).map((key) => key.jwk)
    return reply.header('cache-control', keepFor).send({ keys })
  })

  app.get('/oauth2/v1/certs', async (_request, reply) => {
    const keys = await publishedKeys()
    return reply.header('cache-control', keepFor).send(Object.fromEntries(keys.map((key) => [key.kid, key.publicPem])))
  })
}

const keepFor = 'public, max-age=21600, must-revalidate, no-transform'
