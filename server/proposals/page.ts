/** The Review page: what waits on the left, by investor; one of it on the right with its reasons and what would change. */
import { userNames } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { cellText } from '../history/describe.ts'
import { allStages } from '../pipeline/stages.ts'
import { type Judged, judgedIfPossible } from './decide.ts'
import { type KindName, kindOf } from './kinds.ts'
import { countProposals, listProposals, type ProposalItem, proposalIds } from './proposals.ts'
import { ruleOf, type Told, tellProposals } from './told.ts'
import { markedOn } from './told-facts.ts'

/** One difference in the words of the panel. */
export type Shown = Omit<Judged, 'seen' | 'current' | 'proposed'> & Record<'seen' | 'current' | 'proposed', string>

/** `confirm` is what stands there now, by field, as JSON: sent along, it approves what is stale only while that is so. */
export type Opened = Told & {
  kind: string
  changes: Shown[]
  stale: boolean
  confirm: string
  problem: string | null
  rule: ReturnType<typeof ruleOf>
  /** The addresses that made capture propose it, to be marked on the message. */
  marked: string[]
}

/** The groups in order; an investor that several proposals are about stands once. */
export function grouped(items: Told[]): { investor: ProposalItem['investor']; items: Told[] }[] {
  const groups = Map.groupBy(items, ({ investor }) => investor?.id ?? '')
  return [...groups.values()].map((some) => ({ investor: some[0]?.investor ?? null, items: some }))
}

/** A proposal for a column that is gone can only be rejected: `problem` says why. */
export function opened(db: Db, item: Told, zone: string): Opened {
  const kind = kindOf(item.proposal.kind).title
  const { judged, problem } = judgedIfPossible(db, item.proposal)
  const changes = judged.map((one) => inWords(db, one, zone))
  const confirm = JSON.stringify(Object.fromEntries(judged.map(({ field, current }) => [field, current])))
  const { evidence, proposal } = item
  return {
    ...item,
    kind,
    changes,
    stale: judged.some(({ stale }) => stale),
    confirm,
    problem,
    rule: ruleOf(evidence),
    marked: markedOn(db, proposal),
  }
}

function inWords(db: Db, one: Judged, zone: string): Shown {
  const names = { users: userNames(db), stages: new Map(allStages(db).map((stage) => [stage.key, stage.label])) }
  const text = (value: unknown) => cellText(one.column, value, names, zone) ?? ''
  return { ...one, seen: text(one.seen), current: text(one.current), proposed: text(one.proposed) }
}

const perPage = 200

export type Pile = { items: Told[]; total: number; limit: number; offset: number }
type WaitingPile = Pile & { place: number | null }
type Asked = {
  investorId?: string | undefined
  kind?: KindName | undefined
  id?: string | undefined
  offset?: string | undefined
}

/**
 * A page of what waits: the one asked for, else the one that `id` stands on. When `id` is not among
 * what waits, `place` says before which of the items it stood, counted from 0.
 */
export function pile(db: Db, readerId: string | null, { investorId, kind, id, offset: asked }: Asked): WaitingPile {
  const filter = { status: 'pending' as const, investorId, kind }
  const ids = proposalIds(db, filter)
  const isGone = id !== undefined && !ids.includes(id)
  const stood = (isGone ? proposalIds(db, filter, id) : ids).indexOf(id ?? '')
  const at = isNumber(asked) ? Number(asked) : stood
  const offset = startOf(at, ids.length, perPage)
  const items = tellProposals(db, readerId, listProposals(db, filter, { limit: perPage, offset }))
  return { items, total: ids.length, limit: perPage, offset, place: isGone ? stood - offset : null }
}

const decidedPerPage = 50

/** What was decided, the newest first: by people, or by policies. */
export function decidedPile(db: Db, readerId: string | null, by: 'people' | 'policy', asked: string | undefined): Pile {
  // Only people reject.
  const filter = { status: by === 'policy' ? ('approved' as const) : ('decided' as const), by }
  const total = countProposals(db, filter)
  const offset = startOf(isNumber(asked) ? Number(asked) : 0, total, decidedPerPage)
  const items = tellProposals(db, readerId, listProposals(db, filter, { limit: decidedPerPage, offset }))
  return { items, total, limit: decidedPerPage, offset }
}

const isNumber = (text: string | undefined) => /^\d{1,9}$/.test(text ?? '')
const startOf = (at: number, total: number, size: number) =>
  Math.floor(Math.max(0, Math.min(at, total - 1)) / size) * size
