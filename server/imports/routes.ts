import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { UserError } from '../errors.ts'
import { forMembers } from '../http/access.ts'
import { proposedChoices } from './choices.ts'
import { columnsPage, outlook } from './columns-page.ts'
import { handedIn } from './handed-in.ts'
import { measureOptions } from './offered-targets.ts'
import { pastImport, pastImports, pastPageSize } from './past.ts'
import { problemsReply } from './problem-rows.ts'
import { runRoutes } from './run-routes.ts'
import { dropUpload, mostBytes, saveUpload, uploadsFolder, uploadsOf } from './uploads.ts'
import { choose, oneImport, readerOf, uploadOf } from './wizard.ts'

const listQuery = z.object({ offset: z.coerce.number().int().min(0).catch(0) })
const typeForm = z.object({ entity_type: z.enum(['investors', 'contacts']) })
const mostPasted = 32 * 1024 * 1024

/** The wizard: file → columns → check → done. Every step has its address; what was chosen is kept with the file. */
export async function importRoutes(app: FastifyInstance): Promise<void> {
  await app.register(multipart, { limits: { fileSize: mostBytes, fieldSize: mostPasted, files: 1, fields: 10 } })
  await app.register(fileRoutes)
  await app.register(columnRoutes)
  await app.register(runRoutes)
  await app.register(pastRoutes)
}

/** Step one: a file or pasted rows, and what was imported before. */
async function fileRoutes(app: FastifyInstance): Promise<void> {
  const folder = uploadsFolder(app.config.dataDir)
  const show = (request: FastifyRequest, reply: FastifyReply, problem: string | null, status = 200) => {
    const { offset } = listQuery.parse(request.query)
    const { rows, total } = pastImports(app.db, readerOf(app, request), offset)
    const unfinished = uploadsOf(folder, request.actor.id ?? '')
      .filter(({ run }) => run?.state !== 'done')
      .map((upload) => ({ ...upload, isRunning: app.importJobs.running(upload.id) !== null }))
    const pages = { total, limit: pastPageSize, offset }
    return reply.view('imports/index', { past: rows, pages, unfinished, step: 1, problem }, status)
  }

  app.get('/import', forMembers, async (request, reply) => show(request, reply, null))

  app.post('/import', forMembers, async (request, reply) => {
    try {
      const { id } = await handedIn(app, request)
      return reply.redirect(`/import/${id}`, 303)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      return show(request, reply, error.message, error.status)
    }
  })

  app.post('/import/:id/drop', forMembers, async (request, reply) => {
    const { id, fileName } = uploadOf(app, request)
    if (app.importJobs.running(id)) throw new UserError('conflict', 'This file is being imported right now.')
    dropUpload(folder, id)
    return reply.done({ message: `“${fileName}” was put aside; nothing of it was imported`, to: '/import' })
  })
}

/** Step two: what was recognised, and where every column goes. */
async function columnRoutes(app: FastifyInstance): Promise<void> {
  app.get('/import/:id', forMembers, async (request, reply) => {
    const upload = uploadOf(app, request)
    const page = { ...columnsPage(app.db, upload), outlook: outlook(app, upload) }
    return reply.view('imports/columns', { upload, measureOptions, step: 2, ...page })
  })

  app.post('/import/:id/choices', forMembers, async (request, reply) => {
    const upload = choose(app, uploadOf(app, request), request.body)
    return reply.fragment('imports/outlook', { upload, outlook: outlook(app, upload) })
  })

  app.post('/import/:id/type', forMembers, async (request, reply) => {
    const upload = uploadOf(app, request)
    const { entity_type: entityType } = typeForm.parse(request.body)
    const choices = proposedChoices(app.db, upload.found, entityType)
    if (entityType !== upload.entityType)
      saveUpload(uploadsFolder(app.config.dataDir), { ...upload, entityType, choices })
    return reply.redirect(`/import/${upload.id}`, 303)
  })
}

/** What was imported before, and what was wrong with it. */
async function pastRoutes(app: FastifyInstance): Promise<void> {
  app.get('/import/past/:id', forMembers, async (request, reply) => {
    const { past, errors, warnings } = pastImport(app.db, readerOf(app, request), oneImport.parse(request.params).id)
    return reply.view('imports/past', { past, problems: errors, warnings })
  })

  app.get('/import/past/:id/problems.csv', forMembers, async (request, reply) => {
    const { past, errors } = pastImport(app.db, readerOf(app, request), oneImport.parse(request.params).id)
    return problemsReply(reply, past.fileName, errors)
  })
}
