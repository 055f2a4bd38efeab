import { z } from 'zod'
import { exposures, fieldEntities, fieldTypes, fundMeasures, optionColors } from '../../shared/fields.ts'
import { presentRecord, recordShape } from '../http/shapes.ts'
import type { Field } from './fields.ts'
import { resultType } from './fields.ts'

export const rowShape = z.object({
  id: z.string(),
  version: z.int().describe('Give it back as `expected_version` to notice what others changed meanwhile.'),
  values: z.record(z.string(), z.unknown()).describe('Every column by its key, blank as null.'),
  created_at: z.string(),
  updated_at: z
    .string()
    .describe(
      'The newest change of anything about the investor, tags and commitments included; `values.updated_at` is that of its own cells.',
    ),
  updated_by: z.string().nullable().describe('Who made it.'),
})

const choice = z.object({ name: z.string(), color: z.enum(optionColors).optional() })

const options = z.object({
  choices: z.array(choice).optional(),
  currency: z.string().optional(),
  precision: z.int().optional(),
  fund_id: z.string().optional(),
  measure: z.enum(fundMeasures).optional(),
  result: z.enum(fieldTypes).optional().describe('What a formula answers.'),
})

export const fieldShape = recordShape.extend({
  key: z.string(),
  label: z.string(),
  entity: z.enum(fieldEntities).describe('What has the column.'),
  type: z.enum(fieldTypes),
  result_type: z.enum(fieldTypes).describe('What it filters, sorts and formats as.'),
  builtin: z.boolean(),
  primary: z.boolean(),
  required: z.boolean(),
  default_value: z.unknown().describe('What new rows start with; null for nothing.'),
  exposure: z.enum(exposures).describe('How far its values travel; each level includes the ones before.'),
  options,
  formula: z.string().nullable(),
  description: z.string().nullable(),
  position: z.int(),
})

export const warningsShape = z
  .array(z.object({ message: z.string(), start: z.int(), end: z.int() }))
  .describe('What a formula hardly means, such as a comparison with what is no option; it can be saved all the same.')

export const presentField = (field: Field): z.infer<typeof fieldShape> => ({
  ...presentRecord(field),
  key: field.key,
  label: field.label,
  entity: field.entity,
  type: field.type,
  result_type: resultType(field),
  builtin: field.builtin,
  primary: field.primary,
  required: field.required,
  default_value: field.defaultValue ?? null,
  exposure: field.exposure,
  options: field.options,
  formula: field.formula,
  description: field.description,
  position: field.position,
})

const dependant = z.object({
  kind: z.enum(['formula', 'view', 'automation', 'sheet', 'cells']),
  id: z.string().optional(),
  name: z.string(),
  count: z.int().optional(),
  uses: z
    .array(z.string())
    .optional()
    .describe(
      'Where a view names the column; one that only lays it out (`columns`) does not keep it from being deleted.',
    ),
})

const example = z.object({
  row_id: z.string(),
  name: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  message: z.string().optional().describe('Why this cell would be left blank.'),
})

export const previewShape = z.object({
  dependants: z.array(dependant),
  converts: z.int().describe('How many cells have a value in the new type.'),
  fails: z.int().describe('How many would be left blank.'),
  examples: z.array(example),
  options: options.describe('What the column’s options would be, those its cells bring included.'),
})
