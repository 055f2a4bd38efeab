import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import packageJson from '../../package.json' with { type: 'json' }
import { prepared } from '../db/prepared.ts'
import { captureHealth, captureHealthShape } from '../mailboxes/health.ts'
import { forAnybody } from './access.ts'

const shape = z.object({
  status: z.enum(['ok', 'failing']),
  version: z.string(),
  database: z.enum(['ok', 'unreadable']),
  capture: captureHealthShape
    .nullable()
    .describe('How complete the captured mail is; null when the database cannot be read.'),
  at: z.string().describe('The clock of the server.'),
})

/** `GET /api/health`, for whoever watches the box: no sign-in, nothing about the data. */
export async function healthApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const schema = {
    tags: ['System'],
    summary: 'Whether the service can do its work; 503 when it cannot read its database',
    response: { 200: shape, 503: shape },
  }

  app.get('/health', { ...forAnybody, schema }, async (request, reply) => {
    const body = { version: packageJson.version, at: app.now().toISOString() }
    try {
      prepared(app.db, 'SELECT count(*) FROM live_stages').get()
      const { reason: _, ...capture } = captureHealth(app.db, app.now())
      return { status: 'ok' as const, database: 'ok' as const, capture, ...body }
    } catch (error) {
      request.log.error({ err: error }, 'the database cannot be read')
      return reply.status(503).send({ status: 'failing', database: 'unreadable', capture: null, ...body })
    }
  })
}
