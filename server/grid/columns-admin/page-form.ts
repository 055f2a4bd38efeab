/** The form of a column: the texts it starts with, and what was meant by what comes back. */
import { type exposures, type FieldEntity, fieldEntities, optionColors } from '../../../shared/fields.ts'
import { userNames } from '../../accounts/users.ts'
import type { Db } from '../../db/db.ts'
import { zoneOf } from '../../db/zone.ts'
import { invalid } from '../../errors.ts'
import { likeField } from '../../history/describe.ts'
import { filled } from '../../http/forms.ts'
import type { Field } from '../fields.ts'
import { asText, conversion } from './convert.ts'
import { type AddForm, type EditForm, fieldForm, fieldPatch, isSelect } from './forms.ts'

export type Sent = Record<string, unknown>

/** What people call the records that have columns. */
export const entityNames: Record<FieldEntity, { one: string; many: string }> = {
  investors: { one: 'investor', many: 'Investors' },
  contacts: { one: 'contact', many: 'Contacts' },
  opportunities: { one: 'opportunity', many: 'Opportunities' },
}

/** Whose columns an address or a form is about; investors unless it says so. */
export const entityIn = (given: unknown): FieldEntity =>
  fieldEntities.find((one) => one === (given as Sent | null)?.['entity']) ?? 'investors'

/** One row of the options editor; `was` is the name the option is stored under. */
export type OptionRow = { name: string; was: string; color: string }

/** The texts a form about this column starts with. */
export function textsOf(db: Db, field: Field): Sent {
  const { label, type, exposure, description, required, formula, options } = field
  return {
    label,
    type,
    exposure,
    description,
    required: required ? 'true' : '',
    formula,
    currency: options.currency,
    precision: options.precision,
    default: defaultText(db, field),
  }
}

/** What new rows start with, as one types it; nothing when they start blank. */
export function defaultText(db: Db, field: Field): string {
  const value = field.defaultValue
  return value === null || value === undefined ? '' : asText(field, value, zoneOf(db), userNames(db))
}

export const optionsOf = (field: Field): OptionRow[] =>
  (field.options.choices ?? []).map(({ name, color }) => ({ name, was: name, color: color ?? 'gray' }))

/** The options as a form sent them, in its order. One without a name was taken away, or never filled in. */
export function sentOptions(body: unknown): OptionRow[] {
  const sent = (body ?? {}) as Sent
  const [names, was, colors] = [all(sent['option_name']), all(sent['option_was']), all(sent['option_color'])]
  return names.map((name, n) => ({ name: name.trim(), was: was[n] ?? '', color: colors[n] ?? 'gray' }))
}

/** What comes in place of options that are taken away, as far as the form has asked. */
export function sentReplacements(body: unknown): { from: string; to: string }[] {
  const sent = (body ?? {}) as Sent
  const to = all(sent['replace_to'])
  return all(sent['replace_from']).map((from, n) => ({ from, to: to[n] ?? '' }))
}

const all = (value: unknown): string[] => [value ?? []].flat().map(String)

/** A new column as it was meant. */
export function typedField(db: Db, body: unknown): AddForm {
  const { label = '', description = null, formula, default: start, ...typed } = filled(body)
  const form = fieldForm.parse({
    label,
    description,
    entity: entityIn(body),
    type: typed['type'] ?? 'text',
    exposure: typed['exposure'],
    required: typed['required'] === 'true',
    ...(typed['type'] === 'formula' && { formula }),
    options: sentSettings(typed, sentOptions(body)),
  })
  return { ...form, ...(start !== undefined && { default_value: typedDefault(db, asField(form), start) }) }
}

/** The changes a form asks for. What was left as it was is left out, so that it is nobody's edit. */
export function typedPatch(db: Db, field: Field, body: unknown): EditForm {
  const { label = '', description = null, formula = null, default: start, confirm, ...typed } = filled(body)
  const type = (typed['type'] as Field['type'] | undefined) ?? field.type
  const settings = { ...typed, type }
  const patch = fieldPatch.parse({
    label,
    description,
    exposure: typed['exposure'],
    required: typed['required'] === 'true',
    ...(type !== field.type && { type }),
    ...(type === 'formula' && formula !== field.formula && { formula }),
    ...(hasSettings(type) && { options: { ...sentSettings(settings, sentOptions(body)), ...replacing(body) } }),
    ...(confirm === 'true' && { confirm: true }),
  })
  const changed = { ...field, ...(patch.options && { options: { ...field.options, ...patch.options } }), type } as Field
  if (start === undefined && field.defaultValue === null) return patch
  if (start === defaultText(db, field)) return patch
  return { ...patch, default_value: start === undefined ? null : typedDefault(db, changed, start) }
}

const hasSettings = (type: Field['type']) => isSelect(type) || ['number', 'currency', 'percent'].includes(type)

function replacing(body: unknown) {
  const asked = sentReplacements(body).map(({ from, to }) => [from, to || null])
  return asked.length > 0 ? { replace: Object.fromEntries(asked) } : {}
}

/** Options, currency and decimals, as far as the type has them: the rest of the form is about other types. */
function sentSettings(typed: Record<string, string>, rows: OptionRow[]) {
  const { type = 'text', currency, precision } = typed
  if (isSelect(type as Field['type'])) return { choices: rows.filter(({ name }) => name !== '').map(choiceOf) }
  const digits = precision !== undefined && /^\d+$/.test(precision) ? { precision: Number(precision) } : {}
  if (type === 'currency') return { ...digits, ...(currency && { currency: currency.trim().toUpperCase() }) }
  return type === 'number' || type === 'percent' ? digits : undefined
}

const choiceOf = ({ name, was, color }: OptionRow) => ({
  name,
  ...(was && was !== name && { was }),
  ...(optionColors.some((one) => one === color) && { color }),
})

/** What new rows start with, read as a cell of the column would be. */
function typedDefault(db: Db, field: Field, start: string): unknown {
  const { convert, target } = conversion(db, { ...field, type: 'text', options: {} }, field, [start])
  const read = convert(start)
  if ('problem' in read) throw invalid({ default: read.problem })
  const known = field.options.choices?.length ?? 0
  if (isSelect(field.type) && (target().options.choices?.length ?? 0) > known) {
    throw invalid({ default: `“${start}” is not among the options.` })
  }
  return read.value
}

/** A column that is not there yet, as far as reading its cells goes. */
const asField = ({ label, type, options = {}, entity = 'investors' }: AddForm): Field =>
  likeField(label, type, options, { entity })

/** What each exposure means, in the words of those who choose it. */
export const exposureWords: Record<(typeof exposures)[number], { name: string; means: string }> = {
  box: { name: 'This CRM only', means: 'Its values stay on your own server.' },
  sidebar: { name: 'Gmail sidebar too', means: 'Also shown beside an e-mail, through Google.' },
  sheet: { name: 'Sheets and sidebar too', means: 'Also written into the Google Sheet, and shown beside an e-mail.' },
}
