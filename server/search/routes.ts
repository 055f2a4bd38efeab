import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { reaches } from '../http/access.ts'
import { isHtmx } from '../http/view.ts'
import { jumpTo } from './jump.ts'

const address = z.object({ q: z.string().max(500).default('').catch('') })

/** The search box of the top bar: a list in its dialog, a page for those without script. */
export async function jumpRoutes(app: FastifyInstance): Promise<void> {
  app.get('/search', async (request, reply) => {
    const { q } = address.parse(request.query)
    const time = { now: app.now(), zone: app.config.timezone, readerId: request.actor.id }
    const groups = jumpTo(app.db, q, (role) => reaches(request.user, role), time)
    return isHtmx(request) ? reply.fragment('search/results', { groups, q }) : reply.view('search/index', { groups, q })
  })
}
