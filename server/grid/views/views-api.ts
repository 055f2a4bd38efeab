import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { viewDefinition } from '../../../shared/views.ts'
import { forViewers } from '../../http/access.ts'
import { listOf, listQuery, pageOf } from '../../http/lists.ts'
import { archived, archivedShape, oneById, written } from '../../http/shapes.ts'
import { checkedDefinition } from './definition.ts'
import { dropDrift, keepDrift } from './drifts.ts'
import { presentView, presentViews, viewShape } from './present.ts'
import {
  addView,
  archiveView,
  copyForm,
  copyView,
  editView,
  findView,
  toldView,
  viewForm,
  viewPatch,
} from './saved-views.ts'

const tags = ['Views']

/** Saved views and everybody's own drift from them. */
export async function viewsApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const list = {
    tags,
    summary: 'The shared views, then one’s own, each with one’s drift',
    querystring: listQuery({}),
    response: { 200: listOf(viewShape) },
  }
  app.get('/fundraising/views', { schema: list }, async (request) =>
    pageOf(presentViews(app.db, request.actor.id), request.query, viewShape),
  )

  const one = { tags, summary: 'One view', params: oneById, response: { 200: viewShape } }
  app.get('/fundraising/views/:id', { schema: one }, async ({ actor, params }) =>
    presentView(app.db, actor.id, findView(app.db, actor.id, params.id)),
  )

  const add = {
    tags,
    summary: 'Add a view, personal unless `shared`',
    body: viewForm,
    response: { 201: written(viewShape) },
  }
  app.post('/fundraising/views', { schema: add }, async ({ actor, body }, reply) => {
    const told = toldView({ name: body.name, ownerId: body.shared ? null : actor.id })
    return reply.acted(`Added ${told}`, (tx) => presentView(tx.db, actor.id, addView(tx, body)))
  })

  const edit = {
    tags,
    summary: 'Save, rename, lock, share or move a view; saving ends one’s drift',
    params: oneById,
    body: viewPatch,
    response: { 200: written(viewShape) },
  }
  app.patch('/fundraising/views/:id', { schema: edit }, async ({ actor, body, params }, reply) => {
    const view = findView(app.db, actor.id, params.id)
    const verb = body.definition ? 'Saved' : body.name === undefined ? 'Changed' : 'Renamed'
    return reply.acted(`${verb} ${toldView(view)}`, (tx) => presentView(tx.db, actor.id, editView(tx, view.id, body)))
  })

  const remove = { tags, summary: 'Archive a view', params: oneById, response: { 200: archivedShape } }
  app.delete('/fundraising/views/:id', { schema: remove }, async ({ actor, params }, reply) => {
    const view = findView(app.db, actor.id, params.id)
    return reply.acted(`Archived ${toldView(view)}`, (tx) => archived(archiveView(tx, view.id)))
  })

  const copy = {
    tags,
    summary: 'Save as mine: a personal copy of the view as the caller sees it',
    params: oneById,
    body: copyForm,
    response: { 201: written(viewShape) },
  }
  app.post('/fundraising/views/:id/copy', { schema: copy }, async ({ actor, body, params }, reply) =>
    reply.acted('Added a personal view', (tx) => presentView(tx.db, actor.id, copyView(tx, params.id, body))),
  )

  const drift = {
    tags,
    summary: 'Keep how the caller looks at the view just now, for them alone',
    params: oneById,
    body: z.strictObject({ definition: viewDefinition }),
    response: { 200: written(viewShape) },
  }
  app.put('/fundraising/views/:id/drift', { ...forViewers, schema: drift }, async ({ actor, body, params }, reply) =>
    reply.once(() => {
      const view = findView(app.db, actor.id, params.id)
      const definition = checkedDefinition(app.db, body.definition)
      if (actor.id) keepDrift(app.db, actor.id, view.id, definition, app.now().toISOString())
      return { ...presentView(app.db, actor.id, view), batch_id: null }
    }, 200),
  )

  const back = {
    tags,
    summary: 'Look at the view as it is saved again',
    params: oneById,
    response: { 200: written(viewShape) },
  }
  app.delete('/fundraising/views/:id/drift', { ...forViewers, schema: back }, async ({ actor, params }, reply) =>
    reply.once(() => {
      const view = findView(app.db, actor.id, params.id)
      if (actor.id) dropDrift(app.db, actor.id, view.id)
      return { ...presentView(app.db, actor.id, view), batch_id: null }
    }, 200),
  )
}
