import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { communicationTypes } from '../../shared/gateway.ts'
import { listOf, pagedQuery } from '../http/lists.ts'
import { moment, spanBetween } from '../http/moments.ts'
import { activityKinds, everything } from './everything.ts'
import { happenedShape, presentHappened } from './present.ts'

const address = z.string().max(320).optional()
const filters = {
  kind: z.enum(activityKinds).default('all'),
  user_id: z.string().optional().describe('The colleague who did it, or was in touch.'),
  investor_id: z.string().optional(),
  contact_id: z.string().optional().describe('What was said with this person.'),
  address: address.describe('E-mails that this address is on.'),
  sender: address.describe('E-mails that this address wrote.'),
  recipient: address.describe('E-mails that went to this address.'),
  direction: z.enum(['in', 'out']).optional(),
  type: z.enum(communicationTypes).optional(),
  since: moment.optional(),
  until: moment.optional(),
}

/** What the team did, and what was said. */
export async function activityApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const schema = {
    tags: ['History'],
    summary: 'Acts of the team and communications, newest first, by person or investor and time',
    description: 'What only a communication has (`contact_id`, addresses, `direction`, `type`) leaves acts out.',
    querystring: pagedQuery(filters),
    response: { 200: listOf(happenedShape) },
  }
  app.get('/activity', { schema }, async (request) => {
    const { kind, user_id, investor_id, contact_id, since, until, limit, offset, ...same } = request.query
    const span = spanBetween(since, until, app.config.timezone)
    const filter = {
      ...same,
      userId: user_id,
      investorId: investor_id,
      contactId: contact_id,
      ...span,
      admin: request.actor.role === 'admin',
    }
    const { happened, total } = everything(app.db, filter, { limit, offset }, kind)
    return { data: presentHappened(app.db, request.actor.id, happened), total, limit, offset }
  })
}
