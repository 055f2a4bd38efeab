import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { surfaceText } from '../history/acts.ts'
import { forMembers } from '../http/access.ts'
import { isHtmx } from '../http/view.ts'
import { samePage } from '../settings/routes.ts'
import { entriesIn, isOld } from './offer.ts'
import type { Batch } from './standing.ts'
import { leftSentence, takenWords, undoneSentence } from './told.ts'
import { findUndoable, previewUndo, undo } from './undo.ts'

const one = z.object({ id: z.string() })
const form = z.object({ batch_id: z.string().optional(), agreed: z.string().optional(), back: z.string().optional() })

/**
 * Taking back one act, and showing the page anew; its toast takes the undoing back. The Undo of a toast acts at once. A
 * larger or older act is shown in a dialog first, with what undoing it would do.
 */
export async function undoRoutes(app: FastifyInstance): Promise<void> {
  app.get('/undo/:id', forMembers, async (request, reply) => {
    const batch = findUndoable(app.db, request.actor, one.parse(request.params).id)
    return ask(request, reply, batch)
  })

  app.post('/undo', async (request, reply) => {
    const { batch_id: id, agreed, back } = form.parse(request.body ?? {})
    const batch = id && !agreed ? findUndoable(app.db, request.actor, id) : null
    // A page that was left open offers what was fresh when it was drawn.
    if (batch && isOld(batch, app.now())) {
      return ask(request, reply.header('hx-retarget', '#dialog').header('hx-reswap', 'innerHTML'), batch)
    }

    const undone = undo(app.db, request.actor, id, { now: app.now() })
    return reply.done({
      message: undoneSentence(undone),
      batchId: undone.taken_back.length > 0 ? undone.batch_id : null,
      label: undone.what.startsWith('Undid') ? 'Redo' : 'Undo',
      to: pageOf(request, back),
    })
  })

  function ask(request: FastifyRequest, reply: FastifyReply, batch: Batch) {
    const preview = previewUndo(app.db, request.actor, batch.id, { now: app.now() })
    return reply.form('grid/undo', {
      title: batch.undoes ? 'Bring this back?' : 'Undo all of this?',
      batch,
      surface: surfaceText(batch.surface),
      entries: entriesIn(app.db, batch.id),
      taken: takenWords(preview.taken_back),
      left: leftSentence(preview.left),
      nothing: preview.taken_back.length === 0,
      back: pageOf(request),
    })
  }
}

/** The page the Undo stands on: htmx names it, a page of its own carries it along. */
function pageOf(request: FastifyRequest, back?: string): string {
  if (isHtmx(request)) return samePage(String(request.headers['hx-current-url'] ?? ''))

  return samePage(
    back && URL.canParse(back, 'http://here') ? new URL(back, 'http://here').href : request.headers.referer,
  )
}
