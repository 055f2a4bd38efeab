/** What the steps of the wizard share. */

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { sentChoices } from './choices.ts'
import type { Reader } from './past.ts'
import { openUpload, saveUpload, type Upload, uploadsFolder } from './uploads.ts'

export const oneImport = z.object({ id: z.uuid() })

/** The upload an address names, if it is this person's. */
export function uploadOf(app: FastifyInstance, request: FastifyRequest): Upload {
  const { id } = oneImport.parse(request.params)
  return openUpload(uploadsFolder(app.config.dataDir), request.actor.id ?? '', id)
}

/** Keeps what the mapping form says, so that no step loses it. */
export function choose(app: FastifyInstance, upload: Upload, body: unknown): Upload {
  const chosen = { ...upload, choices: sentChoices(body, upload.found.columns, upload.choices) }
  saveUpload(uploadsFolder(app.config.dataDir), chosen)
  return chosen
}

export const readerOf = (app: FastifyInstance, request: FastifyRequest): Reader => ({
  actor: request.actor,
  runningSince: app.importJobs.runningSince(),
})
