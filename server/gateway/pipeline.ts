import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { opportunityRequest, stageMoveRequest } from '../../shared/gateway.ts'
import { flagOpportunity, moveOpportunity, type Opportunity } from '../pipeline/opportunities.ts'
import { asked } from './request.ts'

const one = z.object({ id: z.string().max(100) })

/** `POST /opportunities` flags an investor for a fund; `POST /opportunities/:id/stage` moves it on, or back with a reason. */
export async function pipelineRoutes(app: FastifyInstance): Promise<void> {
  app.post('/opportunities', async (request, reply) => {
    const form = asked(opportunityRequest, request.body)
    return reply.acted('Flagged in the pipeline', (tx) => asRecord(flagOpportunity(tx, form)))
  })

  app.post('/opportunities/:id/stage', async (request, reply) => {
    const { id } = one.parse(request.params)
    const move = asked(stageMoveRequest, request.body)
    return reply.acted('Moved an opportunity', (tx) => asRecord(moveOpportunity(tx, id, move)), 200)
  })
}

const asRecord = (opportunity: Opportunity) => ({
  id: opportunity.id,
  investor_id: opportunity.investorId,
  fund_id: opportunity.fundId,
  stage: opportunity.stage,
  stage_reason: opportunity.stageReason,
  expected_amount: opportunity.expectedAmount,
  probability: opportunity.probability,
})
