import type { FastifyRequest } from 'fastify'
import { allTags } from '../contacts/tags.ts'
import { dossier, mayUndo } from './dossier.ts'
import type { Batch } from './undo.ts'

/** What every part of an investor's page is drawn with, for whoever asks. */
export function dossierPage(request: FastifyRequest, id: string) {
  const { db, config, now } = request.server
  return {
    ...dossier(db, id, now(), config.timezone),
    allTags: allTags(db),
    undoable: (batch: Pick<Batch, 'actorId'>, undone: boolean) => mayUndo(batch, request.user, undone),
  }
}
