import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { privacyRequest } from '../../shared/gateway.ts'
import { setThreadLevel } from '../mail/thread-levels.ts'
import { actingUser } from './caller.ts'
import { asked } from './request.ts'

const path = z.object({ id: z.string().min(1).max(100) })

/** `POST /threads/:id/privacy`: somebody who took part decides what the others see of a thread. */
export async function threadRoutes(app: FastifyInstance): Promise<void> {
  app.post('/threads/:id/privacy', async (request, reply) => {
    const user = actingUser(request)
    const { id } = path.parse(request.params)
    const { level } = asked(privacyRequest, request.body)
    return reply.acted('Changed who reads a thread', (tx) => setThreadLevel(tx, user, id, level), 200)
  })
}
