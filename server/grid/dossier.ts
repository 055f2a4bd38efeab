/** Everything the page of one investor shows, read together. */
import { computedTypes, type FundMeasure, fundMeasures } from '../../shared/fields.ts'
import { userNames } from '../accounts/users.ts'
import { type LastWord, lastContacts } from '../communications/last-contacts.ts'
import { tellSaid } from '../communications/shown.ts'
import { investorTimeline, type TimelineQuestion } from '../communications/timeline.ts'
import { type ContactCard, contactsOf } from '../contacts/cards.ts'
import { type Tag, tagsOf } from '../contacts/tags.ts'
import type { Db } from '../db/db.ts'
import { type CommitmentEntry, ledger } from '../funds/commitments.ts'
import { allFunds, type Fund } from '../funds/funds.ts'
import { surfaceText, tellAct } from '../history/acts.ts'
import { cellText, describer } from '../history/describe.ts'
import { type Card, cardsOf } from '../pipeline/board.ts'
import { allStages, type Stage } from '../pipeline/stages.ts'
import { builtinField } from './builtin-fields.ts'
import { allFields, type Field } from './fields.ts'
import { findInvestor, type Investor, namesakes, type Summary, summaryOf } from './investors.ts'
import { cellTeller, type Told } from './record-facts.ts'

export type Figures = { fund: Fund; sums: Record<FundMeasure, number>; entries: CommitmentEntry[] }
export type Fact = { field: Field; value: unknown; text: string | null }
export type Dossier = {
  investor: Investor
  summary: Summary
  owner: string | null
  stage: Stage | null
  lastContactBy: string | null
  addedBy: string | null
  tags: Tag[]
  namesakes: Investor[]
  figures: Figures[]
  /** The largest of the figures: the length every bar is measured by. */
  largest: number
  contacts: (ContactCard & { lastContact: LastWord | null; facts: Told[] })[]
  opportunities: Card[]
  facts: Fact[]
}

export function dossier(db: Db, investorId: string, now: Date, zone: string): Dossier {
  const investor = findInvestor(db, investorId)
  const summary = summaryOf(db, investorId)
  const users = userNames(db)
  const figures = figuresOf(db, investorId)

  return {
    investor,
    summary,
    owner: users.get(investor.owner ?? '') ?? null,
    stage: allStages(db).find((stage) => stage.key === summary.stage) ?? null,
    lastContactBy: users.get(summary.lastContactBy ?? '') ?? null,
    addedBy: users.get(investor.createdBy ?? '') ?? null,
    tags: tagsOf(db, investorId),
    namesakes: namesakes(db, investor),
    figures,
    largest: Math.max(0, ...figures.flatMap((one) => Object.values(one.sums))),
    contacts: peopleOf(db, investorId),
    opportunities: cardsOf(db, { investorId }, now, zone),
    facts: factsOf(db, investor, zone),
  }
}

/** Per fund what was said, signed and paid in, with the entries behind it, newest first; funds without any are left out. */
function figuresOf(db: Db, investorId: string): Figures[] {
  const byFund = Map.groupBy(ledger(db, investorId).toReversed(), (entry) => entry.fundId)
  return allFunds(db).flatMap((fund) => {
    const entries = byFund.get(fund.id)
    return entries ? [{ fund, entries, sums: sumsOf(entries) }] : []
  })
}

function sumsOf(entries: CommitmentEntry[]): Record<FundMeasure, number> {
  const sum = (measure: FundMeasure) =>
    entries.filter((entry) => entry.measure === measure).reduce((total, entry) => total + entry.amount, 0)
  const [soft, signed, funded] = fundMeasures.map(sum)
  return { soft: soft ?? 0, signed: signed ?? 0, funded: funded ?? 0 }
}

function peopleOf(db: Db, investorId: string): Dossier['contacts'] {
  const people = contactsOf(db, investorId)
  const newest = lastContacts(
    db,
    people.map((contact) => contact.id),
  )
  const facts = cellTeller(db, 'contacts')
  return people.map((contact) => ({
    ...contact,
    lastContact: newest.get(contact.id) ?? null,
    facts: facts(contact.cells),
  }))
}

/** Shown elsewhere on the page, so not among the facts. */
const shownApart = new Set(['name', 'list', 'owner', 'tags', 'contacts', 'next_step', 'next_step_at'])

/** The columns whose values a person types: everything else is worked out by the system. */
export const isTyped = (field: Field): boolean => !computedTypes.has(field.type)

/** The columns kept as facts, in the order of the grid, blank ones too; commitments have their ledger. */
function factsOf(db: Db, investor: Investor, zone: string): Fact[] {
  const own = allFields(db).filter((f) => !shownApart.has(f.key) && f.type !== 'commitment')
  return own.filter((f) => isTyped(f) || !f.builtin).map((field) => factOf(db, investor, field, zone))
}

export function factOf(db: Db, investor: Investor, field: Field, zone: string): Fact {
  const value = cellOf(investor, field)
  const users = field.type === 'user' ? userNames(db) : new Map<string, string>()
  return { field, value, text: cellText(field, value, { users, stages: new Map() }, zone) }
}

/** The stored value of a column or custom cell. */
export function cellOf(investor: Investor, field: Field): unknown {
  const source = builtinField(field.key)?.source
  if (!field.builtin) return investor.cells[field.key] ?? null
  if (!source || !('column' in source)) return null

  const property = source.column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
  return (investor as Record<string, unknown>)[property] ?? null
}

export type StoryQuestion = TimelineQuestion & { zone: string; readerId: string | null }

/** One page of the timeline with its acts in words, and of what was said what the reader may see. */
export function timelineOf(db: Db, investorId: string, { zone, readerId, ...question }: StoryQuestion) {
  const { items, older } = investorTimeline(db, investorId, question)
  const describe = describer(db, zone, readerId)
  const told = items.map((item) =>
    item.kind === 'act'
      ? { ...item, ...tellAct(item.batch, item.changes, describe), surface: surfaceText(item.batch.surface) }
      : tellSaid(readerId, item),
  )
  return { items: told, older, kind: question.kind ?? 'all', captured: question.captured ?? false }
}
