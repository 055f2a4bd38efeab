/** The views the team made for itself, beside those every fund starts with. */
import type { z } from 'zod'
import { viewDefinition } from '../../../shared/views.ts'
import type { ViewPlan } from './plan.ts'

type Given = z.input<typeof viewDefinition>

/** `['owner', 130]`: a column and its width. */
type Laid = readonly [key: string, width: number]
const laid = (...columns: Laid[]): Given['columns'] => columns.map(([key, width]) => ({ key, width }))

const isLate = { field: 'next_step_at', op: 'before', value: '$today' } as const

/** Who is about to sign and what is missing. */
const closing: Given = {
  filter: { field: 'stage', op: 'any_of', value: ['due_diligence', 'committed'] },
  group: [{ key: 'stage', descending: true }],
  sort: [{ key: 'fund_ii_signed', descending: true }, { key: 'fund_ii_soft', descending: true }, { key: 'name' }],
  colors: [
    { filter: isLate, color: 'red' },
    { filter: { field: 'fund_ii_signed', op: '>', value: 0 }, color: 'green' },
  ],
  columns: laid(
    ['name', 230],
    ['owner', 110],
    ['conviction', 110],
    ['ticket_size', 110],
    ['fund_ii_soft', 120],
    ['fund_ii_signed', 130],
    ['next_step', 210],
    ['next_step_at', 130],
    ['fund_ii_docs_signed', 170],
    ['fund_ii_wire_received', 180],
    ['soft_vs_ticket', 150],
  ),
  others: 'hidden',
  figures: {
    ticket_size: 'sum',
    fund_ii_soft: 'sum',
    fund_ii_signed: 'sum',
    fund_ii_docs_signed: 'filled',
    fund_ii_wire_received: 'filled',
  },
}

/** What the pipeline meeting goes through. */
const conviction: Given = {
  filter: {
    op: 'and',
    conditions: [
      { field: 'conviction', op: 'not_empty' },
      { field: 'stage', op: 'any_of', value: ['lead', 'outreach', 'meeting', 'due_diligence'] },
    ],
  },
  group: [{ key: 'conviction' }],
  sort: [{ key: 'ticket_size', descending: true }, { key: 'name' }],
  colors: [{ filter: { field: 'months_since_contact', op: '>=', value: 3 }, color: 'yellow' }],
  columns: laid(
    ['name', 260],
    ['type', 130],
    ['stage', 130],
    ['owner', 140],
    ['ticket_size', 120],
    ['fund_ii_soft', 120],
    ['soft_vs_ticket', 130],
    ['last_contact_at', 150],
    ['months_since_contact', 160],
    ['next_step', 230],
    ['next_step_at', 130],
  ),
  others: 'hidden',
  figures: { ticket_size: 'sum', fund_ii_soft: 'sum', months_since_contact: 'average' },
}

/** What I have promised until this day next week. */
const myWeek: Given = {
  filter: {
    op: 'and',
    conditions: [
      { field: 'owner', op: 'is', value: '$me' },
      { field: 'next_step_at', op: 'on_or_before', value: '$today+7' },
    ],
  },
  sort: [{ key: 'next_step_at' }, { key: 'name' }],
  colors: [{ filter: isLate, color: 'red' }],
  columns: laid(
    ['name', 260],
    ['next_step', 260],
    ['next_step_at', 130],
    ['list', 110],
    ['stage', 130],
    ['last_contact_at', 150],
    ['months_since_contact', 160],
    ['phone', 150],
  ),
  others: 'hidden',
  figures: { next_step: 'filled' },
}

export const teamViews: ViewPlan[] = [
  { name: 'Fund II closing', definition: viewDefinition.parse(closing), shared: true, place: 2 },
  { name: 'Prospects by conviction', definition: viewDefinition.parse(conviction), shared: true, place: 3 },
  { name: 'My week', definition: viewDefinition.parse(myWeek), shared: false },
]
