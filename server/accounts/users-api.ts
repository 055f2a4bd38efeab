import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { UserError } from '../errors.ts'
import { forAdmins } from '../http/access.ts'
import { listOf, listQuery, pageOf } from '../http/lists.ts'
import { oneById, written } from '../http/shapes.ts'
import { presentUser, userShape } from './present.ts'
import { allUsers, changeUser, findUser, userPatch } from './users.ts'

const tags = ['Colleagues']

/** Who one is, who the colleagues are, and for admins: what they may do. */
export async function usersApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const me = userShape.extend({ signed_in_by: z.enum(['cookie', 'bearer']).nullable() })
  app.get('/me', { schema: { tags, summary: 'The signed-in user', response: { 200: me } } }, async (request) => {
    if (!request.user) throw new UserError('not_signed_in', 'Sign in first.')
    return { ...presentUser(request.user), signed_in_by: request.signedInBy }
  })

  const list = { tags, summary: 'All colleagues', querystring: listQuery({}), response: { 200: listOf(userShape) } }
  app.get('/users', { schema: list }, async (request) =>
    pageOf(allUsers(app.db).map(presentUser), request.query, userShape),
  )

  const one = { tags, summary: 'One colleague', params: oneById, response: { 200: userShape } }
  app.get('/users/:id', { schema: one }, async (request) => presentUser(findUser(app.db, request.params.id)))

  const change = {
    tags,
    summary: 'Change role, name or access (admins); deactivating ends sessions and tokens at once',
    params: oneById,
    body: userPatch,
    response: { 200: written(userShape) },
  }
  app.patch('/users/:id', { ...forAdmins, schema: change }, async (request, reply) => {
    const { fullName, id } = findUser(app.db, request.params.id)
    return reply.acted(`Changed the account of ${fullName}`, (tx) => presentUser(changeUser(tx, id, request.body)))
  })
}
