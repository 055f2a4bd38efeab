import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Tx } from '../db/write.ts'
import { listOf, listQuery, pageOf } from '../http/lists.ts'
import { archived, archivedShape, oneById, written } from '../http/shapes.ts'
import { presentToken, tokenShape } from './present.ts'
import { createToken, revokeToken, tokenForm, tokensOf } from './tokens.ts'

const tags = ['API tokens']

/** One's own tokens for scripts. The secret is answered once, when the token is made. */
export async function tokensApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const list = { tags, summary: 'Own tokens', querystring: listQuery({}), response: { 200: listOf(tokenShape) } }
  app.get('/tokens', { schema: list }, async (request) => {
    return pageOf(tokensOf(app.db, request.actor.id ?? '').map(presentToken), request.query, tokenShape)
  })

  const secret = z.string().describe('The token itself; it is not shown again.')
  const made = written(tokenShape.extend({ token: secret }))
  const create = { tags, summary: 'Make a token that acts as oneself', body: tokenForm, response: { 201: made } }
  app.post('/tokens', { schema: create }, async (request, reply) => {
    const work = (tx: Tx) => {
      const { token, secret } = createToken(tx, request.actor.id ?? '', request.body)
      return { ...presentToken(token), token: secret }
    }
    return reply.acted(`Made the API token ${request.body.name}`, work, { sealed: true })
  })

  const revoke = { tags, summary: 'End a token at once', params: oneById, response: { 200: archivedShape } }
  app.delete('/tokens/:id', { schema: revoke }, async (request, reply) => {
    const { id } = request.params
    return reply.acted('Revoked an API token', (tx) => {
      revokeToken(tx, request.actor.id ?? '', id)
      return archived({ id })
    })
  })
}
