import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { UserError } from '../../errors.ts'
import { filled } from '../../http/forms.ts'
import { backTo, undoOf } from '../../http/undoable.ts'
import { privacyLevels } from '../levels.ts'
import { setThreadLevel } from '../thread-levels.ts'
import { openMail } from './message.ts'
import { threadPage } from './thread.ts'

const one = z.object({ id: z.string() })
const asked = z.object({ remote: z.literal('1').optional().catch(undefined) })
const choice = z.object({ level: z.enum(privacyLevels).optional() })

/** Captured mail, read: a thread, a message, and who reads them. */
export async function mailRoutes(app: FastifyInstance): Promise<void> {
  app.get('/mail/:id', async (request, reply) => {
    const { id } = one.parse(request.params)
    const message = openMail(app.db, request.actor.id, id)
    const thread = threadPage(app.db, request.actor.id, message.threadId)
    return reply.view('mail/thread', { thread, message, remote: isAsked(request.query) })
  })

  app.get('/mail/:id/message', async (request, reply) => {
    const message = openMail(app.db, request.actor.id, one.parse(request.params).id)
    return reply.fragment('mail/message', { message, remote: isAsked(request.query) })
  })

  app.post('/mail/threads/:id/privacy', async (request, reply) => {
    const { id } = one.parse(request.params)
    const { user } = request
    if (!user) throw new UserError('not_signed_in', 'Sign in first.')

    const { level = null } = choice.parse(filled(request.body))
    const done = request.act('Changed who reads a thread', (tx) => setThreadLevel(tx, user, id, level))
    const message = saved[done.result.effective]
    return reply.done({ message, batchId: undoOf(done), to: backTo(request, `/mail/threads/${id}`) })
  })

  app.get('/mail/threads/:id', async (request, reply) => {
    const thread = threadPage(app.db, request.actor.id, one.parse(request.params).id)
    return reply.view('mail/thread', { thread, message: null, remote: false })
  })
}

const isAsked = (query: unknown): boolean => asked.parse(query).remote !== undefined

const saved = {
  full: 'Everybody here reads this thread',
  subject: 'Colleagues see that there was a thread and its subject',
  metadata: 'Colleagues see that there was a thread, and no word of it',
}
