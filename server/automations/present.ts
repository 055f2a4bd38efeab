import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { named, presentRecord, recordShape } from '../http/shapes.ts'
import type { Automation } from './automations.ts'
import { problemsOf } from './check.ts'
import { actionsShape, triggerShape } from './rule.ts'
import { outcomes, type RunItem } from './runs.ts'
import { sentenceOf } from './words.ts'

const text = z.string().nullable()
const effects = z.array(z.record(z.string(), z.unknown()))

export const automationShape = recordShape.extend({
  key: text.describe('Names the rules every fund starts with.'),
  name: z.string(),
  description: text,
  enabled: z.boolean(),
  trigger: triggerShape,
  conditions: z.record(z.string(), z.unknown()).nullable(),
  actions: actionsShape,
  position: z.int(),
  sentence: z.string().describe('The rule in words.'),
  problems: z.record(z.string(), z.string()).describe('Why it cannot work as it stands; empty when it can.'),
})

export const presentAutomation = (db: Db, rule: Automation): z.infer<typeof automationShape> => ({
  ...presentRecord(rule),
  key: rule.key,
  name: rule.name,
  description: rule.description,
  enabled: rule.enabled,
  trigger: rule.trigger,
  conditions: rule.conditions as Record<string, unknown> | null,
  actions: rule.actions,
  position: rule.position,
  sentence: sentenceOf(db, rule),
  problems: problemsOf(db, rule),
})

export const runShape = z.object({
  id: z.string(),
  at: z.string(),
  automation_id: z.string(),
  automation: named,
  investor_id: z.string(),
  investor: named,
  occasion: z.string().describe('What it fired for; a rule fires for each investor and occasion once.'),
  outcome: z.enum(outcomes),
  effects: effects.describe(
    'What it did: `{kind, field, before, after}`, `{kind, task_id, title}` or `{kind, proposal_id}`.',
  ),
  reason: text.describe('Why it failed or was stopped.'),
  depth: z.int().describe('How many rules set off one another before it.'),
  run_batch_id: text.describe('The act of its effects, for undo.'),
})

export const presentRun = ({ run, automation, investor }: RunItem): z.infer<typeof runShape> => ({
  id: run.id,
  at: run.updatedAt,
  automation_id: automation.id,
  automation,
  investor_id: investor.id,
  investor,
  occasion: run.occasion,
  outcome: run.outcome,
  effects: run.effects,
  reason: run.reason,
  depth: run.depth,
  run_batch_id: run.batch,
})

export const dryRunShape = z.object({
  basis: z.string(),
  matched: z.int(),
  would_act: z.int(),
  rows: z
    .array(z.object({ id: z.string(), name: z.string(), effects, problem: z.string().optional() }))
    .describe('The first 500.'),
})
