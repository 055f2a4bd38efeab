import type { FastifyRequest } from 'fastify'
import { allTags } from '../contacts/tags.ts'
import { isColleaguesAlone } from '../meetings/whose.ts'
import { listProposals } from '../proposals/proposals.ts'
import { listTasks } from '../tasks/tasks.ts'
import { offerOf } from '../undo/offer.ts'
import type { Batch } from '../undo/standing.ts'
import { dossier } from './dossier.ts'

/** What every part of an investor's page is drawn with, for whoever asks. */
export function dossierPage(request: FastifyRequest, id: string) {
  const { db, config, now } = request.server
  const shown = dossier(db, id, now(), config.timezone)
  return {
    ...shown,
    meetsColleagues: request.user !== null && isColleaguesAlone(db, shown.summary.nextMeetingId, request.user),
    allTags: allTags(db),
    tasks: listTasks(db, { investorId: id, status: 'open' }),
    proposed: listProposals(db, { investorId: id, status: 'pending' }).length,
    undoOffer: (batch: Batch, undone: boolean) =>
      offerOf(db, batch, undone, { user: request.user, now: now(), investorId: id }),
  }
}
