import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type FieldEntity, fieldEntities, optionColors, typeNames } from '../../../shared/fields.ts'
import { functionList } from '../../../shared/formula/formula.ts'
import { UserError } from '../../errors.ts'
import { forAdmins, forMembers } from '../../http/access.ts'
import { filled } from '../../http/forms.ts'
import { backTo, undoOf } from '../../http/undoable.ts'
import { isHtmx } from '../../http/view.ts'
import { addCustomField, editField, findField, previewType, refuseStaying, removeField } from '../custom-fields.ts'
import { allFields, type Field, fieldsOf, resultType } from '../fields.ts'
import { cellWords } from './cell-words.ts'
import { dependantsOf, isInTheWay } from './dependants.ts'
import { fieldPatch, typesFor } from './forms.ts'
import * as form from './page-form.ts'
import type { Preview } from './preview.ts'

const one = z.object({ id: z.string() })
const place = z.object({ place: z.coerce.number().int().min(0).max(100_000) })
const part = 'admin/field-form'

/** The columns: the admin's page of them, and the forms that add, change and delete one, also from the grid. */
export async function fieldAdminRoutes(app: FastifyInstance): Promise<void> {
  app.get('/admin/fields', forAdmins, async (request, reply) => {
    const entity = form.entityIn(request.query)
    const fields = fieldsOf(app.db, entity).map((field) => ({
      field,
      result: resultType(field),
      start: form.defaultText(app.db, field),
      stays: stays(field),
    }))
    return reply.view('admin/fields', { ...words, entity, fields, entities: fieldEntities })
  })

  app.get('/fields/new', forMembers, async (request, reply) => {
    const entity = form.entityIn(request.query)
    const currency = allFields(app.db).find(({ options }) => options.currency)?.options.currency ?? 'USD'
    const values = { type: 'text', exposure: 'box', currency, ...filled(request.query) }
    return reply.form(part, { ...addForm(request, entity), values })
  })

  app.post('/fields', forMembers, async (request, reply) =>
    reply.attempt(part, { ...addForm(request, form.entityIn(request.body)), ...asSent(request) }, () => {
      const column = form.typedField(app.db, request.body)
      const done = request.act(`Added the column ${column.label}`, (tx) => addCustomField(tx, column))
      return answer(request, reply, `Added the column ${done.result.label}`, undoOf(done), done.result.entity)
    }),
  )

  app.get('/fields/:id/edit', forMembers, async (request, reply) => {
    const field = fieldOf(request)
    return reply.form(part, {
      ...editForm(request, field),
      values: form.textsOf(app.db, field),
      rows: form.optionsOf(field),
    })
  })

  app.post('/fields/:id', forMembers, async (request, reply) => {
    const field = fieldOf(request)
    const data = { ...editForm(request, field), ...asSent(request) }
    return reply.attempt(part, data, () => {
      const patch = form.typedPatch(app.db, field, request.body)
      return askingWhatElse(request, reply, field, data, () => {
        const done = request.act(`Changed the column ${field.label}`, (tx) => editField(tx, field.id, patch))
        const message = done.changed > 0 ? `Saved the column ${done.result.label}` : 'Nothing was different'
        return answer(request, reply, message, undoOf(done), field.entity)
      })
    })
  })

  app.post('/fields/:id/outlook', forMembers, async (request, reply) => {
    const field = fieldOf(request)
    return reply.fragment('admin/field-outlook', outlookShown(field, request.body))
  })

  app.get('/fields/:id/delete', forMembers, async (request, reply) => {
    const field = fieldOf(request)
    refuseStaying(field)
    return reply.form('admin/field-delete', deletion(field))
  })

  app.post('/fields/:id/delete', forMembers, async (request, reply) => {
    const field = fieldOf(request)
    const confirmed = filled(request.body)['confirm'] === 'true'
    return reply.attempt('admin/field-delete', deletion(field), () => {
      const done = request.act(`Deleted the column ${field.label}`, (tx) => removeField(tx, field.id, confirmed))
      return answer(request, reply, `Deleted the column ${field.label}`, undoOf(done), field.entity)
    })
  })

  app.post('/fields/:id/place', forMembers, async (request, reply) => {
    const field = fieldOf(request)
    const { place: position } = place.parse(request.body)
    const done = request.act(`Moved the column ${field.label}`, (tx) => editField(tx, field.id, { position }))
    const at = fieldsOf(app.db, field.entity).findIndex(({ id }) => id === field.id) + 1
    return answer(request, reply, `${field.label} is now number ${at}`, undoOf(done), field.entity)
  })

  const fieldOf = (request: FastifyRequest) => findField(app.db, one.parse(request.params).id)

  const addForm = (request: FastifyRequest, entity: FieldEntity) => ({
    ...words,
    title: `Add a column to ${form.entityNames[entity].many.toLowerCase()}`,
    action: '/fields',
    save: 'Add column',
    entity,
    types: typesFor(entity),
    columns: allFields(app.db).map(({ label }) => label),
    rows: [] as form.OptionRow[],
    // Without script nothing adds a row: some are there to be filled in.
    spareRows: isHtmx(request) ? 0 : 4,
  })

  const editForm = (request: FastifyRequest, field: Field) => ({
    ...addForm(request, field.entity),
    title: `Edit ${field.label}`,
    action: `/fields/${field.id}`,
    save: 'Save',
    field,
    fixed: hasFixedType(field),
    deletable: !stays(field),
    types: [...new Set([field.type, ...typesFor(field.entity)])],
    columns: allFields(app.db).flatMap(({ id, label }) => (id === field.id ? [] : [label])),
  })

  const deletion = (field: Field) => {
    const dependants = dependantsOf(app.db, field)
    const inTheWay = dependants.filter(isInTheWay)
    const layouts = dependants.filter((one) => !isInTheWay(one))
    return { ...words, title: `Delete the column “${field.label}”?`, field, inTheWay, layouts }
  }

  /** The preview of the type a form has chosen; nothing while it is the type the column has. */
  function outlookShown(field: Field, body: unknown) {
    const { type, formula } = filled(body)
    if (!type || type === field.type || type === 'formula') return { ...words, field, preview: null, type }
    try {
      const patch = fieldPatch.pick({ type: true, formula: true }).parse({ type, formula: formula ?? null })
      const preview = previewType(app.db, field.id, { type: patch.type })
      return {
        ...words,
        field,
        type: patch.type,
        preview,
        cell: cellWords(app.db, field, patch.type ?? field.type, preview),
      }
    } catch (error) {
      if (error instanceof UserError) return { ...words, field, type, preview: null, refusal: error.message }
      throw error
    }
  }

  /** A change that loses something shows what, and asks; an option that is still chosen asks what comes in its place. */
  function askingWhatElse(
    request: FastifyRequest,
    reply: FastifyReply,
    field: Field,
    data: Parameters<FastifyReply['form']>[1],
    work: () => FastifyReply,
  ): FastifyReply {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof UserError) || error.status !== 409) throw error
      const { option, count, examples } = error.more as { option?: string; count?: number } & Partial<Preview>
      if (option === undefined && examples === undefined) throw error

      const asked = form.sentReplacements(request.body)
      const replaces = option === undefined ? asked : [...asked, { from: option, to: '', count }]
      const type = filled(request.body)['type'] as Field['type'] | undefined
      const preview = examples ? (error.more as Preview) : null
      const cell = preview && cellWords(app.db, field, type ?? field.type, preview)
      return reply.form(part, { ...data, replaces, preview, cell, ask: preview !== null, type }, 409)
    }
  }
}

const words = {
  typeNames,
  colors: optionColors,
  exposureWords: form.exposureWords,
  entityNames: form.entityNames,
  functions: functionList,
}

const asSent = (request: FastifyRequest) => ({
  values: (request.body ?? {}) as object,
  rows: form.sentOptions(request.body),
  replaces: form.sentReplacements(request.body),
})

const hasFixedType = ({ builtin, type }: Field) => builtin || type === 'commitment'
const stays = (field: Field): boolean => hasFixedType(field)

/** From the grid, a column is added and changed without leaving it: the grid reads its columns again. */
function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  message: string,
  batchId: string | null,
  entity: FieldEntity,
): FastifyReply {
  const page = `/admin/fields${entity === 'investors' ? '' : `?entity=${entity}`}`
  const from = backTo(request, page)
  if (isHtmx(request) && from.split('?')[0] === '/investors') {
    return reply
      .toast({ message, undo: batchId })
      .header('hx-done', 'true')
      .header('hx-trigger', 'fields-changed')
      .send('')
  }
  return reply.done({ message, batchId, to: from.startsWith('/fields') ? page : from })
}
