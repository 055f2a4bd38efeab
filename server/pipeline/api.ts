import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { notFound } from '../errors.ts'
import { findInvestor } from '../grid/investors.ts'
import { listOf, listQuery, pageOf } from '../http/lists.ts'
import { archived, archivedShape, oneById, written } from '../http/shapes.ts'
import {
  archiveOpportunity,
  editOpportunity,
  flagOpportunity,
  listOpportunities,
  moveOpportunity,
  opportunityForm,
  opportunityPatch,
  type PipelineItem,
  stageMove,
} from './opportunities.ts'
import { opportunityShape, presentOpportunity, presentStage, stageShape } from './present.ts'
import { allStages } from './stages.ts'

const tags = ['Pipeline']
const changed = { 200: written(opportunityShape) }

/** Opportunities and the stages they move through. */
export async function pipelineApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const stages = {
    tags,
    summary: 'All stages, in order',
    querystring: listQuery({}),
    response: { 200: listOf(stageShape) },
  }
  app.get('/stages', { schema: stages }, async (request) =>
    pageOf(allStages(app.db).map(presentStage), request.query, stageShape),
  )

  const filters = {
    investor_id: z.string().optional(),
    fund_id: z.string().optional(),
    stage: z.string().optional(),
    owner: z.string().optional(),
  }
  const list = {
    tags,
    summary: 'Opportunities by stage, then the largest first',
    querystring: listQuery(filters),
    response: { 200: listOf(opportunityShape) },
  }
  app.get('/opportunities', { schema: list }, async (request) => {
    const { investor_id: investorId, fund_id: fundId, stage, owner, ...page } = request.query
    const items = listOpportunities(app.db, { investorId, fundId, stage, owner })
    return pageOf(
      items.map((item) => presentOpportunity(app.db, item)),
      page,
      opportunityShape,
    )
  })

  const one = { tags, summary: 'One opportunity', params: oneById, response: { 200: opportunityShape } }
  app.get('/opportunities/:id', { schema: one }, async (request) =>
    presentOpportunity(app.db, itemOf(app.db, request.params.id)),
  )

  const flag = {
    tags,
    summary: 'Flag an investor in a fund’s pipeline; a second open opportunity there is a conflict',
    body: opportunityForm,
    response: { 201: written(opportunityShape) },
  }
  app.post('/opportunities', { schema: flag }, async (request, reply) => {
    const { name } = findInvestor(app.db, request.body.investor_id)
    return reply.acted(`Flagged ${name}`, (tx) =>
      presentOpportunity(tx.db, itemOf(tx.db, flagOpportunity(tx, request.body).id)),
    )
  })

  const edit = { tags, summary: 'Change its facts', params: oneById, body: opportunityPatch, response: changed }
  app.patch('/opportunities/:id', { schema: edit }, async (request, reply) => {
    const { opportunity, investor } = itemOf(app.db, request.params.id)
    return reply.acted(`Changed the opportunity of ${investor.name}`, (tx) => {
      editOpportunity(tx, opportunity.id, request.body)
      return presentOpportunity(tx.db, itemOf(tx.db, opportunity.id))
    })
  })

  const move = {
    tags,
    summary: 'Move it to another stage; a loss or a step back needs a reason',
    params: oneById,
    body: stageMove,
    response: changed,
  }
  app.patch('/opportunities/:id/stage', { schema: move }, async (request, reply) => {
    const { opportunity, investor } = itemOf(app.db, request.params.id)
    return reply.acted(`Moved ${investor.name}`, (tx) => {
      moveOpportunity(tx, opportunity.id, request.body)
      return presentOpportunity(tx.db, itemOf(tx.db, opportunity.id))
    })
  })

  const remove = { tags, summary: 'Archive an opportunity', params: oneById, response: { 200: archivedShape } }
  app.delete('/opportunities/:id', { schema: remove }, async (request, reply) => {
    const { opportunity, investor } = itemOf(app.db, request.params.id)
    return reply.acted(`Archived an opportunity of ${investor.name}`, (tx) =>
      archived(archiveOpportunity(tx, opportunity.id)),
    )
  })
}

/** An opportunity of an archived investor is as absent as the investor. */
function itemOf(db: Db, id: string): PipelineItem {
  const [item] = listOpportunities(db, { id })
  if (!item) throw notFound('opportunity')

  return item
}
