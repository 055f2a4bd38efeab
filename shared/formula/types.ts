import type { FieldType } from '../fields.ts'

/** What a part of a formula gives, as far as is known before any row is read. */
export type Type = 'number' | 'text' | 'boolean' | 'date' | 'datetime' | 'list' | 'blank' | 'any'

const typeOfFields: Partial<Record<FieldType, Type>> = {
  number: 'number',
  currency: 'number',
  percent: 'number',
  commitment: 'number',
  date: 'date',
  datetime: 'datetime',
  created_at: 'datetime',
  updated_at: 'datetime',
  checkbox: 'boolean',
  multi_select: 'list',
  contacts: 'list',
  attachments: 'list',
  rollup: 'any',
  formula: 'any',
}

export const typeOfField = (type: FieldType): Type => typeOfFields[type] ?? 'text'

/** How the column of a formula filters, sorts and formats. Lists are joined, as Airtable shows them. */
export function fieldTypeOf(type: Type): FieldType {
  if (type === 'number' || type === 'date' || type === 'datetime') return type
  return type === 'boolean' ? 'checkbox' : 'text'
}

/** The type of a value that comes from one of several branches. Blank fits every type; unlike things are `any`. */
export function commonType(types: Type[]): Type {
  return types.reduce((common, type) => pair(common, type), 'blank')
}

function pair(one: Type, other: Type): Type {
  if (one === other || other === 'blank') return one
  if (one === 'blank') return other

  const both = new Set([one, other])
  if (both.has('date') && both.has('datetime')) return 'datetime'
  return both.has('number') && both.has('boolean') ? 'number' : 'any'
}

const words: Record<Type, string> = {
  number: 'a number',
  text: 'text',
  boolean: 'true or false',
  date: 'a date',
  datetime: 'a date and time',
  list: 'a list',
  blank: 'blank',
  any: 'different things in different rows',
}

export const said = (type: Type): string => words[type]

/** Whether one can come before the other: numbers, texts and dates each among themselves, and texts that are dates. */
export function inOrder(one: Type, other: Type): boolean {
  const open = (type: Type) => type === 'any' || type === 'blank'
  return open(one) || open(other) || sortOf(one) === sortOf(other) || dateAndText(one, other) || dateAndText(other, one)
}

function sortOf(type: Type): Type {
  if (type === 'boolean') return 'number'
  if (type === 'list') return 'text'
  return type === 'datetime' ? 'date' : type
}

const dateAndText = (one: Type, other: Type): boolean => isDateType(one) && other === 'text'

export const isDateType = (type: Type): boolean => type === 'date' || type === 'datetime'
