import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { named, presentRecord, recordShape } from '../http/shapes.ts'
import { judge } from './decide.ts'
import { kindNames } from './kinds.ts'
import { type ProposalItem, payloadOf, proposalStatuses } from './proposals.ts'

const text = z.string().nullable()

export const proposalShape = recordShape.extend({
  kind: z.string().describe(`One of: ${kindNames.join(', ')}.`),
  title: z.string(),
  investor_id: text,
  investor: named.nullable(),
  payload: z.record(z.string(), z.unknown()).describe('What would be done; may be sent back, edited, to approve.'),
  changes: z
    .array(
      z.object({
        field: z.string(),
        label: z.string(),
        seen: z.unknown(),
        current: z.unknown(),
        proposed: z.unknown(),
      }),
    )
    .describe('While pending: what stood there when it was proposed, what stands there now, and what would.'),
  stale: z.boolean().describe('Whether somebody changed it since: then approving needs `confirm`.'),
  evidence: z.array(z.object({ text: z.string(), quote: z.string().optional(), link: z.string().optional() })),
  confidence: z.number().nullable().describe('A fraction.'),
  source: z.string(),
  status: z.enum(proposalStatuses),
  reason: text,
  decided_at: text,
  decided_by: text,
  decision_batch_id: text.describe('The act of the decision; undoing it makes the proposal wait again.'),
})

export function presentProposal(db: Db, { proposal, investor }: ProposalItem): z.infer<typeof proposalShape> {
  const judged = proposal.status === 'pending' ? judge(db, proposal) : []
  return {
    ...presentRecord(proposal),
    kind: proposal.kind,
    title: proposal.title,
    investor_id: proposal.investorId,
    investor,
    payload: payloadOf(proposal),
    changes: judged.map(({ field, label, seen, current, proposed }) => ({ field, label, seen, current, proposed })),
    stale: judged.some((one) => one.stale),
    evidence: proposal.evidence,
    confidence: proposal.confidence,
    source: proposal.source,
    status: proposal.status,
    reason: proposal.reason,
    decided_at: proposal.decidedAt,
    decided_by: proposal.decidedBy,
    decision_batch_id: proposal.batch,
  }
}
