/** What the views every fund starts with show. */
import type { z } from 'zod'
import type { FilterTree } from '../../../shared/filter.ts'
import { type ViewDefinition, viewDefinition } from '../../../shared/views.ts'
import type { Field } from '../fields.ts'

type Given = z.input<typeof viewDefinition>

const inList = (list: string): FilterTree => ({ field: 'list', op: 'is', value: list })
const byName = [{ key: 'name' }]

export const standing: { key: string; name: string; definition: Given }[] = [
  { key: 'all', name: 'All investors', definition: { sort: byName } },
  { key: 'main', name: 'Main', definition: { filter: inList('main'), sort: byName } },
  {
    key: 'follow_up',
    name: 'Follow up',
    definition: { filter: inList('follow_up'), sort: [{ key: 'next_step_at' }, ...byName] },
  },
  { key: 'longshot', name: 'Longshot', definition: { filter: inList('longshot'), sort: byName } },
  { key: 'graveyard', name: 'Graveyard', definition: { filter: inList('graveyard'), sort: byName } },
  {
    key: 'quiet',
    name: 'Not contacted for 30 days',
    definition: {
      filter: {
        op: 'and',
        conditions: [inList('main'), { field: 'last_contact_at', op: 'not_in_last_days', value: 30 }],
      },
      sort: [{ key: 'last_contact_at' }, ...byName],
    },
  },
]

const measured = (columns: Field[], measure: string) =>
  columns.find((column) => column.options.measure === measure)?.key ?? null

/** Who signed for the fund, and what came of it: documents, wire, K-1. Null for a fund without its columns. */
export function lpStatus(columns: Field[]): ViewDefinition | null {
  const [signed, funded] = [measured(columns, 'signed'), measured(columns, 'funded')]
  if (!signed || !funded) return null

  const dates = columns.filter(({ type, options }) => type === 'date' && !options.measure).map(({ key }) => key)
  return viewDefinition.parse({
    filter: { field: signed, op: '>', value: 0 },
    sort: [{ key: signed, descending: true }, ...byName],
    columns: [
      { key: 'name', width: 220 },
      { key: 'type', width: 125 },
      { key: 'owner', width: 110 },
      ...[signed, funded].map((key) => ({ key, width: 125 })),
      // As wide as what they are called: “Fund II wire received”.
      ...dates.map((key) => ({ key, width: 175 })),
    ],
    others: 'hidden',
    figures: { [signed]: 'sum', [funded]: 'sum', ...Object.fromEntries(dates.map((key) => [key, 'filled'])) },
  } satisfies Given)
}

/**
 * Investors who signed in an earlier fund and have said nothing yet in the newest, the last one given. Null while there
 * are not two funds with their columns.
 */
export function reUp(funds: Field[][]): ViewDefinition | null {
  const newest = funds.at(-1) ?? []
  const [soft, signed] = [measured(newest, 'soft'), measured(newest, 'signed')]
  const earlier = funds
    .slice(0, -1)
    .map((columns) => measured(columns, 'signed'))
    .filter((key) => key !== null)
  if (!soft || !signed || earlier.length === 0) return null

  const conditions: FilterTree[] = [
    { field: 'list', op: 'is_not', value: 'graveyard' },
    { op: 'or', conditions: earlier.map((key) => ({ field: key, op: '>', value: 0 })) },
    nothingIn(soft),
    nothingIn(signed),
  ]
  return viewDefinition.parse({
    filter: { op: 'and', conditions },
    sort: [...earlier.toReversed().map((key) => ({ key, descending: true })), ...byName],
    columns: ['name', 'type', 'owner', ...earlier, 'last_contact_at', 'next_step'].map((key) => ({ key })),
  } satisfies Given)
}

const nothingIn = (key: string): FilterTree => ({
  op: 'or',
  conditions: [
    { field: key, op: 'empty' },
    { field: key, op: '<=', value: 0 },
  ],
})
