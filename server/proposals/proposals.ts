/**
 * The one ledger of what machines would do. Nothing in it happens until a person approves it; then the kind's own domain
 * function runs as that person, in one act that can be undone, after which the proposal waits again.
 */
import { and, asc, desc, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm'
import type { Db } from '../db/db.ts'
import type { Row } from '../db/entities.ts'
import { investors, proposals, whole } from '../db/live.ts'
import { notFound } from '../errors.ts'
import type { KindName, Payload } from './kinds.ts'

export type Proposal = Row<'proposals'>

export const proposalStatuses = ['pending', 'approved', 'rejected'] as const

/** What would be done, without what stood there when it was proposed. */
export function payloadOf({ payload }: Proposal): Payload {
  const { seen: _, ...others } = payload
  return others
}

export type ProposalFilter = {
  id?: string | undefined
  ids?: string[] | undefined
  kind?: KindName | undefined
  status?: Proposal['status'] | 'decided' | undefined
  investorId?: string | undefined
}

type Part = { limit: number; offset?: number }

export type ProposalItem = { proposal: Proposal; investor: { id: string; name: string } | null }

/** Proposals by investor, the oldest first; decided ones the newest first. Those about archived investors are left out. */
export function listProposals(db: Db, filter: ProposalFilter = {}, { limit, offset = 0 }: Part = all): ProposalItem[] {
  const p = proposals
  return db
    .select({ proposal: whole(p), investor: { id: investors.id, name: investors.name } })
    .from(p)
    .leftJoin(investors, eq(investors.id, p.investorId))
    .where(matching(filter))
    .orderBy(...orderOf(filter))
    .limit(limit)
    .offset(offset)
    .all()
}

/** The ids of the same, in the same order. */
export function proposalIds(db: Db, filter: ProposalFilter): string[] {
  const p = proposals
  return db
    .select({ id: p.id })
    .from(p)
    .leftJoin(investors, eq(investors.id, p.investorId))
    .where(matching(filter))
    .orderBy(...orderOf(filter))
    .all()
    .map(({ id }) => id)
}

/** SQLite takes a negative limit as none. */
const all: Part = { limit: -1 }

const matching = ({ id, ids, kind, status, investorId }: ProposalFilter) =>
  and(
    or(isNull(proposals.investorId), sql`${investors.id} IS NOT NULL`),
    id === undefined ? undefined : eq(proposals.id, id),
    ids === undefined ? undefined : inArray(proposals.id, ids),
    kind === undefined ? undefined : eq(proposals.kind, kind),
    status === undefined
      ? undefined
      : status === 'decided'
        ? ne(proposals.status, 'pending')
        : eq(proposals.status, status),
    investorId === undefined ? undefined : eq(proposals.investorId, investorId),
  )

const orderOf = ({ status }: ProposalFilter) =>
  status === 'pending' ? [asc(investors.nameKey), asc(proposals.id)] : [desc(proposals.decidedAt), desc(proposals.id)]

export function findProposal(db: Db, id: string): ProposalItem {
  const [item] = listProposals(db, { id })
  if (!item) throw notFound('proposal')

  return item
}

/** A proposal with whom it is about, for what is said of it elsewhere. */
export const titleOf = ({ proposal, investor }: ProposalItem): string =>
  investor ? `${proposal.title} (${investor.name})` : proposal.title

/** How many wait for somebody to decide. */
export function pendingCount(db: Db): number {
  const waiting = and(
    eq(proposals.status, 'pending'),
    or(isNull(proposals.investorId), sql`EXISTS (SELECT 1 FROM live_investors i WHERE i.id = ${proposals.investorId})`),
  )
  const n = sql<number>`count(*)`
  return db.select({ n }).from(proposals).where(waiting).get()?.n ?? 0
}
