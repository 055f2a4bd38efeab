import { PassThrough } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorShape } from '../activity/present.ts'
import { forViewers } from '../http/access.ts'
import { recognise } from '../http/actor.ts'
import { openFeed } from './feed.ts'
import { openPresence } from './presence.ts'

const tags = ['Live']
const clientId = z.string().min(1).max(100).describe('A word the open tab made up for itself.')
const id = z.string().max(100).nullish()

const since = z
  .string()
  .regex(/^\d{1,15}$/, 'Give the number of a change.')
  .transform(Number)
  .optional()
  .meta({ type: 'integer', minimum: 0, pattern: undefined, description: 'Begin after this change.' })

const listening = z.strictObject({ since, client_id: clientId.optional() })
const resumed = z.looseObject({
  'last-event-id': z.string().optional().describe('The `id` of the last event received; goes before `since`.'),
})

const change = z
  .object({
    seq: z.int(),
    at: z.string(),
    actor: actorShape,
    surface: z.string(),
    entity: z.string(),
    entity_id: z.string(),
    investor_id: z.string().nullable(),
    action: z.enum(['create', 'update', 'archive', 'restore']),
    field: z.string().nullable(),
    batch_id: z.string(),
  })
  .describe(
    `The data of each unnamed event: one change, its \`id\` the number of the change. Values are not told; read the row.
     \`event: reload\` instead when more than 2,000 changes were missed, a backup was restored, or somebody is never logged from now on.
     \`event: presence\` has {people: [{user_id, name, view_id, row_id, field, at}]}: everybody there is, whenever it changed.`,
  )

const place = z.strictObject({ client_id: clientId, view_id: id, row_id: id, field: id })

/** What happens, as it happens: the change log as server-sent events, and who is looking at what. */
export async function eventsApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const feed = openFeed(app.db)
  const presence = openPresence(app.now, feed.tell)
  app.addHook('preClose', async () => {
    presence.close()
    feed.close()
  })

  const listen = {
    tags,
    summary: 'Changes as they are committed, as server-sent events',
    querystring: listening,
    headers: resumed,
    produces: ['text/event-stream'],
    response: { 200: { description: 'An endless stream.', content: { 'text/event-stream': { schema: change } } } },
  }
  app.get('/events', { schema: listen }, async (request, reply) => {
    const stream = new PassThrough()
    const { client_id, since = null } = request.query
    const userId = String(request.actor.id)
    feed.join({ userId, who: () => recognise(app, request), stream }, resumeAt(request) ?? since)
    stream.write(presence.message())
    if (client_id) stream.once('close', () => presence.leave(userId, client_id))

    // Closed with its last word, so that a stop need not wait for the connection; proxies are to pass on each event.
    reply.header('connection', 'close').header('x-accel-buffering', 'no')
    reply.type('text/event-stream; charset=utf-8')
    // The schema describes one event; what is sent is a stream of them.
    return reply.send(stream as never)
  })

  const tell = {
    tags,
    summary: 'Say where one is looking; said again at least every 45 seconds',
    body: place,
    response: { 204: z.null().describe('Told.') },
  }
  app.post('/presence', { ...forViewers, schema: tell }, async (request, reply) => {
    const { client_id, view_id = null, row_id = null, field = null } = request.body
    const { id, name } = request.actor
    presence.put({ id: String(id), name }, client_id, { view_id, row_id, field })
    return reply.status(204).send(null)
  })
}

/** NaN for a header that is no number: somebody was here before, and we cannot tell where. */
function resumeAt(request: FastifyRequest): number | null {
  const header = request.headers['last-event-id']
  if (typeof header !== 'string' || header === '') return null

  return /^\d{1,15}$/.test(header) ? Number(header) : Number.NaN
}
