/** The Review page: what waits on the left, by investor; one of it on the right with its reasons and what would change. */
import { userNames } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { UserError } from '../errors.ts'
import { cellText } from '../grid/describe.ts'
import { allStages } from '../pipeline/stages.ts'
import { type Judged, judge } from './decide.ts'
import { kindOf } from './kinds.ts'
import { listProposals, type ProposalItem, proposalIds } from './proposals.ts'

/** One difference in the words of the panel. */
export type Shown = Omit<Judged, 'seen' | 'current' | 'proposed'> & Record<'seen' | 'current' | 'proposed', string>

/** `confirm` is what stands there now, by field, as JSON: sent along, it approves what is stale only while that is so. */
export type Opened = ProposalItem & {
  kind: string
  changes: Shown[]
  stale: boolean
  confirm: string
  problem: string | null
}

/** The groups in order; an investor that several proposals are about stands once. */
export function grouped(items: ProposalItem[]): { investor: ProposalItem['investor']; items: ProposalItem[] }[] {
  const groups = Map.groupBy(items, ({ investor }) => investor?.id ?? '')
  return [...groups.values()].map((some) => ({ investor: some[0]?.investor ?? null, items: some }))
}

/** A proposal for a column that is gone can only be rejected: `problem` says why. */
export function opened(db: Db, item: ProposalItem, zone: string): Opened {
  const kind = kindOf(item.proposal.kind).title
  try {
    const judged = item.proposal.status === 'pending' ? judge(db, item.proposal) : []
    const changes = judged.map((one) => inWords(db, one, zone))
    const confirm = JSON.stringify(Object.fromEntries(judged.map(({ field, current }) => [field, current])))
    return { ...item, kind, changes, stale: judged.some(({ stale }) => stale), confirm, problem: null }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { ...item, kind, changes: [], stale: false, confirm: '{}', problem: error.message }
  }
}

function inWords(db: Db, one: Judged, zone: string): Shown {
  const names = { users: userNames(db), stages: new Map(allStages(db).map((stage) => [stage.key, stage.label])) }
  const text = (value: unknown) => cellText(one.column, value, names, zone) ?? ''
  return { ...one, seen: text(one.seen), current: text(one.current), proposed: text(one.proposed) }
}

/** What was decided last, for whoever looks back. */
export const decidedLately = (db: Db): ProposalItem[] => listProposals(db, { status: 'decided' }, { limit: 50 })

const perPage = 200

export type Pile = { items: ProposalItem[]; total: number; limit: number; offset: number }

/** A page of what waits: the one asked for, else the one that `id` stands on. */
export function pile(db: Db, investorId: string | undefined, id: string | undefined, asked: string | undefined): Pile {
  const filter = { status: 'pending' as const, investorId }
  const ids = proposalIds(db, filter)
  const at = /^\d{1,9}$/.test(asked ?? '') ? Number(asked) : ids.indexOf(id ?? '')
  const offset = Math.floor(Math.max(0, Math.min(at, ids.length - 1)) / perPage) * perPage
  return { items: listProposals(db, filter, { limit: perPage, offset }), total: ids.length, limit: perPage, offset }
}
