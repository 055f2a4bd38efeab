import { isDeepStrictEqual } from 'node:util'
import { userNames } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { amend, type Tx } from '../db/write.ts'
import { UserError } from '../errors.ts'
import { type Difference, kindOf, type Payload } from './kinds.ts'
import { findProposal, type Proposal, payloadOf } from './proposals.ts'

/** `stale`: somebody changed it since it was proposed. `seen` is what stood there then. */
export type Judged = Difference & { seen: unknown; stale: boolean }

/** What approving would change now, with `payload` in the place of the proposed one. */
export function judge(db: Db, proposal: Proposal, payload: Payload = payloadOf(proposal)): Judged[] {
  const seen = (proposal.payload['seen'] ?? {}) as Payload
  return kindOf(proposal.kind)
    .differences(db, payload)
    .map((one) => {
      const was = Object.hasOwn(seen, one.field) ? seen[one.field] : one.current
      const stale = !isDeepStrictEqual(was, one.current) && !isDeepStrictEqual(one.current, one.proposed)
      return { ...one, seen: was, stale }
    })
}

/** `confirm`: go ahead although somebody changed it since; given values by field, only while they are what stands there. */
type Approval = { payload?: unknown; confirm?: boolean | Payload | undefined }

/** Does what is proposed, or the edited payload. What was changed since is a 409 with both values, unless confirmed. */
export function approve(tx: Tx, id: string, { payload: edited, confirm = false }: Approval = {}): Proposal {
  const { proposal } = findProposal(tx.db, id)
  requirePending(tx.db, proposal)
  const kind = kindOf(proposal.kind)
  const payload = kind.check(tx.db, edited === undefined ? payloadOf(proposal) : about(proposal, edited))
  const stale = judge(tx.db, proposal, payload).filter((one) => one.stale && !isConfirmed(one, confirm))
  if (stale.length > 0) throw changedSince(stale)

  kind.apply(tx, payload)
  return amend(tx, 'proposals', id, {
    ...decision(tx, 'approved'),
    payload: { ...payload, seen: proposal.payload['seen'] ?? {} },
    batch: tx.batchId,
  })
}

const isConfirmed = ({ field, current }: Judged, confirm: boolean | Payload): boolean =>
  typeof confirm === 'boolean'
    ? confirm
    : Object.hasOwn(confirm, field) && isDeepStrictEqual(confirm[field], JSON.parse(JSON.stringify(current)))

export function reject(tx: Tx, id: string, reason: string | null = null): Proposal {
  const { proposal } = findProposal(tx.db, id)
  requirePending(tx.db, proposal)
  return amend(tx, 'proposals', id, { ...decision(tx, 'rejected'), reason, batch: tx.batchId })
}

const decision = (tx: Tx, status: 'approved' | 'rejected') => ({ status, decidedAt: tx.at, decidedBy: tx.actor.id })

/** An edited payload stays about the same investor. */
function about({ investorId }: Proposal, edited: unknown): unknown {
  return investorId !== null && typeof edited === 'object' ? { ...edited, investor_id: investorId } : edited
}

function requirePending(db: Db, { status, decidedBy }: Proposal): void {
  if (status === 'pending') return

  const who = userNames(db).get(decidedBy ?? '') ?? 'Somebody'
  throw new UserError('conflict', `${who} ${status} this already. Undo that first to decide again.`, { status })
}

function changedSince(stale: Judged[]): UserError {
  const conflicts = stale.map(({ field, seen, current, proposed }) => ({ field, seen, current, proposed }))
  const labels = stale.map(({ label }) => label).join(', ')
  const detail = `${labels} changed since this was proposed. Look at what stands there now, and confirm or reject.`
  return new UserError('conflict', detail, { conflicts })
}
