import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { fieldEntities } from '../../shared/fields.ts'
import type { Db } from '../db/db.ts'
import { listOf, listQuery, pageOf } from '../http/lists.ts'
import { archived, archivedShape, oneById, written } from '../http/shapes.ts'
import { fieldForm, fieldPatch } from './columns-admin/forms.ts'
import { previewOf } from './columns-admin/preview.ts'
import { addCustomField, editField, findField, previewType, refuseStaying, removeField } from './custom-fields.ts'
import { type Field, fieldsOf } from './fields.ts'
import { warningsOf } from './formulas/formulas.ts'
import { fieldShape, presentField, previewShape, warningsShape } from './present.ts'

const tags = ['Grid']
const confirmation = z.strictObject({
  confirm: z.enum(['true', 'false']).optional().describe('`true` deletes a column that is in use.'),
})
const which = { entity: z.enum(fieldEntities).default('investors').describe('Whose columns.') }
const change = fieldPatch
  .pick({ type: true, label: true, options: true, formula: true })
  .extend({ delete: z.literal(true).optional() })

const changed = written(fieldShape).extend({ warnings: warningsShape })
const warned = (db: Db, field: Field) => ({ ...presentField(field), warnings: warningsOf(db, field) })

/** The columns of the grid, built-in and custom, and those people added to contacts and opportunities. */
export async function fieldsApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const list = {
    tags,
    summary: 'All columns, in order',
    querystring: listQuery(which),
    response: { 200: listOf(fieldShape) },
  }
  app.get('/fundraising/fields', { schema: list }, async (request) => {
    const { entity, ...page } = request.query
    return pageOf(fieldsOf(app.db, entity).map(presentField), page, fieldShape)
  })

  const one = { tags, summary: 'One column, by id or key', params: oneById, response: { 200: fieldShape } }
  app.get('/fundraising/fields/:id', { schema: one }, async (request) => {
    return presentField(findField(app.db, request.params.id))
  })

  const add = { tags, summary: 'Add a custom column', body: fieldForm, response: { 201: changed } }
  app.post('/fundraising/fields', { schema: add }, async (request, reply) => {
    const { body } = request
    return reply.acted(`Added the column ${body.label}`, (tx) => warned(tx.db, addCustomField(tx, body)))
  })

  const edit = {
    tags,
    summary:
      'Change a column; its key stays. A type under which cells would be lost, or filters break, answers 409 with the preview until `confirm` is true',
    params: oneById,
    body: fieldPatch,
    response: { 200: changed },
  }
  app.patch('/fundraising/fields/:id', { schema: edit }, async (request, reply) => {
    const { id, label } = findField(app.db, request.params.id)
    return reply.acted(`Changed the column ${label}`, (tx) => warned(tx.db, editField(tx, id, request.body)))
  })

  const look = {
    tags,
    summary: 'What changing a column’s type, renaming or deleting it would mean; nothing is written',
    params: oneById,
    body: change,
    response: { 200: previewShape },
  }
  app.post('/fundraising/fields/:id/preview', { schema: look }, async (request) => {
    const field = findField(app.db, request.params.id)
    const { label, delete: away, ...type } = request.body
    if (away) refuseStaying(field)
    if (type.type || type.formula !== undefined || type.options) return previewType(app.db, field.id, type)
    return previewOf(app.db, field, label === undefined ? {} : { label })
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
