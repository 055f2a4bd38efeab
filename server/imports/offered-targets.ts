/** Where a column may go, as the groups of a select. */

import { type FieldType, fundMeasures } from '../../shared/fields.ts'
import type { Field } from '../grid/fields.ts'
import { namedFund } from './choices.ts'
import { statusTargets } from './lp-status.ts'
import { contactFacts, contactParts, type Ground, isComputed, newTypes } from './targets.ts'

export interface Option {
  value: string
  label: string
  /** Whether the date order of the column matters when it goes there. */
  isDate?: boolean
}

export interface OptionGroup {
  label: string
  options: Option[]
}

/** `brought` are the names of funds that the file brings: their columns can be chosen before they are there. */
export function offeredTargets(ground: Ground, brought: string[] = []): OptionGroup[] {
  const groups = ground.entityType === 'contacts' ? contactGroups(ground) : investorGroups(ground, brought)
  return groups.filter(({ options }) => options.length > 0)
}

const recordId = { value: 'record_id', label: 'Airtable record id' }

function contactGroups({ fields }: Ground): OptionGroup[] {
  const options = contactFacts.map((fact) => ({ value: fact, label: factLabels[fact] }))
  return [
    { label: 'Contact', options: [...options, recordId] },
    { label: 'Your columns', options: fields.map(customOption) },
    { label: 'A new column', options: newTypes.map(newOption) },
  ]
}

function investorGroups(ground: Ground, brought: string[]): OptionGroup[] {
  const own = ground.fields.filter((field) => !isComputed(field) && !['contacts', 'commitment'].includes(field.type))
  const builtin = own.filter((field) => field.builtin)
  const custom = own.filter((field) => !field.builtin)

  return [
    { label: 'Investor', options: [...builtin.map((field) => fieldOption(field, field.label)), recordId] },
    { label: 'Contact at the investor', options: contactParts.map(partOption) },
    { label: 'Commitment', options: [...fundOptions(ground), { value: namedFund, label: 'Another fund…' }] },
    { label: 'LP status of a new fund', options: brought.flatMap(statusTargets).map(statusOption) },
    {
      label: 'Your columns',
      options: custom.map(customOption),
    },
    { label: 'A new column', options: newTypes.map(newOption) },
  ]
}

const isDateType = (type: FieldType) => type === 'date' || type === 'datetime'

const fieldOption = ({ key, type }: Field, label: string): Option => ({ value: key, label, isDate: isDateType(type) })

const customOption = (field: Field): Option => fieldOption(field, `${field.label} (${plainType(field.type)})`)

const partOption = (part: (typeof contactParts)[number]): Option => ({
  value: `contact.${part}`,
  label: `Contact: ${factLabels[part].toLowerCase()}`,
})

const statusOption = ({ word, label }: { word: string; label: string }): Option => ({
  value: word,
  label,
  isDate: true,
})

const newOption = (type: FieldType): Option => ({
  value: `new:${type}`,
  label: `New: ${plainType(type)}`,
  isDate: isDateType(type),
})

const fundOptions = ({ funds }: Ground): Option[] =>
  funds.flatMap(({ name }) =>
    measureOptions.map(({ value, label }) => ({ value: `commitment:${name}:${value}`, label: `${name}, ${label}` })),
  )

const measureLabels = { soft: 'soft-circled', signed: 'signed', funded: 'funded' }

export const measureOptions: Option[] = fundMeasures.map((value) => ({ value, label: measureLabels[value] }))

const factLabels: Record<(typeof contactFacts)[number], string> = {
  name: 'Name',
  email: 'E-mail addresses',
  title: 'Job title',
  phone: 'Phone',
  linkedin: 'LinkedIn',
  notes: 'Notes',
  role: 'Role at the investor',
  investor: 'Investors, by name',
}

const typeLabels: Partial<Record<FieldType, string>> = {
  text: 'Text',
  long_text: 'Long text',
  number: 'Number',
  currency: 'Amount',
  percent: 'Percent',
  date: 'Date',
  datetime: 'Date and time',
  checkbox: 'Checkbox',
  single_select: 'Single select',
  multi_select: 'Multi-select',
  url: 'Web address',
  email: 'E-mail address',
  phone: 'Phone',
  user: 'Colleague',
  attachments: 'Attachments',
}

export const typeLabel = (type: FieldType): string => typeLabels[type] ?? type

const plainType = (type: FieldType) => typeLabel(type).toLowerCase()
