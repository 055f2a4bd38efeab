import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../db/db.ts'
import { and, eq } from '../db/drizzle.ts'
import { proposals } from '../db/live.ts'
import { record, type Tx } from '../db/write.ts'
import { type Difference, type KindName, kindOf, type Payload } from './kinds.ts'
import { type Proposal, payloadOf } from './proposals.ts'

/**
 * `source` names the machine (`automation:<rule>`), `occasion` what it proposes it for: the same source proposes once per
 * occasion, whatever became of it. `confidence` is a fraction.
 */
export type NewProposal = {
  kind: KindName
  payload: unknown
  investorId: string | null
  title: string
  evidence: Proposal['evidence']
  source: string
  occasion: string | null
  confidence?: number | null
}

/** Puts something forward; answers the proposal there is already for this occasion, or for the very same thing. */
export function propose(tx: Tx, given: NewProposal): { proposal: Proposal; isNew: boolean } {
  const kind = kindOf(given.kind)
  const payload = kind.check(tx.db, given.payload)
  const known = forOccasion(tx.db, given) ?? samePending(tx.db, given, payload)
  if (known) return { proposal: known, isNew: false }

  const { investorId, title, evidence, source, occasion, confidence = null } = given
  const seen = currentOf(kind.differences(tx.db, payload))
  const values = { kind: given.kind, investorId, title, evidence, source, occasion, confidence }
  return { proposal: record(tx, 'proposals', { ...values, payload: { ...payload, seen } }), isNew: true }
}

function forOccasion(db: Db, { source, occasion }: NewProposal): Proposal | undefined {
  if (occasion === null) return undefined

  const p = proposals
  return db
    .select()
    .from(p)
    .where(and(eq(p.source, source), eq(p.occasion, occasion)))
    .get()
}

function samePending(db: Db, { kind, investorId }: NewProposal, payload: Payload): Proposal | undefined {
  if (investorId === null) return undefined

  const p = proposals
  const pending = and(eq(p.status, 'pending'), eq(p.kind, kind), eq(p.investorId, investorId))
  const all = db.select().from(p).where(pending).all()
  return all.find((one) => isDeepStrictEqual(payloadOf(one), JSON.parse(JSON.stringify(payload))))
}

const currentOf = (differences: Difference[]) =>
  Object.fromEntries(differences.map(({ field, current }) => [field, current]))
