import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { communicationTypes } from '../../shared/gateway.ts'
import type { Db } from '../db/db.ts'
import { notFound, UserError } from '../errors.ts'
import { findInvestor } from '../grid/investors.ts'
import { listOf, listQuery } from '../http/lists.ts'
import { moment, spanBetween } from '../http/moments.ts'
import { archived, archivedShape, oneById, written } from '../http/shapes.ts'
import { isCaptured } from './captured.ts'
import type { CommunicationFilter } from './filter.ts'
import {
  archiveCommunication,
  communicationForm,
  communicationPatch,
  editCommunication,
  logCommunication,
} from './log.ts'
import { communicationShape, presentCommunications } from './present.ts'
import { refuseHidden } from './privacy.ts'
import { listSaid, saidStates } from './said.ts'
import { findTold } from './told.ts'

const tags = ['Communications']
const filters = {
  investor_id: z.string().optional(),
  type: z.enum(communicationTypes).optional(),
  user_id: z.string().optional().describe('The colleague who was in touch.'),
  contact_id: z.string().optional(),
  thread_id: z.string().optional(),
  address: z.string().max(320).optional().describe('Anybody’s on the message.'),
  sender: z.string().max(320).optional().describe('The address that wrote it.'),
  recipient: z.string().max(320).optional().describe('An address it went to.'),
  direction: z.enum(['in', 'out']).optional(),
  since: moment.optional(),
  until: moment.optional(),
  search: z.string().max(500).optional(),
  state: z.enum(saidStates).optional().describe('Left out: both what is logged and what is captured only.'),
}

/** What was said with whom, as the reader may see it. */
export async function communicationsApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const zone = app.config.timezone

  const list = {
    tags,
    summary: 'Communications, newest first',
    description:
      'Beside what is logged, captured mail that nothing proposes to log: newsletters, automatic mail and that of contacts without investors. It has `state: "captured"`, counts as no contact and cannot be changed.',
    querystring: listQuery(filters),
    response: { 200: listOf(communicationShape) },
  }
  app.get('/communications', { schema: list }, async (request) => {
    const { limit, offset, sort, since, until, state, ...asked } = request.query
    const filter = { ...filterOf(asked), readerId: request.actor.id, ...spanBetween(since, until, zone) }
    const { items, total } = listSaid(app.db, filter, { limit, offset, sort }, state)
    const data = presentCommunications(app.db, request.actor.id, items)
    return { data, total, limit, offset }
  })

  const one = { tags, summary: 'One communication', params: oneById, response: { 200: communicationShape } }
  app.get('/communications/:id', { schema: one }, async (request) => {
    return presentOne(app.db, request.actor.id, request.params.id)
  })

  const log = {
    tags,
    summary: 'Log an e-mail, call, meeting, note or text',
    body: communicationForm,
    response: { 201: written(communicationShape) },
  }
  app.post('/communications', { schema: log }, async (request, reply) => {
    const { name } = findInvestor(app.db, request.body.investor_id)
    return reply.acted(`Logged a communication with ${name}`, (tx) => {
      const { communication } = logCommunication(tx, request.body)
      return presentOne(tx.db, tx.actor.id, communication.id)
    })
  })

  const edit = {
    tags,
    summary: 'Correct a communication',
    params: oneById,
    body: communicationPatch,
    response: { 200: written(communicationShape) },
  }
  app.patch('/communications/:id', { schema: edit }, async (request, reply) => {
    const { id } = ownWords(request.actor.id, request.params.id)
    return reply.acted('Changed a communication', (tx) => {
      editCommunication(tx, id, request.body)
      return presentOne(tx.db, tx.actor.id, id)
    })
  })

  const remove = { tags, summary: 'Archive a communication', params: oneById, response: { 200: archivedShape } }
  app.delete('/communications/:id', { schema: remove }, async (request, reply) => {
    const { id } = ownWords(request.actor.id, request.params.id)
    return reply.acted('Archived a communication', (tx) => archived(archiveCommunication(tx, id)))
  })

  function ownWords(readerId: string | null, id: string) {
    if (isCaptured(app.db, id)) throw new UserError('conflict', onlyCaptured)
    const communication = findTold(app.db, id)
    refuseHidden(readerId, communication)
    return communication
  }
}

const onlyCaptured =
  'This e-mail is captured and logged nowhere, so there is nothing to change. Log it with an investor first.'

type Asked = Omit<z.infer<z.ZodObject<typeof filters>>, 'since' | 'until' | 'state'>

function filterOf({ investor_id, user_id, contact_id, thread_id, ...same }: Asked): CommunicationFilter {
  return { ...same, investorId: investor_id, userId: user_id, contactId: contact_id, threadId: thread_id }
}

function presentOne(db: Db, readerId: string | null, id: string) {
  const { items } = listSaid(db, { id, readerId }, { limit: 1, offset: 0 })
  const [presented] = presentCommunications(db, readerId, items)
  if (!presented) throw notFound('communication')

  return presented
}
