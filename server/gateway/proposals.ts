import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { ProposalReply } from '../../shared/gateway.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import type { Tx } from '../db/write.ts'
import { approve, reject } from '../proposals/decide.ts'
import { findProposal, listProposals, titleOf } from '../proposals/proposals.ts'
import { type Told, tellProposals } from '../proposals/told.ts'
import { asked } from './request.ts'

const one = z.object({ id: z.string() })
const approval = z.strictObject({}).nullish()
const rejection = z.strictObject({
  reason: z.string().trim().max(2000, 'Keep the reason under 2,000 characters.').optional(),
})

/** `POST /proposals/:id/approve` and `/reject`: answers what capture proposes about the open message. */
export async function proposalRoutes(app: FastifyInstance): Promise<void> {
  app.post('/proposals/:id/approve', async (request, reply) => {
    asked(approval, request.body)
    const item = findProposal(app.db, one.parse(request.params).id)
    return reply.acted(`Approved: ${titleOf(item)}`, (tx) => decided(approve(tx, item.proposal.id)), 200)
  })

  app.post('/proposals/:id/reject', async (request, reply) => {
    const { reason = null } = asked(rejection.nullish(), request.body) ?? {}
    const item = findProposal(app.db, one.parse(request.params).id)
    return reply.acted(`Rejected: ${titleOf(item)}`, (tx: Tx) => decided(reject(tx, item.proposal.id, reason)), 200)
  })
}

const decided = ({ id, status }: ReturnType<typeof approve>) => ({ id, status })

/** What waits about a captured message, and about strangers by their addresses as matching compares them. */
export type Asked = { mailId: string | null; addresses: string[] }

const most = 10

/** What waits about the open message and the people on it, in words its reader may see. */
export function proposalsAbout(db: Db, readerId: string, { mailId, addresses }: Asked): ProposalReply[] {
  const ids = prepared<string>(db, waiting)
    .pluck()
    .all({ mail: mailId ?? '', addresses: JSON.stringify(addresses) })
  if (ids.length === 0) return []

  return tellProposals(db, readerId, listProposals(db, { ids, status: 'pending' })).map(asReply)
}

/** Both by the occasion they were proposed for, which is indexed. */
const waiting = `
  SELECT id FROM live_proposals WHERE source = 'capture' AND status = 'pending'
    AND occasion > 'mail:' || @mail || ':' AND occasion < 'mail:' || @mail || ';'
  UNION
  SELECT p.id FROM mail_sightings s
  JOIN live_proposals p ON p.source = 'capture' AND p.occasion = 'sighting:' || s.id
  WHERE s.address_key IN (SELECT value FROM json_each(@addresses)) AND p.status = 'pending'
  LIMIT ${most}`

const asReply = ({ proposal, title, gist, evidence }: Told): ProposalReply => ({
  id: proposal.id,
  kind: proposal.kind,
  investor_id: proposal.investorId,
  text: proposal.kind === 'log_email' ? 'Log this e-mail' : gist ? `${title} (${gist})` : title,
  reason: evidence[0]?.text ?? null,
})
