import { z } from 'zod'
import { exposures, fieldTypes, fundMeasures, optionColors } from '../../shared/fields.ts'
import { presentRecord, recordShape } from '../http/shapes.ts'
import type { Field } from './fields.ts'
import { resultType } from './fields.ts'

export const rowShape = z.object({
  id: z.string(),
  version: z.int().describe('Give it back as `expected_version` to notice what others changed meanwhile.'),
  values: z.record(z.string(), z.unknown()).describe('Every column by its key, blank as null.'),
  created_at: z.string(),
  updated_at: z.string(),
  updated_by: z.string().nullable(),
})

const choice = z.object({ name: z.string(), color: z.enum(optionColors).optional() })

export const fieldShape = recordShape.extend({
  key: z.string(),
  label: z.string(),
  type: z.enum(fieldTypes),
  result_type: z.enum(fieldTypes).describe('What it filters, sorts and formats as.'),
  builtin: z.boolean(),
  primary: z.boolean(),
  required: z.boolean(),
  exposure: z.enum(exposures).describe('How far its values travel; each level includes the ones before.'),
  options: z.object({
    choices: z.array(choice).optional(),
    currency: z.string().optional(),
    precision: z.int().optional(),
    fund_id: z.string().optional(),
    measure: z.enum(fundMeasures).optional(),
  }),
  formula: z.string().nullable(),
  description: z.string().nullable(),
  position: z.int(),
})

export const presentField = (field: Field): z.infer<typeof fieldShape> => ({
  ...presentRecord(field),
  key: field.key,
  label: field.label,
  type: field.type,
  result_type: resultType(field),
  builtin: field.builtin,
  primary: field.primary,
  required: field.required,
  exposure: field.exposure,
  options: field.options,
  formula: field.formula,
  description: field.description,
  position: field.position,
})
