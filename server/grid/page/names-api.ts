import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { prepared } from '../../db/prepared.ts'
import { forViewers } from '../../http/access.ts'
import { named } from '../../http/shapes.ts'

const body = z.strictObject({ ids: z.array(z.string().max(100)).max(1000, 'Ask for at most 1,000 names.') })

/** Names behind the ids that cells of contacts hold, for a page that shows many of them. */
export async function namesApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const schema = {
    tags: ['Grid'],
    summary: 'The names of these contacts; those that are gone are left out',
    body,
    response: { 200: z.object({ data: z.array(named) }) },
  }
  app.post('/fundraising/contact-names', { ...forViewers, schema }, async (request) => {
    const sql = 'SELECT c.id, c.name FROM json_each(?) e JOIN live_contacts c ON c.id = e.value'
    return { data: prepared<{ id: string; name: string }>(app.db, sql).all(JSON.stringify(request.body.ids)) }
  })
}
