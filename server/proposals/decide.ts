import { isDeepStrictEqual } from 'node:util'
import { userNames } from '../accounts/users.ts'
import type { Actor } from '../db/actor.ts'
import type { Db } from '../db/db.ts'
import { amend, attempt, type Tx } from '../db/write.ts'
import { UserError } from '../errors.ts'
import { type Difference, kindOf, type Payload } from './kinds.ts'
import { findProposal, type Proposal, payloadOf } from './proposals.ts'
import { undecided } from './undecided.ts'

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

/** The same, for what can still be done; else why it cannot: the column, or the message it rests on, is gone. */
export function judgedIfPossible(db: Db, proposal: Proposal): { judged: Judged[]; problem: string | null } {
  try {
    return { judged: proposal.status === 'pending' ? judge(db, proposal) : [], problem: null }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { judged: [], problem: error.message }
  }
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
    payload: { ...(kind.kept?.(payload) ?? payload), seen: proposal.payload['seen'] ?? {} },
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

/**
 * Lets a decided proposal wait again and takes back what its approval did, apart from the rest of the act it was part of: how
 * one of the many that a policy approved is undone. No policy approves it a second time.
 */
export function takeBack(tx: Tx, id: string): Proposal {
  const { proposal } = findProposal(tx.db, id)
  if (proposal.status === 'pending') throw new UserError('conflict', 'This waits to be decided already.')
  requireOwn(tx, proposal)

  if (proposal.status === 'approved') takeBackWork(tx, proposal)
  return amend(tx, 'proposals', id, undecided)
}

function takeBackWork(tx: Tx, proposal: Proposal): void {
  const kind = kindOf(proposal.kind)
  if (!kind.takeBack) {
    const detail = 'Undo the act that approved this; it cannot be taken back by itself.'
    throw new UserError('conflict', detail, { batch_id: proposal.batch })
  }
  kind.takeBack(tx, payloadOf(proposal))
}

function requireOwn({ actor }: Tx, proposal: Proposal): void {
  if (isTheirs(actor, proposal)) return

  throw new UserError('forbidden', 'A colleague decided this. Ask them, or an admin, to take it back.')
}

/** What a person decided is theirs to take back, or an admin’s; what a policy decided anybody’s. */
const isTheirs = ({ id, role }: Pick<Actor, 'id' | 'role'>, { decidedBy }: Proposal): boolean =>
  decidedBy === null || decidedBy === id || role === 'admin'

/** Whether somebody can take it back by itself, apart from the act that decided it. */
export const canTakeBack = (actor: Actor, proposal: Proposal): boolean =>
  isTheirs(actor, proposal) &&
  (proposal.status === 'rejected' || (proposal.status === 'approved' && kindOf(proposal.kind).takeBack !== undefined))

export type Answer = { action: 'approve' | 'reject'; reason?: string | null | undefined }
export type Outcome = { id: string; status: Proposal['status'] | null; problem: string | null }

/** Decides many in one act. What cannot be decided as it stands is left as it is, and the rest is done. */
export const decideAll = (tx: Tx, ids: readonly string[], answer: Answer): Outcome[] =>
  [...new Set(ids)].map((id) => decideOne(tx, id, answer))

function decideOne(tx: Tx, id: string, { action, reason = null }: Answer): Outcome {
  try {
    const decided = attempt(tx, () => (action === 'approve' ? approve(tx, id) : reject(tx, id, reason)))
    return { id, status: decided.status, problem: null }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { id, status: null, problem: error.message }
  }
}

const decision = (tx: Tx, status: 'approved' | 'rejected') => ({ status, decidedAt: tx.at, decidedBy: tx.actor.id })

/** An edited payload stays about the same investor, and rests on the same message. */
function about(proposal: Proposal, edited: unknown): unknown {
  if (typeof edited !== 'object' || edited === null) return edited

  const { investorId } = proposal
  const given = Object.entries(payloadOf(proposal)).filter(([name]) => evidence.includes(name))
  return { ...edited, ...Object.fromEntries(given), ...(investorId !== null && { investor_id: investorId }) }
}

const evidence = ['mail_id', 'meeting_id', 'sighting_id']

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
