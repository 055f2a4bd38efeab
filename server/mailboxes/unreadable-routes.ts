import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { putBack, setAside } from '../capture/set-aside.ts'
import { forAdmins } from '../http/access.ts'

const one = z.object({ mailbox: z.string().max(320), gmail_id: z.string().max(100) })
const placeOf = (params: unknown) => {
  const { mailbox, gmail_id: gmailId } = one.parse(params)
  return { mailbox, gmailId }
}

/** The buttons beside a message that can never be read. */
export async function unreadableRoutes(app: FastifyInstance): Promise<void> {
  const url = '/admin/capture/unreadable/:mailbox/:gmail_id'
  const to = '/admin/capture'

  app.post(`${url}/set-aside`, forAdmins, async (request, reply) => {
    request.act('Set aside a message that cannot be read', (tx) => setAside(tx, placeOf(request.params)))
    return reply.done({ message: 'Set aside: it counts as missing no more', to })
  })

  app.post(`${url}/put-back`, forAdmins, async (request, reply) => {
    request.act('Put back a message that cannot be read', (tx) => putBack(tx, placeOf(request.params)))
    return reply.done({ message: 'Put back: it counts as missing again', to })
  })
}
