/**
 * The one ledger of what machines would do. Nothing in it happens until a person approves it; then the kind's own domain
 * function runs as that person, in one act that can be undone, after which the proposal waits again.
 */

import type { Db } from '../db/db.ts'
import { and, asc, desc, eq, inArray, isNotNull, isNull, or, sql } from '../db/drizzle.ts'
import type { Row } from '../db/entities.ts'
import { investors, proposals, whole } from '../db/live.ts'
import { notFound } from '../errors.ts'
import { remembered } from '../grid/memo.ts'
import { orderBy, type SortTerm } from '../http/lists.ts'
import type { KindName, Payload } from './kinds.ts'

export type Proposal = Row<'proposals'>

export const proposalStatuses = ['pending', 'approved', 'rejected'] as const

/** What would be done, without what stood there when it was proposed. */
export function payloadOf({ payload }: Proposal): Payload {
  const { seen: _, ...others } = payload
  return others
}

/** `by`: whether a person decided or a policy did. */
export type ProposalFilter = {
  id?: string | undefined
  ids?: string[] | undefined
  kind?: KindName | undefined
  status?: Proposal['status'] | 'decided' | undefined
  by?: 'people' | 'policy' | undefined
  investorId?: string | undefined
}

type Part = { limit: number; offset?: number; sort?: SortTerm[] | undefined }

export type ProposalItem = { proposal: Proposal; investor: { id: string; name: string } | null }

/** Proposals by investor, those about none last, the oldest first; others the newest first. Those about archived investors are left out. */
export function listProposals(db: Db, filter: ProposalFilter = {}, part: Part = all): ProposalItem[] {
  const p = proposals
  const { limit, offset = 0, sort } = part
  return db
    .select({ proposal: whole(p), investor: { id: investors.id, name: investors.name } })
    .from(p)
    .leftJoin(investors, eq(investors.id, p.investorId))
    .where(matching(filter))
    .orderBy(...(sort?.length ? orderBy(sort, sortable, [p.id]) : orderOf(filter)))
    .limit(limit)
    .offset(offset)
    .all()
}

const sortable = {
  kind: proposals.kind,
  title: proposals.title,
  status: proposals.status,
  confidence: proposals.confidence,
  investor_id: proposals.investorId,
  created_at: proposals.createdAt,
  updated_at: proposals.updatedAt,
  decided_at: proposals.decidedAt,
}

/** The ids of the same, in the same order; with `besides`, that one stands among them where it would. */
export function proposalIds(db: Db, filter: ProposalFilter, besides?: string): string[] {
  const p = proposals
  return db
    .select({ id: p.id })
    .from(p)
    .leftJoin(investors, eq(investors.id, p.investorId))
    .where(besides === undefined ? matching(filter) : or(matching(filter), eq(p.id, besides)))
    .orderBy(...orderOf(filter))
    .all()
    .map(({ id }) => id)
}

/** How many there are of the same. */
export const countProposals = (db: Db, filter: ProposalFilter = {}): number =>
  remembered(db, `proposals: ${JSON.stringify(filter)}`, () =>
    filter.by === 'policy' ? countByPolicy(db, filter) : counted(db, filter),
  )

function counted(db: Db, filter: ProposalFilter): number {
  const n = sql<number>`count(*)`
  return db.select({ n }).from(proposals).where(matching(filter)).get()?.n ?? 0
}

/** All that were approved but for the few that people approved: both are counted in an index. */
function countByPolicy(db: Db, filter: ProposalFilter): number {
  const approved = { ...filter, status: 'approved' as const }
  return counted(db, { ...approved, by: undefined }) - counted(db, { ...approved, by: 'people' })
}

/** SQLite takes a negative limit as none. */
const all: Part = { limit: -1 }

const matching = ({ id, ids, kind, status, by, investorId }: ProposalFilter) => {
  const p = proposals
  return and(
    or(isNull(p.investorId), sql`${p.investorId} NOT IN (SELECT id FROM archived_investors)`),
    id === undefined ? undefined : eq(p.id, id),
    ids === undefined ? undefined : inArray(p.id, ids),
    kind === undefined ? undefined : eq(p.kind, kind),
    status === undefined
      ? undefined
      : status === 'decided'
        ? inArray(p.status, ['approved', 'rejected'])
        : eq(p.status, status),
    by === undefined ? undefined : by === 'people' ? isNotNull(p.decidedBy) : isNull(p.decidedBy),
    investorId === undefined ? undefined : eq(p.investorId, investorId),
  )
}

/** The newest proposals are the newest ids, which an index has in order; what people decided is looked back on by when. */
const orderOf = ({ status, by }: ProposalFilter) => {
  if (status === 'pending') return [sql`${investors.nameKey} IS NULL`, asc(investors.nameKey), asc(proposals.id)]

  return by === 'people' ? [desc(proposals.decidedAt), desc(proposals.id)] : [desc(proposals.id)]
}

export function findProposal(db: Db, id: string): ProposalItem {
  const [item] = listProposals(db, { id })
  if (!item) throw notFound('proposal')

  return item
}

/** A proposal with whom it is about, for what is said of it elsewhere. */
export const titleOf = ({ proposal, investor }: ProposalItem): string =>
  investor ? `${proposal.title} (${investor.name})` : proposal.title

/** How many wait for somebody to decide. */
export const pendingCount = (db: Db): number => countProposals(db, { status: 'pending' })

/** How many wait of each kind, the kinds with any. */
export function pendingKinds(db: Db, investorId?: string): { kind: string; n: number }[] {
  const { kind } = proposals
  const n = sql<number>`count(*)`
  return db
    .select({ kind, n })
    .from(proposals)
    .where(matching({ status: 'pending', investorId }))
    .groupBy(kind)
    .all()
}
