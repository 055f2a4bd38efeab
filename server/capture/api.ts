import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { forAdmins } from '../http/access.ts'
import { written } from '../http/shapes.ts'
import { presentReconciled, presentRun, reconciledShape, runShape } from './present.ts'

const tags = ['Capture']
const body = z
  .strictObject({
    mailbox: z.string().max(320).optional().describe('Only this one; all that are switched on without it.'),
  })
  .nullish()

/** Capture on demand. Each answers when it is done, which for a first search may take long. */
export async function captureApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const { capture, db } = app

  const run = { tags, summary: 'Bring the mailboxes up to date now', body, response: { 200: written(runShape) } }
  app.post('/admin/capture/run', { ...forAdmins, schema: run }, async ({ body }, reply) =>
    reply.once(async () => ({ ...presentRun(await capture.run(body?.mailbox)), batch_id: null }), 200),
  )

  const reconcile = {
    tags,
    summary: 'Compare what Gmail lists for known addresses with what is stored',
    body,
    response: { 200: written(reconciledShape) },
  }
  app.post('/admin/capture/reconcile', { ...forAdmins, schema: reconcile }, async ({ body }, reply) =>
    reply.once(async () => ({ ...presentReconciled(db, await capture.reconcile(body?.mailbox)), batch_id: null }), 200),
  )

  const repair = {
    tags,
    summary: 'Fetch what the mailboxes have and we have not, and compare again',
    body,
    response: { 200: written(reconciledShape) },
  }
  app.post('/admin/capture/repair', { ...forAdmins, schema: repair }, async ({ body }, reply) =>
    reply.once(async () => ({ ...presentReconciled(db, await capture.repair(body?.mailbox)), batch_id: null }), 200),
  )
}
