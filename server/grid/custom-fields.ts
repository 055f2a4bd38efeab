/** Columns people add: what may be asked for, and what keeps a column from being taken away. */
import { z } from 'zod'
import { exposures, type FieldType, fieldTypes, optionColors } from '../../shared/fields.ts'
import { foldCase } from '../../shared/fold.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { amend, archive, type Tx } from '../db/write.ts'
import { invalid, notFound, UserError } from '../errors.ts'
import { addField, allFields, type Field } from './fields.ts'

const label = z.string().trim().min(1, 'Give the column a name.').max(200)
const choice = z.strictObject({
  name: z.string().min(1, 'Give the option a name.').max(200),
  color: z.enum(optionColors).optional(),
})
const choices = z
  .array(choice)
  .max(2000)
  .refine((all) => new Set(all.map((c) => foldCase(c.name))).size === all.length, 'Two options have the same name.')
const options = z.strictObject({
  choices: choices.optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'Use a three-letter currency code such as USD.')
    .optional(),
  precision: z.int().min(0).max(10).optional(),
})
const description = z.string().max(2000).nullish()

export const fieldForm = z.strictObject({
  label,
  type: z.enum(fieldTypes),
  options: options.optional(),
  exposure: z.enum(exposures).optional(),
  description,
  formula: z.string().nullish(),
})
export const fieldPatch = z.strictObject({
  label: label.optional(),
  options: options.optional(),
  exposure: z.enum(exposures).optional(),
  description,
})

const byTheSystem: Partial<Record<FieldType, string>> = {
  commitment: 'Commitment columns come with their fund: add the fund.',
  contacts: 'There is one contacts column; it is there already.',
  rollup: 'Rollups are made by the system.',
  formula: 'Formula columns are not available in this version.',
}

/** Adds a column somebody designed. Its cells are blank until somebody fills them. */
export function addCustomField(tx: Tx, form: z.infer<typeof fieldForm>): Field {
  const { label, type, options = {}, exposure, description } = form
  const refusal = byTheSystem[type]
  if (refusal) throw invalid({ type: refusal })
  if (form.formula) throw invalid({ formula: 'Only formula columns have a formula.' })

  return addField(tx, { label, type, exposure, description, options: fittingOptions(type, options) })
}

/** Changes how a column is shown. Options of built-in and commitment columns belong to the system, save select options. */
export function editField(tx: Tx, id: string, form: z.infer<typeof fieldPatch>): Field {
  const field = findField(tx.db, id)
  const { label, exposure, description, options } = form
  if (label && allFields(tx.db).some((f) => f.id !== id && f.label.toLowerCase() === label.toLowerCase())) {
    throw invalid({ label: `There is already a column called “${label}”.` })
  }
  const merged = options && { ...field.options, ...fittingOptions(field.type, options) }
  if (options?.choices) keepUsedChoices(tx.db, field, options.choices)
  return amend(tx, 'fields', id, { label, exposure, description, options: merged })
}

/** Takes a column away. Its cells stay in the record: undo brings them back with it. */
export function removeField(tx: Tx, id: string, confirmed: boolean): Field {
  const field = findField(tx.db, id)
  if (field.builtin) throw new UserError('conflict', `“${field.label}” is part of every grid and cannot be deleted.`)
  if (field.type === 'commitment') throw new UserError('conflict', `“${field.label}” belongs to its fund.`)

  const dependants = dependantsOf(tx.db, field)
  if (dependants.length > 0 && !confirmed) {
    const [first] = dependants
    const detail = `${first?.count} investors have a value in “${field.label}”. Delete it all the same with ?confirm=true.`
    throw new UserError('conflict', detail, { dependants })
  }
  return archive(tx, 'fields', id)
}

export function findField(db: Db, id: string): Field {
  const field = allFields(db).find((f) => f.id === id || f.key === id)
  if (!field) throw notFound('column')

  return field
}

/** What would lose something if the column went away. */
function dependantsOf(db: Db, { key }: Field): { kind: 'cells'; count: number }[] {
  const sql = 'SELECT count(*) FROM live_investors WHERE cells -> ? IS NOT NULL'
  const count = Number(prepared(db, sql).pluck().get(pathOf(key)))
  return count > 0 ? [{ kind: 'cells', count }] : []
}

export const hasCells = (db: Db, key: string): boolean =>
  prepared(db, 'SELECT 1 FROM live_investors WHERE cells -> ? IS NOT NULL LIMIT 1').get(pathOf(key)) !== undefined

const pathOf = (key: string) => `$."${key}"`

function fittingOptions(type: FieldType, options: z.infer<typeof fieldForm>['options'] & object): Field['options'] {
  const select = type === 'single_select' || type === 'multi_select'
  if (options.choices && !select) throw invalid({ 'options.choices': 'Only select columns have options.' })
  if (options.currency && type !== 'currency') throw invalid({ 'options.currency': 'Only amounts have a currency.' })

  const { choices, currency, precision } = options
  return { ...(choices && { choices }), ...(currency && { currency }), ...(precision !== undefined && { precision }) }
}

/** An option that is chosen somewhere stays: a cell never holds what its column does not know. */
function keepUsedChoices(db: Db, field: Field, choices: { name: string }[]): void {
  const kept = new Set(choices.map((c) => c.name))
  const gone = (field.options.choices ?? []).map((c) => c.name).filter((name) => !kept.has(name))
  const used = gone.find((name) => isChosen(db, field, name))
  if (used !== undefined) {
    throw new UserError('conflict', `“${used}” is chosen for some investors. Change those first.`)
  }
}

function isChosen(db: Db, field: Field, name: string): boolean {
  const builtin = field.key === 'list' || field.key === 'type'
  const sql = builtin
    ? `SELECT 1 FROM live_investors WHERE ${field.key} = ? LIMIT 1`
    : 'SELECT 1 FROM live_investors i, json_each(i.cells, ?) e WHERE e.value = ? LIMIT 1'
  return prepared(db, sql).get(...(builtin ? [name] : [pathOf(field.key), name])) !== undefined
}
