import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { setAside } from '../capture/set-aside.ts'
import { forAdmins } from '../http/access.ts'

const place = z.object({ mailbox: z.string().max(320), gmail_id: z.string().max(100) })

/** The button beside a message that can never be read. */
export async function unreadableRoutes(app: FastifyInstance): Promise<void> {
  const url = '/admin/capture/unreadable/:mailbox/:gmail_id/set-aside'
  app.post(url, forAdmins, async (request, reply) => {
    const { mailbox, gmail_id: gmailId } = place.parse(request.params)
    setAside(app.db, { mailbox, gmailId }, request.actor.id, app.now().toISOString())
    return reply.done({ message: 'Put aside: it counts as missing no more', to: '/admin/capture' })
  })
}
