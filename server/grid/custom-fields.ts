/** Columns people add and change: what may be asked for, and what keeps a column from being taken away. */
import { fieldEntities } from '../../shared/fields.ts'
import { plural } from '../../shared/words.ts'
import type { Db } from '../db/db.ts'
import { amend, archive, type Tx } from '../db/write.ts'
import { invalid, notFound, UserError } from '../errors.ts'
import { builtinField } from './builtin-fields.ts'
import { countBlank } from './columns-admin/cells-of.ts'
import { asksFirst, convertCells, needsConversion, retyped } from './columns-admin/change-type.ts'
import { dependantsOf, isInTheWay } from './columns-admin/dependants.ts'
import { type AddForm, type EditForm, fittingOptions, refusalOf } from './columns-admin/forms.ts'
import { editChoices, movedDefault } from './columns-admin/options.ts'
import { placeField } from './columns-admin/place.ts'
import { brokenBy, previewOf } from './columns-admin/preview.ts'
import { addField, type Field, fieldsOf, refuseTakenLabel, resultType } from './fields.ts'
import { checkedFormula, renameInFormulas, retypeFormulas } from './formulas/formulas.ts'
import { checkValue, isBlank } from './values.ts'

/** Adds a column somebody designed. Its cells are blank until somebody fills them, or worked out when it is a formula. */
export function addCustomField(tx: Tx, form: AddForm): Field {
  const { label, type, entity = 'investors', options = {}, exposure, description, required = false } = form
  const refusal = refusalOf(type, entity)
  if (refusal) throw invalid({ type: refusal })
  if (form.formula && type !== 'formula') throw invalid({ formula: 'Only formula columns have a formula.' })
  if (required && type === 'formula') throw invalid({ required: 'A formula fills its own cells.' })

  const made = { options: fittingOptions(type, options), ...(type === 'formula' && formulaOf(tx.db, form.formula)) }
  const added = addField(tx, {
    label,
    type,
    entity,
    exposure,
    description,
    ...withResult(made, made.options),
    required,
  })
  if (isBlank(form.default_value)) return added
  return amend(tx, 'fields', added.id, { defaultValue: checkedDefault(tx.db, added, form.default_value) })
}

/** A formula ready to be kept, with the type its cells have. */
function formulaOf(
  db: Db,
  source: string | null | undefined,
  ownKey?: string,
): { formula: string; result: Field['type'] } {
  if (!source?.trim()) throw invalid({ formula: 'Write the formula of this column.' })
  const { source: formula, result } = checkedFormula(db, source, ownKey)
  return { formula, result }
}

/** Keeps beside its options what a formula answers. */
function withResult(made: { formula?: string; result?: Field['type'] }, options: Field['options']) {
  const { formula, result } = made
  return { formula, options: result ? { ...options, result } : options }
}

/**
 * Changes what is given, as one act. Built-in and commitment columns keep their type; a type that loses something, or
 * breaks what depends on the column, asks first (409) unless `confirm` is given. A new name goes to the formulas too.
 */
export function editField(tx: Tx, id: string, form: EditForm): Field {
  const field = findField(tx.db, id)
  if (form.label !== undefined && form.label !== field.label) rename(tx, field, form.label)
  if ((form.type ?? field.type) === 'formula' && form.formula !== undefined && isBlank(form.formula?.trim()))
    throw invalid({ formula: 'Write the formula of this column.' })
  if (form.type !== undefined || form.formula || currencyChanges(field, form)) changeType(tx, field, form)
  else if (form.options) changeOptions(tx, field, form.options)

  const { description, exposure } = form
  amend(tx, 'fields', id, { description, exposure })
  if (form.default_value !== undefined) setDefault(tx, findField(tx.db, id), form.default_value)
  if (form.required !== undefined) setRequired(tx, findField(tx.db, id), form.required)
  if (form.position !== undefined) placeField(tx, findField(tx.db, id), form.position)
  return findField(tx.db, id)
}

function rename(tx: Tx, field: Field, label: string): void {
  refuseTakenLabel(tx.db, field.entity, label, field.id)
  if (field.entity === 'investors') renameInFormulas(tx, field, label)
  amend(tx, 'fields', field.id, { label })
}

const currencyChanges = (field: Field, { options }: EditForm): boolean =>
  field.type === 'currency' && options?.currency !== undefined && options.currency !== field.options.currency

function changeType(tx: Tx, field: Field, form: EditForm): void {
  const { type = field.type, confirm = false } = form
  if (form.formula && type !== 'formula') throw invalid({ formula: 'Only formula columns have a formula.' })
  if (type === 'formula' && field.type === 'formula' && !form.formula) return
  const to = plannedType(tx.db, field, form)
  const preview = previewOf(tx.db, field, { type: to })
  const broken = brokenBy(tx.db, field, to)
  if (!confirm && (preview.fails > 0 || broken.length > 0)) throw askingFirst(field, preview, broken)
  if (!needsConversion(field, to)) {
    amend(tx, 'fields', field.id, { formula: to.formula, options: to.options })
    retypeFormulas(tx)
    return
  }
  const { target, blanked } = convertCells(tx, field, to)
  const { defaultValue, required } = field
  const kept = 'value' in checkValue(tx.db, target, defaultValue) ? defaultValue : null
  amend(tx, 'fields', field.id, {
    type,
    options: target.options,
    formula: to.formula,
    defaultValue: kept,
    required: required && blanked === 0 && type !== 'formula',
  })
  if (field.entity === 'investors') retypeFormulas(tx)
}

/** The column with its new type, formula and options, as far as they are given. */
function plannedType(db: Db, field: Field, { type = field.type, options = {}, formula }: EditForm): Field {
  const { choices, currency, precision } = options
  const given = fittingOptions(type, {
    ...(choices && { choices: choices.map(({ name, color }) => ({ name, ...(color && { color }) })) }),
    ...(currency && { currency }),
    ...(precision !== undefined && { precision }),
  })
  const to = type === field.type ? { ...field, options: { ...field.options, ...given } } : retyped(field, type, given)
  if (type !== 'formula') return { ...to, formula: null }

  return { ...to, ...withResult(formulaOf(db, formula, field.key), to.options) } as Field
}

function askingFirst(field: Field, preview: ReturnType<typeof previewOf>, broken: string[]): UserError {
  const { code, message } = asksFirst(field, preview, broken)
  return new UserError(code, message, { ...preview })
}

/** What a change of type would do; nothing is written. */
export function previewType(db: Db, id: string, form: EditForm) {
  const field = findField(db, id)
  return previewOf(db, field, { type: plannedType(db, field, form) })
}

function changeOptions(tx: Tx, field: Field, sent: NonNullable<EditForm['options']>): void {
  const { choices, currency, precision } = sent
  fittingOptions(field.type, { choices, currency, precision })
  const edited = choices && editChoices(tx, field, sent)
  amend(tx, 'fields', field.id, {
    options: {
      ...field.options,
      ...(edited && { choices: edited }),
      ...(precision !== undefined && { precision }),
    },
    ...(edited && { defaultValue: movedDefault(field, edited, sent) }),
  })
}

function setDefault(tx: Tx, field: Field, given: unknown): void {
  amend(tx, 'fields', field.id, { defaultValue: isBlank(given) ? null : checkedDefault(tx.db, field, given) })
}

/** A default is a value like any other: it has to fit the column. */
function checkedDefault(db: Db, field: Field, given: unknown): unknown {
  if (field.primary) throw invalid({ default_value: 'Every investor has a name of its own.' })
  if (['commitment', 'contacts'].includes(field.type)) {
    throw invalid({ default_value: `“${field.label}” cannot have a default.` })
  }
  const checked = checkValue(db, { ...field, required: false }, given)
  if ('problem' in checked) throw invalid({ default_value: checked.problem })
  return checked.value
}

/** A column can be required once no row lacks it. */
function setRequired(tx: Tx, field: Field, required: boolean): void {
  if (field.primary && !required) throw invalid({ required: 'Every investor has a name.' })
  if (required && !field.required) refuseBlanks(tx.db, field)
  amend(tx, 'fields', field.id, { required })
}

function refuseBlanks(db: Db, field: Field): void {
  const typed = resultType(field) === field.type && field.type !== 'contacts' && !isComputed(field)
  if (!typed) throw invalid({ required: `“${field.label}” is filled by the system, so nobody can be asked for it.` })

  const blank = countBlank(db, field)
  if (blank === 0) return
  const detail = `${plural(blank, 'row')} ${blank === 1 ? 'has' : 'have'} nothing in “${field.label}”. Fill ${blank === 1 ? 'it' : 'them'} first.`
  throw new UserError('conflict', detail, { blank, fields: { required: detail } })
}

const isComputed = ({ key, type }: Field): boolean =>
  ['created_at', 'created_by', 'updated_at', 'updated_by'].includes(type) || builtinField(key)?.result !== undefined

/** Takes a column away. Its cells stay in the record: undo brings them back with it. */
export function removeField(tx: Tx, id: string, confirmed: boolean): Field {
  const field = findField(tx.db, id)
  refuseStaying(field)
  const dependants = dependantsOf(tx.db, field)
  if (!confirmed && dependants.some(isInTheWay)) throw inUse(field, dependants)

  return archive(tx, 'fields', id)
}

/** 409 for a column nobody can take away. */
export function refuseStaying(field: Field): void {
  if (field.builtin) throw new UserError('conflict', `“${field.label}” is part of every grid and cannot be deleted.`)
  if (field.type === 'commitment') throw new UserError('conflict', `“${field.label}” belongs to its fund.`)
}

function inUse(field: Field, dependants: ReturnType<typeof dependantsOf>): UserError {
  const named = dependants.filter((one) => isInTheWay(one) && one.kind !== 'cells').map((one) => `“${one.name}”`)
  const cells = dependants.find((one) => one.kind === 'cells')?.count
  const uses = [...named, ...(cells ? [`${plural(cells, 'filled cell')}`] : [])].join(', ')
  const detail = `“${field.label}” is in use: ${uses}. Delete it all the same with ?confirm=true.`
  return new UserError('conflict', detail, { dependants })
}

/** A column by its id or key, whatever records have it. */
export function findField(db: Db, id: string): Field {
  const field = fieldEntities.flatMap((entity) => fieldsOf(db, entity)).find((f) => f.id === id || f.key === id)
  if (!field) throw notFound('column')

  return field
}
