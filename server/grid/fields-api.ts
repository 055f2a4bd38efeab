import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { listOf, listQuery, pageOf } from '../http/lists.ts'
import { archived, archivedShape, oneById, written } from '../http/shapes.ts'
import { addCustomField, editField, fieldForm, fieldPatch, findField, removeField } from './custom-fields.ts'
import { allFields } from './fields.ts'
import { fieldShape, presentField } from './present.ts'

const tags = ['Grid']
const confirmation = z.strictObject({
  confirm: z.enum(['true', 'false']).optional().describe('`true` deletes a column that is in use.'),
})

/** The columns of the grid, built-in and custom. */
export async function fieldsApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const list = {
    tags,
    summary: 'All columns, in order',
    querystring: listQuery({}),
    response: { 200: listOf(fieldShape) },
  }
  app.get('/fundraising/fields', { schema: list }, async (request) => {
    return pageOf(allFields(app.db).map(presentField), { ...request.query })
  })

  const one = { tags, summary: 'One column, by id or key', params: oneById, response: { 200: fieldShape } }
  app.get('/fundraising/fields/:id', { schema: one }, async (request) => {
    return presentField(findField(app.db, request.params.id))
  })

  const add = { tags, summary: 'Add a custom column', body: fieldForm, response: { 201: written(fieldShape) } }
  app.post('/fundraising/fields', { schema: add }, async (request, reply) => {
    const { body } = request
    return reply.acted(`Added the column ${body.label}`, (tx) => presentField(addCustomField(tx, body)))
  })

  const edit = {
    tags,
    summary: 'Rename a column, change its options or how far it travels; its key stays',
    params: oneById,
    body: fieldPatch,
    response: { 200: written(fieldShape) },
  }
  app.patch('/fundraising/fields/:id', { schema: edit }, async (request, reply) => {
    const { id, label } = findField(app.db, request.params.id)
    return reply.acted(`Changed the column ${label}`, (tx) => presentField(editField(tx, id, request.body)))
  })

  const remove = {
    tags,
    summary: 'Delete a custom column; 409 with `dependants` when it is in use',
    params: oneById,
    querystring: confirmation,
    response: { 200: archivedShape },
  }
  app.delete('/fundraising/fields/:id', { schema: remove }, async (request, reply) => {
    const { id, label } = findField(app.db, request.params.id)
    const confirmed = request.query.confirm === 'true'
    return reply.acted(`Deleted the column ${label}`, (tx) => archived(removeField(tx, id, confirmed)))
  })
}
