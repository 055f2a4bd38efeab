import type { FastifyInstance, FastifyRequest } from 'fastify'
import { invalid, UserError } from '../errors.ts'
import { proposedChoices } from './choices.ts'
import { recognise } from './recognise.ts'
import type { EntityType } from './targets.ts'
import {
  dropUpload,
  plainFileName,
  type Staged,
  saveUpload,
  stage,
  sweepUploads,
  tooLarge,
  type Upload,
  uploadsFolder,
} from './uploads.ts'

type Sent = { file: (Staged & { name: string }) | null; pasted: string; entityType: EntityType }

/** Takes the form of the first step, a file or pasted rows, and reads it through once. What cannot be read is not kept. */
export async function handedIn(app: FastifyInstance, request: FastifyRequest): Promise<Upload> {
  const folder = uploadsFolder(app.config.dataDir)
  sweepUploads(folder, app.now())
  const sent = await sentParts(folder, request)
  const file = sent.file ?? (await stagePasted(folder, sent.pasted))
  try {
    const upload = await firstReading(app, request, file, sent.entityType)
    saveUpload(folder, upload)
    return upload
  } catch (error) {
    dropUpload(folder, file.id)
    throw error
  }
}

async function sentParts(folder: string, request: FastifyRequest): Promise<Sent> {
  const sent: Sent = { file: null, pasted: '', entityType: 'investors' }
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      const staged = await stage(folder, part.file)
      if (part.file.truncated) {
        dropUpload(folder, staged.id)
        throw tooLarge()
      }
      if (part.filename && !sent.file) sent.file = { ...staged, name: plainFileName(part.filename) }
      else dropUpload(folder, staged.id)
    } else if (part.fieldname === 'pasted') sent.pasted = pastedText(String(part.value), part.valueTruncated)
    else if (part.fieldname === 'entity_type' && part.value === 'contacts') sent.entityType = 'contacts'
  }
  return sent
}

/** Browsers send every line break of a text area as CR LF, also those inside cells, which Airtable writes as LF. */
function pastedText(text: string, isCut: boolean): string {
  if (isCut) throw new UserError('too_large', 'This is too much to paste. Save it as a CSV file and choose that.')
  return text.replaceAll('\r\n', '\n')
}

async function stagePasted(folder: string, text: string) {
  if (text.trim() === '') throw invalid({ file: 'Choose a file, or paste rows together with their header.' })
  if (text.includes('\0')) throw invalid({ file: 'The text contains NUL characters. Paste it from the table itself.' })

  return { ...(await stage(folder, oneChunk(text))), name: 'Pasted rows' }
}

async function* oneChunk(text: string) {
  yield Buffer.from(text)
}

async function firstReading(
  app: FastifyInstance,
  request: FastifyRequest,
  { id, path, bytes, name }: Staged & { name: string },
  entityType: EntityType,
): Promise<Upload> {
  const { rows: _read, ...found } = await recognise({ path })
  if (found.total === 0) throw invalid({ file: `“${name}” has a header, but no rows below it.` })

  const kept = { id, userId: request.actor.id ?? '', fileName: name, bytes, at: app.now().toISOString(), entityType }
  return { ...kept, found, choices: proposedChoices(app.db, found, entityType), run: null }
}
