import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { timelineKinds } from '../communications/timeline.ts'
import { notFound, UserError } from '../errors.ts'
import { errorsOf } from '../http/forms.ts'
import { backTo, undoOf } from '../http/undoable.ts'
import { isHtmx } from '../http/view.ts'
import { editCells } from './cells.ts'
import { rowVersion } from './conflicts.ts'
import { factOf, isTyped, timelineOf } from './dossier.ts'
import { dossierPage } from './dossier-page.ts'
import { type Field, fieldByKey } from './fields.ts'
import { formChoices, inputText, sayingClashes, sentBy, versionOf } from './investor-form.ts'
import { findInvestor, type Investor } from './investors.ts'
import { typedCells } from './typed-cells.ts'

const oneFact = z.object({ id: z.string(), key: z.string() })
const shownKind = z.enum(timelineKinds).catch('all')

/** One fact, edited where it stands on the page, or without script on a page of its own. */
export async function factRoutes(app: FastifyInstance): Promise<void> {
  const { timezone: zone } = app.config

  app.get('/investors/:id/facts/:key', async (request, reply) => {
    const { investor, field } = findFact(request)
    const reading = 'cancel' in (request.query as object) || request.user?.role === 'viewer'
    if (reading) return reply.fragment('investors/fact', shown(investor, field))

    const values = { [field.key]: inputText(app.db, investor, field, zone) }
    const data = { ...factForm(investor, field), values }
    return isHtmx(request) ? reply.fragment('investors/fact-form', data) : reply.form('investors/fact-page', data)
  })

  app.post('/investors/:id/facts/:key', async (request, reply) => {
    const { investor, field } = findFact(request)
    const data = { ...factForm(investor, field), values: sentBy(request) }
    if (!isHtmx(request)) return reply.attempt('investors/fact-page', data, () => save(request, reply, investor, field))
    try {
      return save(request, reply, investor, field)
    } catch (error) {
      if (!(error instanceof UserError) || ![409, 422].includes(error.status)) throw error
      return reply.fragment('investors/fact-form', { ...data, errors: errorsOf(error) }, error.status)
    }
  })

  function save(request: FastifyRequest, reply: FastifyReply, investor: Investor, field: Field): FastifyReply {
    const sent = sentBy(request)
    const values = typedCells([field], sent, zone)
    const done = sayingClashes(app.db, zone, () =>
      request.act(`Changed ${field.label} of ${investor.name}`, (tx) =>
        editCells(tx, investor.id, values, versionOf(sent)),
      ),
    )
    const message = done.changed > 0 ? `${field.label} saved` : 'Nothing was different'
    if (!isHtmx(request)) return reply.done({ message, batchId: undoOf(done), to: `/investors/${investor.id}` })

    return reply.toast({ message, undo: undoOf(done) }).fragment('investors/fact-saved', {
      ...dossierPage(request, investor.id),
      ...shown(done.result, field),
      timeline: timelineShown(request, investor.id),
    })
  }

  /** The timeline as the page shows it just now; null where it shows the history instead. */
  function timelineShown(request: FastifyRequest, id: string) {
    const page = new URL(backTo(request, `/investors/${id}`), app.config.publicUrl)
    if (page.pathname !== `/investors/${id}`) return null

    const kind = shownKind.parse(page.searchParams.get('kind'))
    const captured = page.searchParams.get('captured') === '1'
    return timelineOf(app.db, id, { kind, captured, zone, readerId: request.actor.id })
  }

  const shown = (investor: Investor, field: Field) => ({ investor, fact: factOf(app.db, investor, field, zone) })

  const factForm = (investor: Investor, field: Field) => ({
    title: `${field.label} of ${investor.name}`,
    action: `/investors/${investor.id}/facts/${field.key}`,
    investor,
    field,
    version: rowVersion(app.db, investor.id),
    ...formChoices(app.db, investor.owner),
  })

  function findFact(request: FastifyRequest): { investor: Investor; field: Field } {
    const { id, key } = oneFact.parse(request.params)
    const field = fieldByKey(app.db, key)
    if (!field || !isTyped(field) || field.type === 'commitment') throw notFound('fact')

    return { investor: findInvestor(app.db, id), field }
  }
}
