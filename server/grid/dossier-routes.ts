import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { timelineKinds } from '../communications/timeline.ts'
import { removeTag, setTags, tagsOf } from '../contacts/tags.ts'
import { surfaceText } from '../history/acts.ts'
import { historyPage } from '../history/page.ts'
import { forMembers } from '../http/access.ts'
import { csvReply } from '../http/csv.ts'
import { filled } from '../http/forms.ts'
import { touchedOnly, withWas } from '../http/touched.ts'
import { backTo, undoOf } from '../http/undoable.ts'
import { parseList } from '../imports/lists.ts'
import { editCells } from './cells.ts'
import { timelineOf } from './dossier.ts'
import { dossierPage } from './dossier-page.ts'
import { archiveInvestor, findArchived, findInvestor, restoreInvestor } from './investors.ts'

const oneInvestor = z.object({ id: z.string() })
const oneTag = z.object({ id: z.string(), tagId: z.string() })
const paging = z.object({
  kind: z.enum(timelineKinds).catch('all'),
  before: z.string().nullable().catch(null),
  captured: z.literal('1').optional().catch(undefined),
  page: z.coerce.number().int().min(1).catch(1),
})

/** The page of one investor, its history, and what can be done to the investor as a whole. */
export async function dossierRoutes(app: FastifyInstance): Promise<void> {
  const { timezone } = app.config

  app.get('/investors/:id', async (request, reply) => {
    const { id } = oneInvestor.parse(request.params)
    const archived = findArchived(app.db, id)
    if (archived) return reply.view('investors/archived', { investor: archived }, 404)

    const { kind, before, captured } = paging.parse(request.query)
    const asked = { kind, before, captured: captured !== undefined }
    const timeline = timelineOf(app.db, id, { ...asked, zone: timezone, readerId: request.actor.id })
    return reply.view('investors/show', { ...dossierPage(request, id), timeline, section: 'timeline' })
  })

  app.get('/investors/:id/history', async (request, reply) => {
    const { id } = oneInvestor.parse(request.params)
    const { page: number } = paging.parse(request.query)
    const history = historyPage(app.db, id, { page: number, zone: timezone, readerId: request.actor.id })
    return reply.view('investors/show', { ...dossierPage(request, id), history, section: 'history' })
  })

  app.get('/investors/:id/history.csv', async (request, reply) => {
    const { id } = oneInvestor.parse(request.params)
    const { name } = findInvestor(app.db, id)
    const { rows } = historyPage(app.db, id, { page: 1, zone: timezone, readerId: request.actor.id, limit: 100_000 })
    return csvReply(
      reply,
      `${name} history`,
      rows.map((row) => ({
        when: row.at,
        who: row.actor.name,
        where: surfaceText(row.surface) || 'in the panel',
        what: row.line.what,
        before: row.line.before,
        after: row.line.after,
        note: row.line.note ?? null,
      })),
    )
  })

  app.post('/investors/:id/tags', async (request, reply) => {
    const { id } = oneInvestor.parse(request.params)
    const { add = '' } = filled(request.body)
    const names = tagsOf(app.db, id).map((tag) => tag.name)
    const done = request.act(`Tagged ${findInvestor(app.db, id).name}`, (tx) =>
      setTags(tx, id, [...names, ...parseList(add)]),
    )
    return reply.done({ message: `Tagged ${add}`, batchId: undoOf(done), to: `/investors/${id}` })
  })

  app.post('/investors/:id/tags/:tagId/remove', async (request, reply) => {
    const { id, tagId } = oneTag.parse(request.params)
    const tag = tagsOf(app.db, id).find((one) => one.id === tagId)
    const { name } = findInvestor(app.db, id)
    const done = request.act(`Removed the tag ${tag?.name ?? ''} from ${name}`, (tx) => removeTag(tx, id, tagId))
    return reply.done({ message: `Removed the tag ${tag?.name ?? ''}`, batchId: undoOf(done), to: `/investors/${id}` })
  })

  app.get('/investors/:id/next-step', forMembers, async (request, reply) => {
    const { id } = oneInvestor.parse(request.params)
    const { nextStep, nextStepAt } = findInvestor(app.db, id)
    return reply.form('investors/next-step', {
      ...nextStepForm(id),
      values: withWas({ next_step: nextStep, next_step_at: nextStepAt }),
    })
  })

  app.post('/investors/:id/next-step', async (request, reply) => {
    const { id } = oneInvestor.parse(request.params)
    const { next_step = null, next_step_at = null } = filled(request.body)
    return reply.attempt('investors/next-step', nextStepForm(id), () => {
      const done = request.act(`Set the next step of ${findInvestor(app.db, id).name}`, (tx) =>
        editCells(tx, id, touchedOnly(request.body, { next_step, next_step_at })),
      )
      return reply.done({ message: 'Next step saved', batchId: undoOf(done), to: backTo(request, `/investors/${id}`) })
    })
  })

  app.post('/investors/:id/archive', async (request, reply) => {
    const { id } = oneInvestor.parse(request.params)
    const { name } = findInvestor(app.db, id)
    const done = request.act(`Archived ${name}`, (tx) => archiveInvestor(tx, id))
    return reply.done({ message: `Archived ${name}`, batchId: undoOf(done), to: '/investors' })
  })

  app.post('/investors/:id/restore', async (request, reply) => {
    const { id } = oneInvestor.parse(request.params)
    const name = findArchived(app.db, id)?.name ?? 'the investor'
    const done = request.act(`Restored ${name}`, (tx) => restoreInvestor(tx, id))
    return reply.done({ message: `Restored ${name}`, batchId: undoOf(done), to: `/investors/${id}` })
  })
}

const nextStepForm = (id: string) => ({ title: 'Next step', action: `/investors/${id}/next-step` })
