import type { FundMeasure } from '../../shared/fields.ts'
import type { Row } from '../db/entities.ts'
import { builtinField } from '../grid/builtin-fields.ts'
import { type Field, slug } from '../grid/fields.ts'
import type { Column } from './infer.ts'
import { type ContactFact, type ContactPart, fundNamed, type Ground, newLabel, type Target } from './targets.ts'

/** Where a value is stored, and how the report calls that place. */
export type Place =
  | { at: 'column'; property: Exclude<keyof Row<'investors'>, 'cells'> }
  /** The key of a new column is a guess until the column is there: nothing is stored under it yet. */
  | { at: 'cell'; key: string; isNew?: true }
  | { at: 'tags' }
  | { at: 'ledger'; fund: string; fundId: string | null; measure: FundMeasure }
  | { at: 'person'; part: ContactPart }
  | { at: 'fact'; fact: ContactFact }
  | { at: 'record_id' }

/** Where the cells of a column with this target go. */
export function placeOf(target: Target, column: Column, ground: Ground): Place {
  switch (target.kind) {
    case 'field':
      return ground.entityType === 'contacts' ? { at: 'cell', key: target.field.key } : fieldPlace(target.field)
    case 'new':
      return { at: 'cell', key: slug(newLabel(column.header, ground)) || 'field', isNew: true }
    case 'commitment':
      return {
        at: 'ledger',
        fund: target.fund,
        fundId: fundNamed(target.fund, ground)?.id ?? null,
        measure: target.measure,
      }
    case 'status':
      return { at: 'cell', key: slug(`${target.fund} ${target.step}`), isNew: true }
    case 'contact':
      return { at: 'person', part: target.part }
    case 'fact':
      return { at: 'fact', fact: target.fact }
    case 'record_id':
      return { at: 'record_id' }
  }
}

function fieldPlace(field: Field): Place {
  const source = builtinField(field.key)?.source
  if (!source) return { at: 'cell', key: field.key }
  if ('column' in source) {
    const property = source.column.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase())
    return { at: 'column', property: property as Exclude<keyof Row<'investors'>, 'cells'> }
  }
  return { at: 'tags' }
}

/** What a report calls a place: a field key, where there is one. */
export function nameOf(place: Place): string {
  switch (place.at) {
    case 'column':
      return place.property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    case 'cell':
      return place.key
    case 'ledger':
      return slug(`${place.fund} ${place.measure}`)
    case 'person':
      return 'contacts'
    case 'fact':
      return place.fact === 'email' ? 'emails' : place.fact
    default:
      return place.at
  }
}
