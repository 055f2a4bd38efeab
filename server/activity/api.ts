import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { listOf, pagedQuery } from '../http/lists.ts'
import { moment, spanBetween } from '../http/moments.ts'
import { activity } from './activity.ts'
import { actShape, presentAct } from './present.ts'

const filters = {
  user_id: z.string().optional(),
  investor_id: z.string().optional(),
  since: moment.optional(),
  until: moment.optional(),
}

/** What the team did. */
export async function activityApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const schema = {
    tags: ['History'],
    summary: 'Acts of the team, newest first',
    querystring: pagedQuery(filters),
    response: { 200: listOf(actShape) },
  }
  app.get('/activity', { schema }, async (request) => {
    const { user_id: userId, investor_id: investorId, since, until, ...page } = request.query
    const filter = { userId, investorId, ...spanBetween(since, until, app.config.timezone) }
    const { acts, total } = activity(app.db, filter, page)
    return { data: acts.map((act) => presentAct(app.db, request.actor.id, act)), total, ...page }
  })
}
