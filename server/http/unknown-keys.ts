import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { invalid } from '../errors.ts'

/**
 * A route of the API that takes no parameters, or no body, refuses them as the schemas of the others refuse what they do
 * not know: a typing mistake shall not pass for a result. What is asked without signing in, such as the health, is let be.
 */
export const unknownKeysPlugin = fp(async (app: FastifyInstance) => {
  app.addHook('preValidation', async (request) => {
    const { schema, config, url } = request.routeOptions
    if (!url?.startsWith('/api/') || config.access === 'public') return
    if (!schema?.querystring) refuseKeys(request.query)
    if (!schema?.body) refuseBody(request)
  })
})

function refuseBody({ body }: FastifyRequest): void {
  if (body === null || body === undefined) return
  if (typeof body !== 'object' || Array.isArray(body)) throw invalid({ body: 'This takes no body.' })
  refuseKeys(body)
}

function refuseKeys(given: unknown): void {
  const keys = Object.keys((given ?? {}) as object)
  if (keys.length > 0) throw invalid(Object.fromEntries(keys.map((key) => [key, `“${key}” is not known here.`])))
}
