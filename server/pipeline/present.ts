import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { cellsShape, presentCells } from '../grid/record-cells.ts'
import { named, presentRecord, recordShape } from '../http/shapes.ts'
import { inTouchShape, presentInTouch } from '../meetings/in-touch.ts'
import type { Opportunity, PipelineItem } from './opportunities.ts'
import type { Stage } from './stages.ts'

const text = z.string().nullable()

export const opportunityShape = recordShape.extend({
  investor_id: z.string(),
  investor: named,
  fund_id: z.string(),
  fund: named,
  stage: z.string().describe('The key of a stage, see /stages.'),
  stage_since: z.string(),
  stage_reason: text,
  expected_amount: z.int().nullable().describe('In minor units of `currency`.'),
  currency: z.string(),
  probability: z.number().nullable().describe('A fraction; null when the stage’s own counts.'),
  owner: text.describe('A user id.'),
  next_step: text,
  next_step_at: text,
  ...inTouchShape,
  values: cellsShape,
})

export const presentOpportunity = (db: Db, item: PipelineItem): z.infer<typeof opportunityShape> => ({
  ...presentRecord(item.opportunity),
  investor_id: item.investor.id,
  investor: { id: item.investor.id, name: item.investor.name },
  fund_id: item.fund.id,
  fund: { id: item.fund.id, name: item.fund.name },
  ...facts(item.opportunity),
  currency: item.fund.currency,
  ...presentInTouch(item.inTouch),
  values: presentCells(db, 'opportunities', item.opportunity.cells),
})

const facts = (opportunity: Opportunity) => ({
  stage: opportunity.stage,
  stage_since: opportunity.stageSince,
  stage_reason: opportunity.stageReason,
  expected_amount: opportunity.expectedAmount,
  probability: opportunity.probability,
  owner: opportunity.owner,
  next_step: opportunity.nextStep,
  next_step_at: opportunity.nextStepAt,
})

export const stageShape = recordShape.extend({
  key: z.string(),
  label: z.string(),
  kind: z.enum(['open', 'won', 'lost']),
  probability: z.number().describe('A fraction.'),
  norm_days: z.int().nullable().describe('How long an opportunity usually stays.'),
  position: z.int(),
})

export const presentStage = (stage: Stage): z.infer<typeof stageShape> => ({
  ...presentRecord(stage),
  key: stage.key,
  label: stage.label,
  kind: stage.kind,
  probability: stage.probability,
  norm_days: stage.normDays,
  position: stage.position,
})
