import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { allUsers } from '../accounts/users.ts'
import { allTags, tagsOf } from '../contacts/tags.ts'
import { notFound, UserError } from '../errors.ts'
import { errorsOf } from '../http/forms.ts'
import { undoOf } from '../http/undoable.ts'
import { isHtmx } from '../http/view.ts'
import { formatList } from '../imports/lists.ts'
import { editCells, type Values } from './cells.ts'
import { rowVersion } from './conflicts.ts'
import { cellOf, factOf, isTyped, timelineOf } from './dossier.ts'
import { allFields, type Field, fieldByKey } from './fields.ts'
import { addInvestor, findInvestor, type Investor, investorsNamed } from './investors.ts'
import { sentItems, sentText, typedCells, typedText } from './typed-cells.ts'

const oneInvestor = z.object({ id: z.string() })
const oneFact = z.object({ id: z.string(), key: z.string() })
const bodyOf = (request: FastifyRequest) => (request.body ?? {}) as Record<string, unknown>

/** The forms that add and change an investor: the whole record in a dialog, or one fact in its place on the page. */
export async function editRoutes(app: FastifyInstance): Promise<void> {
  const { timezone: zone } = app.config

  app.get('/investors/new', { config: { access: 'member' } }, async (request, reply) => {
    const values = { list: 'main', owner: request.actor.id, ...(request.query as object) }
    return reply.form('investors/form', { ...addForm(), values })
  })

  app.post('/investors', async (request, reply) => {
    const body = bodyOf(request)
    const sameName = investorsNamed(app.db, String(body['name'] ?? ''))
    return reply.attempt('investors/form', { ...addForm(), values: body, sameName }, () => {
      if (sameName.length > 0 && body['same_name'] !== 'yes') throw nameTaken(sameName)
      const values = typedCells(formFields(app), body, zone)
      const done = request.act(`Added ${values['name'] ?? 'an investor'}`, (tx) => addInvestor(tx, values))
      return reply.done({
        message: `Added ${done.result.name}`,
        batchId: undoOf(done),
        to: `/investors/${done.result.id}`,
      })
    })
  })

  app.get('/investors/:id/edit', { config: { access: 'member' } }, async (request, reply) => {
    const investor = findInvestor(app.db, oneInvestor.parse(request.params).id)
    return reply.form('investors/form', { ...editForm(investor), values: textsOf(investor) })
  })

  app.post('/investors/:id', async (request, reply) => {
    const investor = findInvestor(app.db, oneInvestor.parse(request.params).id)
    const body = bodyOf(request)
    return reply.attempt('investors/form', { ...editForm(investor, String(body['was'] ?? '')), values: body }, () => {
      const values = typedCells(formFields(app), changedOnly(formFields(app), body), zone)
      const done = request.act(`Edited ${investor.name}`, (tx) => editCells(tx, investor.id, values, versionOf(body)))
      const message = done.changed > 0 ? `Saved ${done.result.name}` : 'Nothing was different'
      return reply.done({ message, batchId: undoOf(done), to: `/investors/${investor.id}` })
    })
  })

  app.get('/investors/:id/facts/:key', async (request, reply) => {
    const { investor, field } = findFact(request)
    const cancelled = 'cancel' in (request.query as object) || !request.user || request.user.role === 'viewer'
    if (cancelled) return reply.fragment('investors/fact', shown(investor, field))

    const data = { ...factForm(investor, field), values: { [field.key]: inputText(investor, field) } }
    return isHtmx(request) ? reply.fragment('investors/fact-form', data) : reply.form('investors/fact-page', data)
  })

  app.post('/investors/:id/facts/:key', async (request, reply) => {
    const { investor, field } = findFact(request)
    if (!isHtmx(request)) return reply.attempt('investors/fact-page', typed(request, investor, field), () => save())
    try {
      return save()
    } catch (error) {
      if (!(error instanceof UserError) || ![409, 422].includes(error.status)) throw error
      const errors = { [field.key]: errorsOf(error)[field.key] ?? clash(error, field, zone) }
      return reply.fragment('investors/fact-form', { ...typed(request, investor, field), errors }, error.status)
    }

    function save(): FastifyReply {
      const body = bodyOf(request)
      const values = typedCells([field], body, zone)
      const what = `Changed ${field.label} of ${investor.name}`
      const done = request.act(what, (tx) => editCells(tx, investor.id, values, versionOf(body)))
      const message = done.changed > 0 ? `${field.label} saved` : 'Nothing was different'
      if (!isHtmx(request)) return reply.done({ message, batchId: undoOf(done), to: `/investors/${investor.id}` })

      const timeline = timelineOf(app.db, investor.id, { kind: 'all', before: null, zone, readerId: request.actor.id })
      return reply
        .toast({ message, undo: undoOf(done) })
        .fragment('investors/fact-saved', { ...shown(done.result, field), timeline, undoable: () => false })
    }
  })

  const addForm = () => ({
    title: 'Add an investor',
    action: '/investors',
    save: 'Add investor',
    fields: formFields(app),
    ...choices(),
  })

  const editForm = (investor: Investor, was = JSON.stringify(textsOf(investor))) => ({
    title: `Edit ${investor.name}`,
    action: `/investors/${investor.id}`,
    save: 'Save',
    fields: formFields(app),
    version: rowVersion(app.db, investor.id),
    was,
    ...choices(),
  })

  const choices = () => ({
    users: allUsers(app.db).filter((user) => user.active),
    allTags: allTags(app.db),
    itemsOf: sentItems,
  })

  const shown = (investor: Investor, field: Field) => ({ investor, fact: factOf(app.db, investor, field, zone) })

  const factForm = (investor: Investor, field: Field) => ({
    title: `${field.label} of ${investor.name}`,
    action: `/investors/${investor.id}/facts/${field.key}`,
    investor,
    field,
    version: rowVersion(app.db, investor.id),
    ...choices(),
  })

  const typed = (request: FastifyRequest, investor: Investor, field: Field) => ({
    ...factForm(investor, field),
    values: bodyOf(request),
  })

  function findFact(request: FastifyRequest): { investor: Investor; field: Field } {
    const { id, key } = oneFact.parse(request.params)
    const field = fieldByKey(app.db, key)
    if (!field || !isTyped(field) || field.type === 'commitment') throw notFound('fact')

    return { investor: findInvestor(app.db, id), field }
  }

  /** What the form starts with, and what it is compared with when it comes back. */
  function textsOf(investor: Investor): Record<string, string> {
    return Object.fromEntries(formFields(app).map((field) => [field.key, inputText(investor, field)]))
  }

  function inputText(investor: Investor, field: Field): string {
    if (field.key === 'tags') return tagText(tagsOf(app.db, investor.id).map((tag) => tag.name))
    return typedText(field, cellOf(investor, field), zone)
  }
}

/** The columns of the form: contacts and commitments have forms of their own. */
const formFields = (app: FastifyInstance): Field[] =>
  allFields(app.db).filter((f) => isTyped(f) && !['contacts', 'commitment'].includes(f.type))

/**
 * Leaves out what the person did not touch, by comparing with the texts the form started with: a value somebody else
 * changed meanwhile is then neither overwritten nor a conflict.
 */
function changedOnly(fields: Field[], body: Record<string, unknown>): Values {
  const was = parsedTexts(String(body['was'] ?? ''))
  const touched = fields.filter((f) => f.key in body && was[f.key] !== sentText(f, body[f.key]))
  return Object.fromEntries(touched.map((field) => [field.key, body[field.key]]))
}

function parsedTexts(json: string): Record<string, string> {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(json))
  } catch {
    return {}
  }
}

/** Tags as one types them; quoted only where a name could be misread as two. */
const tagText = (names: string[]) => (formatList(names).includes('"') ? formatList(names) : names.join(', '))

const versionOf = (body: Record<string, unknown>): number | undefined =>
  Number.isInteger(Number(body['version'])) && body['version'] !== '' ? Number(body['version']) : undefined

function nameTaken(others: Investor[]): UserError {
  const [first] = others
  const detail = `There is already an investor called ${first?.name}. Open it, or say below that this is another one.`
  return new UserError('invalid', detail, { fields: { name: detail } })
}

/** Both values of a clash in one sentence: saving again, on top of what is there now, replaces it. */
function clash(error: UserError, field: Field, zone: string): string {
  const conflict = (error.more['conflicts'] as { by: string; current: unknown }[] | undefined)?.[0]
  if (!conflict) return error.message

  return `${conflict.by} changed this to “${typedText(field, conflict.current, zone) || 'nothing'}” while you were typing. Save again to replace it.`
}
