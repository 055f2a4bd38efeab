import type { Choice, FieldType } from '../../shared/fields.ts'

/**
 * Where a built-in field's value lives: a `column` of investors, a column of the derived `summary`, or a `relation`
 * (tags, contacts) with tables of its own. Custom fields live in `investors.cells`, commitment fields in the ledger.
 */
export type Source = { column: string } | { summary: string } | { relation: 'tags' | 'contacts' }

export type BuiltinField = {
  key: string
  label: string
  type: FieldType
  source: Source
  exposure?: 'box' | 'sidebar' | 'sheet'
  choices?: Choice[]
  /** What a rollup answers, so that it filters, sorts and formats like a field of that type. */
  result?: FieldType
  description?: string
}

export const lists = ['main', 'follow_up', 'longshot', 'graveyard'] as const

const listChoices: Choice[] = [
  { name: 'main', color: 'blue' },
  { name: 'follow_up', color: 'yellow' },
  { name: 'longshot', color: 'purple' },
  { name: 'graveyard', color: 'gray' },
]

const investorTypes: Choice[] = [
  { name: 'Family office', color: 'teal' },
  { name: 'Pension', color: 'blue' },
  { name: 'Endowment', color: 'purple' },
  { name: 'Foundation', color: 'pink' },
  { name: 'Fund of funds', color: 'green' },
  { name: 'Insurance', color: 'orange' },
  { name: 'Sovereign wealth', color: 'yellow' },
  { name: 'Corporate', color: 'red' },
  { name: 'Individual', color: 'gray' },
]

const contactTypes: Choice[] = [
  { name: 'email', color: 'blue' },
  { name: 'call', color: 'green' },
  { name: 'meeting', color: 'purple' },
  { name: 'text', color: 'gray' },
]

export const builtinFields: BuiltinField[] = [
  { key: 'name', label: 'Name', type: 'text', source: { column: 'name' }, exposure: 'sheet' },
  {
    key: 'list',
    label: 'List',
    type: 'single_select',
    source: { column: 'list' },
    exposure: 'sheet',
    choices: listChoices,
  },
  {
    key: 'type',
    label: 'Type',
    type: 'single_select',
    source: { column: 'type' },
    exposure: 'sheet',
    choices: investorTypes,
  },
  { key: 'owner', label: 'Owner', type: 'user', source: { column: 'owner' }, exposure: 'sheet' },
  { key: 'tags', label: 'Tags', type: 'multi_select', source: { relation: 'tags' }, exposure: 'sheet' },
  {
    key: 'stage',
    label: 'Stage',
    type: 'rollup',
    result: 'single_select',
    source: { summary: 'stage' },
    exposure: 'sheet',
    description: 'The furthest stage among the investor’s open and won opportunities.',
  },
  {
    key: 'total_committed',
    label: 'Total committed',
    type: 'rollup',
    result: 'currency',
    source: { summary: 'total_committed' },
    exposure: 'sheet',
    description: 'Signed commitments over all funds.',
  },
  {
    key: 'last_contact_at',
    label: 'Last contact',
    type: 'rollup',
    result: 'datetime',
    source: { summary: 'last_contact_at' },
    exposure: 'sheet',
    description: 'The newest e-mail, call, meeting or text. Notes, bulk mail and automatic answers do not count.',
  },
  {
    key: 'last_contact_by',
    label: 'Last contact by',
    type: 'rollup',
    result: 'user',
    source: { summary: 'last_contact_by' },
    exposure: 'sheet',
    description: 'The colleague who was in touch last.',
  },
  {
    key: 'last_contact_type',
    label: 'Last contact was',
    type: 'rollup',
    result: 'single_select',
    source: { summary: 'last_contact_type' },
    exposure: 'sheet',
    choices: contactTypes,
    description: 'What the last contact was: an e-mail, a call, a meeting or a text.',
  },
  {
    key: 'last_inbound_at',
    label: 'Last heard from',
    type: 'rollup',
    result: 'datetime',
    source: { summary: 'last_inbound_at' },
    exposure: 'sheet',
    description: 'The newest e-mail from them that a person wrote.',
  },
  {
    key: 'next_meeting_at',
    label: 'Next meeting',
    type: 'rollup',
    result: 'datetime',
    source: { summary: 'next_meeting_at' },
    exposure: 'sheet',
    description: 'The next meeting in a colleague’s calendar that one of their people is asked to.',
  },
  { key: 'next_step', label: 'Next step', type: 'text', source: { column: 'next_step' }, exposure: 'sidebar' },
  {
    key: 'next_step_at',
    label: 'Next step due',
    type: 'date',
    source: { column: 'next_step_at' },
    exposure: 'sidebar',
  },
  { key: 'contacts', label: 'Contacts', type: 'contacts', source: { relation: 'contacts' }, exposure: 'sidebar' },
  { key: 'website', label: 'Website', type: 'url', source: { column: 'website' }, exposure: 'sheet' },
  { key: 'phone', label: 'Phone', type: 'phone', source: { column: 'phone' }, exposure: 'sidebar' },
  { key: 'city', label: 'City', type: 'text', source: { column: 'city' }, exposure: 'sheet' },
  { key: 'country', label: 'Country', type: 'text', source: { column: 'country' }, exposure: 'sheet' },
  { key: 'source', label: 'Source', type: 'text', source: { column: 'source' }, exposure: 'box' },
  { key: 'notes', label: 'Notes', type: 'long_text', source: { column: 'notes' }, exposure: 'box' },
  {
    key: 'open_opportunities',
    label: 'Open opportunities',
    type: 'rollup',
    result: 'number',
    source: { summary: 'open_opportunities' },
    exposure: 'sheet',
  },
  {
    key: 'expected_amount',
    label: 'Expected',
    type: 'rollup',
    result: 'currency',
    source: { summary: 'expected_amount' },
    exposure: 'sheet',
    description: 'Expected amounts of open opportunities.',
  },
  { key: 'created_at', label: 'Created', type: 'created_at', source: { column: 'created_at' } },
  { key: 'created_by', label: 'Created by', type: 'created_by', source: { column: 'created_by' } },
  {
    key: 'updated_at',
    label: 'Changed',
    type: 'updated_at',
    source: { column: 'updated_at' },
    description: 'When the investor’s own cells were changed last. Tags, people, mail and commitments do not count.',
  },
  {
    key: 'updated_by',
    label: 'Changed by',
    type: 'updated_by',
    source: { column: 'updated_by' },
    description: 'Who changed the investor’s own cells last. Tags, people, mail and commitments do not count.',
  },
]

export const builtinField = (key: string): BuiltinField | undefined => builtinFields.find((field) => field.key === key)
