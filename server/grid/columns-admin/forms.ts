/** What may be sent to add and to change a column. */

import { z } from 'zod'
import { exposures, type FieldType, fieldEntities, fieldTypes, optionColors } from '../../../shared/fields.ts'
import { foldCase } from '../../../shared/fold.ts'
import { invalid } from '../../errors.ts'
import { currencyCode } from '../../funds/currency.ts'
import type { Field } from '../fields.ts'

const label = z.string().trim().min(1, 'Give the column a name.').max(200)
const choice = z.strictObject({
  name: z.string().min(1, 'Give the option a name.').max(200),
  color: z.enum(optionColors).optional(),
})
const sameName = 'Two options have the same name.'
const areDifferent = (all: { name: string }[]) => new Set(all.map((one) => foldCase(one.name))).size === all.length
const choices = z.array(choice).max(2000).refine(areDifferent, sameName)
const renamedChoice = choice.extend({ was: z.string().optional().describe('Its name until now, when it is renamed.') })

const precision = z.int().min(0).max(10)
const options = z.strictObject({
  choices: choices.optional(),
  currency: currencyCode.optional(),
  precision: precision.optional(),
})
const description = z.string().max(2000).nullish()
const formula = z.string().max(100_000).nullish()
const default_value = z.unknown().optional().describe('What new rows start with; null for nothing.')

export const fieldForm = z.strictObject({
  label,
  type: z.enum(fieldTypes),
  entity: z.enum(fieldEntities).optional().describe('What gets the column: investors unless told otherwise.'),
  options: options.optional(),
  exposure: z.enum(exposures).optional(),
  description,
  formula,
  required: z.boolean().optional(),
  default_value,
})
export type AddForm = z.infer<typeof fieldForm>

export const fieldPatch = z.strictObject({
  label: label.optional(),
  description,
  exposure: z.enum(exposures).optional(),
  required: z.boolean().optional(),
  default_value,
  options: options
    .extend({
      choices: z.array(renamedChoice).max(2000).refine(areDifferent, sameName).optional(),
      replace: z
        .record(z.string(), z.string().nullable())
        .optional()
        .describe('For options that are taken away: what the cells that hold one get instead, or null.'),
    })
    .optional(),
  type: z.enum(fieldTypes).optional(),
  formula,
  position: z.int().min(0).max(100_000).optional().describe('Its place among the columns, 0 being the first.'),
  confirm: z.boolean().optional().describe('Goes ahead although something is lost.'),
})
export type EditForm = z.infer<typeof fieldPatch>

/** Types whose columns nobody adds, with the reason. */
const byTheSystem: Partial<Record<FieldType, string>> = {
  commitment: 'Commitment columns come with their fund: add the fund.',
  contacts: 'There is one contacts column; it is there already.',
  rollup: 'Rollups are made by the system.',
  created_at: 'The column “Created” is there already.',
  created_by: 'The column “Created by” is there already.',
  updated_at: 'The column “Changed” is there already.',
  updated_by: 'The column “Changed by” is there already.',
}

/** Why nobody can have a column of this type there; null when they can. */
export function refusalOf(type: FieldType, entity: Field['entity']): string | null {
  if (type === 'formula' && entity !== 'investors') return 'Formula columns work on investors only.'
  return byTheSystem[type] ?? null
}

/** The types a person can choose for a column of these records, in the order of the list. */
export const typesFor = (entity: Field['entity']): FieldType[] =>
  fieldTypes.filter((type) => refusalOf(type, entity) === null)

export const isSelect = (type: FieldType): boolean => type === 'single_select' || type === 'multi_select'

/** The options that fit a type; 422 for those that do not. */
export function fittingOptions(type: FieldType, given: z.infer<typeof options>): Field['options'] {
  if (given.choices && !isSelect(type)) throw invalid({ 'options.choices': 'Only select columns have options.' })
  if (given.currency && type !== 'currency') throw invalid({ 'options.currency': 'Only amounts have a currency.' })

  const { choices, currency, precision } = given
  return { ...(choices && { choices }), ...(currency && { currency }), ...(precision !== undefined && { precision }) }
}
