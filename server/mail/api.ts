import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { putBack, setAside } from '../capture/set-aside.ts'
import { forAdmins } from '../http/access.ts'
import { listOf, pagedQuery } from '../http/lists.ts'
import { archived, archivedShape, oneById, written } from '../http/shapes.ts'
import { privacyLevels } from './levels.ts'
import { addNeverLog, listNeverLog, type NeverLog, removeNeverLog } from './never-log.ts'
import { scrubSoon } from './scrub.ts'
import { setThreadLevel } from './thread-levels.ts'
import { listUnreadable } from './unreadable.ts'

const tags = ['Capture']
const level = z.enum(privacyLevels, 'Choose metadata, subject or full.')

const neverLogShape = z.object({
  id: z.string(),
  address: z.string().nullable(),
  domain: z.string().nullable().describe('With all domains below it.'),
  created_at: z.string(),
  created_by: z.string().nullable(),
})
const erasedShape = z.object({ messages: z.int(), meetings: z.int(), communications: z.int() })
const neverLogForm = z.union(
  [
    z.strictObject({ address: z.string().max(320) }),
    z.strictObject({
      domain: z.string().max(253).describe('All domains below it are meant too.'),
      confirm: z
        .boolean()
        .optional()
        .describe('true for the domain of a free mail provider, which is refused without.'),
    }),
  ],
  'Give an address or a domain.',
)

const unreadableShape = z.object({
  mailbox: z.string(),
  gmail_id: z.string(),
  reason: z.string(),
  size: z.int().nullable().describe('In bytes.'),
  at: z.string().nullable(),
  tries: z.int(),
  first_seen_at: z.string(),
  set_aside_at: z.string().nullable().describe('When an admin put it aside: it is not missing any more.'),
  set_aside_by: z.string().nullable(),
})

const oneUnreadable = z.object({ mailbox: z.string().max(320), gmail_id: z.string().max(100) })
const placeOf = ({ mailbox, gmail_id: gmailId }: z.infer<typeof oneUnreadable>) => ({ mailbox, gmailId })

const threadPrivacyShape = z.object({
  thread_id: z.string(),
  level: level.nullable().describe('What you decided; null: what your mailbox says.'),
  effective: level.describe('The most private that anybody who took part decided.'),
})

/** What is kept of mail, what never is, and who reads it. */
export async function mailApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const list = {
    tags,
    summary: 'Addresses and domains whose mail leaves no trace',
    querystring: pagedQuery({}),
    response: { 200: listOf(neverLogShape) },
  }
  app.get('/admin/capture/never-log', { ...forAdmins, schema: list }, async ({ query: { limit, offset } }) => {
    const all = listNeverLog(app.db).map(present)
    return { data: all.slice(offset, offset + limit), total: all.length, limit, offset }
  })

  const add = {
    tags,
    summary: 'Never log an address or a domain, and erase what is held of it',
    body: neverLogForm,
    response: { 201: written(neverLogShape.extend({ erased: erasedShape })) },
  }
  app.post('/admin/capture/never-log', { ...forAdmins, schema: add }, async (request, reply) => {
    return reply.once(() => {
      const work = request.act('Listed somebody as never logged', (tx) =>
        addNeverLog(tx, request.body, app.config.workspaceDomain),
      )
      scrubSoon(app.db)
      const { entry, erased } = work.result
      return { ...present(entry), erased, batch_id: work.changed > 0 ? work.batchId : null }
    })
  })

  const remove = {
    tags,
    summary: 'Log their mail again from now on',
    params: oneById,
    response: { 200: archivedShape },
  }
  app.delete('/admin/capture/never-log/:id', { ...forAdmins, schema: remove }, async (request, reply) =>
    reply.acted('Took somebody off the never-log list', (tx) => archived(removeNeverLog(tx, request.params.id))),
  )

  const unreadable = {
    tags,
    summary: 'Messages that could not be read, the newest first',
    querystring: pagedQuery({}),
    response: { 200: listOf(unreadableShape) },
  }
  app.get('/admin/capture/unparseable', { ...forAdmins, schema: unreadable }, async ({ query: { limit, offset } }) => {
    const { items, total } = listUnreadable(app.db, { limit, offset })
    return { data: items, total, limit, offset }
  })

  const aside = {
    tags,
    summary: 'Put a message that can never be read aside, so that it counts as missing no more',
    params: oneUnreadable,
    response: { 200: written(unreadableShape) },
  }
  const unreadableUrl = '/admin/capture/unparseable/:mailbox/:gmail_id'
  app.post(`${unreadableUrl}/set-aside`, { ...forAdmins, schema: aside }, async ({ params }, reply) =>
    reply.acted('Set aside a message that cannot be read', (tx) => setAside(tx, placeOf(params)), 200),
  )

  const back = { ...aside, summary: 'Put a message back that was set aside, so that it counts as missing again' }
  app.post(`${unreadableUrl}/put-back`, { ...forAdmins, schema: back }, async ({ params }, reply) =>
    reply.acted('Put back a message that cannot be read', (tx) => putBack(tx, placeOf(params)), 200),
  )

  const privacy = {
    tags: ['Communications'],
    summary: 'Decide, as somebody who took part, what the others see of a thread',
    params: oneById,
    body: z.strictObject({ level: level.nullable() }),
    response: { 200: written(threadPrivacyShape) },
  }
  app.put('/communications/threads/:id/privacy', { schema: privacy }, async (request, reply) =>
    reply.acted('Changed who reads a thread', (tx) =>
      setThreadLevel(tx, { id: request.actor.id ?? '' }, request.params.id, request.body.level),
    ),
  )
}

const present = ({ id, kind, value, createdAt, createdBy }: NeverLog) => ({
  id,
  address: kind === 'address' ? value : null,
  domain: kind === 'domain' ? value : null,
  created_at: createdAt,
  created_by: createdBy,
})
