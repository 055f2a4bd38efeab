import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { isHtmx } from '../http/view.ts'
import { samePage } from '../settings/routes.ts'
import { undo } from './undo.ts'

const form = z.object({ batch_id: z.string().optional() })

/** The Undo of every toast: takes back one act and shows the page anew. Its own toast takes the undoing back. */
export async function undoRoutes(app: FastifyInstance): Promise<void> {
  app.post('/undo', async (request, reply) => {
    const { batch_id } = form.parse(request.body ?? {})
    const { batch_id: batchId, skipped, what } = undo(app.db, request.actor, batch_id, { now: app.now() })
    const message = skipped.length === 0 ? what : `${what}. ${kept(skipped.length)}`
    const page = isHtmx(request) ? request.headers['hx-current-url'] : request.headers.referer
    return reply.done({
      message,
      batchId,
      label: what.startsWith('Undid') ? 'Redo' : 'Undo',
      to: samePage(String(page ?? '')),
    })
  })
}

const kept = (n: number) =>
  n === 1
    ? 'One cell was changed since and is left as it is.'
    : `${n} cells were changed since and are left as they are.`
