import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Db } from '../db/db.ts'
import type { Tx } from '../db/write.ts'
import { notFound } from '../errors.ts'
import { listOf, listQuery, pageOf } from '../http/lists.ts'
import { archived, archivedShape, oneById, written } from '../http/shapes.ts'
import { presentWish, wishShape } from './present.ts'
import {
  addWish,
  archiveWish,
  editWish,
  findWish,
  listWishes,
  takeVoteBack,
  vote,
  wishForm,
  wishPatch,
  wishStatuses,
} from './wishes.ts'

const tags = ['Feature requests']
const changed = { 200: written(wishShape) }

/** What the team wishes for, and its votes. */
export async function wishesApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()
  const path = '/feature-requests'

  const list = {
    tags,
    summary: 'Feature requests, those with the most votes first',
    querystring: listQuery({ status: z.enum(wishStatuses).optional() }),
    response: { 200: listOf(wishShape) },
  }
  app.get(path, { schema: list }, async (request) => {
    const { status, ...page } = request.query
    return pageOf(listWishes(app.db, request.actor.id, { status }).map(presentWish), page, wishShape)
  })

  const one = { tags, summary: 'One feature request', params: oneById, response: { 200: wishShape } }
  app.get(`${path}/:id`, { schema: one }, async ({ params, actor }) => presented(app.db, params.id, actor.id))

  const add = {
    tags,
    summary: 'Wish for something, with one’s own vote',
    body: wishForm,
    response: { 201: written(wishShape) },
  }
  app.post(path, { schema: add }, async ({ body, actor }, reply) =>
    reply.acted(`Wished for “${body.title}”`, (tx) => presented(tx.db, addWish(tx, body).id, actor.id)),
  )

  const edit = {
    tags,
    summary: 'Change a feature request: its author the words, an admin `status` and `answer`',
    params: oneById,
    body: wishPatch,
    response: changed,
  }
  app.patch(`${path}/:id`, { schema: edit }, async ({ params, body, actor }, reply) => {
    const { id, title } = findWish(app.db, params.id)
    return reply.acted(`Changed the wish “${title}”`, (tx) => presented(tx.db, editWish(tx, id, body).id, actor.id))
  })

  const remove = {
    tags,
    summary: 'Archive a feature request: its author or an admin',
    params: oneById,
    response: { 200: archivedShape },
  }
  app.delete(`${path}/:id`, { schema: remove }, async ({ params }, reply) => {
    const { id, title } = findWish(app.db, params.id)
    return reply.acted(`Archived the wish “${title}”`, (tx) => archived(archiveWish(tx, id)))
  })

  const give = { tags, summary: 'Vote for it; again, nothing changes', params: oneById, response: changed }
  app.post(`${path}/:id/vote`, { schema: give }, async ({ params, actor }, reply) => {
    const { id, title } = findWish(app.db, params.id)
    const work = (tx: Tx) => {
      vote(tx, id)
      return presented(tx.db, id, actor.id)
    }
    return reply.acted(`Voted for “${title}”`, work, 200)
  })

  const take = { tags, summary: 'Take one’s vote back', params: oneById, response: changed }
  app.delete(`${path}/:id/vote`, { schema: take }, async ({ params, actor }, reply) => {
    const { id, title } = findWish(app.db, params.id)
    return reply.acted(`Took back the vote for “${title}”`, (tx) => {
      takeVoteBack(tx, id)
      return presented(tx.db, id, actor.id)
    })
  })
}

function presented(db: Db, id: string, readerId: string | null) {
  const [item] = listWishes(db, readerId, { id })
  if (!item) throw notFound('wish')

  return presentWish(item)
}
