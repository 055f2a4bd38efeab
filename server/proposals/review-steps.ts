/** What the answers to a proposal have in common: which one is meant, what it is called, what is looked at next. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { filled } from '../http/forms.ts'
import { findProposal, type Proposal, type ProposalItem, proposalIds, titleOf } from './proposals.ts'
import { addressOf, scopeOf } from './review-scope.ts'
import { tellProposals } from './told.ts'

const one = z.object({ id: z.string() })

export const proposalOf = (db: Db, request: FastifyRequest): ProposalItem =>
  findProposal(db, one.parse(request.params).id)

/** In the words the person has just read. */
export function wordsOf(db: Db, request: FastifyRequest, item: ProposalItem): string {
  const [told] = tellProposals(db, request.actor.id, [item])
  return titleOf({ ...item, proposal: { ...item.proposal, title: told?.title ?? item.proposal.title } })
}

/** The address of the proposal below the one that is decided, so that a pile is worked off downwards. */
export function nextAfter(db: Db, request: FastifyRequest, { id }: Proposal): string {
  const scope = scopeOf(request.body)
  const ids = proposalIds(db, { status: 'pending', ...scope })
  const at = ids.indexOf(id)
  return addressOf(ids[at + 1] ?? ids[at - 1], scope)
}

/** What the person saw standing there, by field; nothing of a form that showed nothing stale. */
export function confirmed(request: FastifyRequest): Record<string, unknown> {
  try {
    const shown = z.record(z.string(), z.unknown()).safeParse(JSON.parse(filled(request.body)['confirm'] ?? '{}'))
    return shown.data ?? {}
  } catch {
    return {}
  }
}
