import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { timeOf } from './asked.ts'
import { bulk, bulkForm } from './bulk.ts'

const count = z.int()
const done = z.object({
  changed: count,
  unchanged: count.describe('Rows where nothing was different.'),
  skipped: count.describe('Rows that are not there; of a restore, those that are not archived.'),
  batch_id: z.string().nullable().describe('Undoes all of it; null when nothing was different.'),
})

/** One act on many rows. */
export async function bulkApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const schema = {
    tags: ['Grid'],
    summary: 'Fill cells, tag, archive or restore many rows as one act',
    body: bulkForm,
    response: { 200: done },
  }
  app.post('/fundraising/rows/bulk', { schema, bodyLimit: 8 * 1024 * 1024 }, async (request, reply) => {
    const work = () => bulk(app.db, request.actor, request.body, timeOf(request), app.now)
    return reply.once(work, 200)
  })
}
