import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { named, presentRecord, recordShape } from '../http/shapes.ts'
import { judgedIfPossible } from './decide.ts'
import { kindNames } from './kinds.ts'
import { findProposal, type ProposalItem, payloadOf, proposalStatuses } from './proposals.ts'
import { rules } from './rules.ts'
import { type Reason, type Told, tellProposals } from './told.ts'
import type { MessageLine } from './told-facts.ts'

const text = z.string().nullable()

const evidenceShape = z.object({
  text: z.string(),
  quote: z.string().optional(),
  link: z.string().optional(),
  rule: z.string().optional().describe('The rule of capture it follows from.'),
  rule_text: z.string().optional().describe('The same in words.'),
  header: z.string().optional().describe('Where on the message the rule looked.'),
  message: z
    .object({
      id: text.describe('Null when the message itself is not held.'),
      at: z.string(),
      direction: z.enum(['in', 'out']).nullable(),
      from: text,
      to: z.array(z.string()),
      mailboxes: z.array(z.string()).describe('Where it lies, as far as you may know.'),
      subject: text.describe('Null when it is kept private from you.'),
    })
    .optional(),
  meeting: z.object({ id: z.string(), at: z.string(), title: text }).optional(),
})

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
  problem: text.describe('Why it cannot be done any more; then it can only be rejected.'),
  evidence: z.array(evidenceShape).describe('Why it is proposed, as far as you may see it.'),
  confidence: z.number().nullable().describe('A fraction.'),
  source: z.string(),
  status: z.enum(proposalStatuses),
  reason: text,
  decided_at: text,
  decided_by: text,
  decision_batch_id: text.describe('The act of the decision; undoing it makes the proposal wait again.'),
})

/** Proposals as `readerId` may see them. */
export function presentProposals(db: Db, readerId: string | null, items: ProposalItem[]): Presented[] {
  return tellProposals(db, readerId, items).map((told) => presentOne(db, told))
}

/** The one with that id; 404 when there is none. */
export function presented(db: Db, readerId: string | null, id: string): Presented {
  const [proposal] = presentProposals(db, readerId, [findProposal(db, id)])
  if (!proposal) throw new Error('a proposal was not presented')

  return proposal
}

type Presented = z.infer<typeof proposalShape>

function presentOne(db: Db, { proposal, investor, title, evidence }: Told): Presented {
  const { judged, problem } = judgedIfPossible(db, proposal)
  return {
    ...presentRecord(proposal),
    kind: proposal.kind,
    title,
    investor_id: proposal.investorId,
    investor,
    payload: payloadOf(proposal),
    changes: judged.map(({ field, label, seen, current, proposed }) => ({ field, label, seen, current, proposed })),
    stale: judged.some((one) => one.stale),
    problem,
    evidence: evidence.map(presentReason),
    confidence: proposal.confidence,
    source: proposal.source,
    status: proposal.status,
    reason: proposal.reason,
    decided_at: proposal.decidedAt,
    decided_by: proposal.decidedBy,
    decision_batch_id: proposal.batch,
  }
}

function presentReason({ text, quote, link, rule, header, message, meeting }: Reason): z.infer<typeof evidenceShape> {
  return {
    text,
    ...(quote !== undefined && { quote }),
    ...(link !== undefined && { link }),
    ...(rule && { rule, rule_text: rules[rule].means }),
    ...(header && { header }),
    ...(message && { message: presentMessage(message) }),
    ...(meeting && { meeting: { id: meeting.id, at: meeting.at, title: meeting.title } }),
  }
}

const presentMessage = ({ id, at, direction, from, to, subject, mailboxes }: MessageLine) => ({
  id,
  at,
  direction,
  from: from?.address ?? null,
  to: to.map(({ address }) => address),
  mailboxes,
  subject,
})
