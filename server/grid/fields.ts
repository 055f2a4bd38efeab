import type { Choice, FieldEntity, FieldType } from '../../shared/fields.ts'
import type { Db } from '../db/db.ts'
import { asc, eq, sql } from '../db/drizzle.ts'
import { layout, type Row } from '../db/entities.ts'
import { fields } from '../db/live.ts'
import { prepared, preparedQuery } from '../db/prepared.ts'
import { amend, record, type Tx } from '../db/write.ts'
import { invalid, UserError } from '../errors.ts'
import { type BuiltinField, builtinField, builtinFields } from './builtin-fields.ts'
import { whileColumnsStand } from './memo.ts'

export type Field = Row<'fields'>

/** The columns of investors, in the order of the grid. */
export const allFields = (db: Db): Field[] => fieldsOf(db, 'investors')

/** The columns of one kind of record, in order. Only investors have built-in ones in the list. */
export const fieldsOf = (db: Db, entity: FieldEntity): Field[] => [...standing(db, entity).values()]

export const fieldByKey = (db: Db, key: string, entity: FieldEntity = 'investors'): Field | undefined =>
  standing(db, entity).get(key)

/** By key. Nearly everything asks for them, so they are read again only once one of them has changed. */
const standing = (db: Db, entity: FieldEntity): Map<string, Field> =>
  whileColumnsStand(
    db,
    `fields of ${entity}`,
    () =>
      new Map(
        inOrder(db)
          .all({ entity })
          .map((field) => [field.key, field]),
      ),
  )

const inOrder = preparedQuery((db) =>
  db
    .select()
    .from(fields)
    .where(eq(fields.entity, sql.placeholder('entity')))
    .orderBy(asc(fields.position), asc(fields.id))
    .prepare(),
)

/** The type a field filters, sorts and formats as: a rollup's or formula's is the type of its result. */
export function resultType(field: Field): FieldType {
  if (field.type === 'rollup') return builtinField(field.key)?.result ?? 'text'

  if (field.type === 'formula') return field.options.result ?? 'text'
  return field.type === 'commitment' ? 'currency' : field.type
}

export type FieldForm = {
  label: string
  type: FieldType
  entity?: FieldEntity | undefined
  options?: Field['options'] | undefined
  exposure?: Field['exposure'] | undefined
  description?: string | null | undefined
  formula?: string | null | undefined
  required?: boolean | undefined
  defaultValue?: unknown
  key?: string
}

/** Adds a custom column. Its key is made from the label once and never changes, whatever the label becomes. */
export function addField(tx: Tx, form: FieldForm): Field {
  const { type, entity = 'investors' } = form
  const label = form.label.trim()
  refuseTakenLabel(tx.db, entity, label)
  return record(tx, 'fields', {
    key: freeKey(tx.db, entity, form.key ?? label),
    label,
    type,
    entity,
    options: form.options ?? {},
    exposure: form.exposure ?? 'box',
    description: form.description ?? null,
    formula: form.formula ?? null,
    required: form.required ?? false,
    defaultValue: form.defaultValue ?? null,
    position: nextPosition(tx.db, entity),
  })
}

/** What people and opportunities have beside the columns people add, as their files call it. */
const ownLabels: Record<FieldEntity, string[]> = {
  investors: [],
  contacts: [
    ...['name', 'title', 'role', 'phone', 'linkedin', 'notes', 'investor', 'investors'],
    ...['last contact', 'last contact by', 'last heard from', 'next meeting'],
    ...['e-mail', 'e-mails', 'email', 'emails', 'addresses'],
  ],
  opportunities: [
    ...['investor', 'fund', 'stage', 'expected', 'expected amount', 'weighted', 'currency', 'probability', 'owner'],
    ...['next step', 'next_step', 'next step due', 'next_step_due', 'days_in_stage', 'reason', 'list'],
    ...['last contact', 'last_contact', 'last contact by', 'last_contact_by', 'next meeting', 'next_meeting'],
  ],
}

/** Two columns of one kind of record never share a name; `id` is the column that may keep its own. */
export function refuseTakenLabel(db: Db, entity: FieldEntity, label: string, id?: string): void {
  const own = ownLabels[entity].includes(label.toLowerCase())
  if (own) throw invalid({ label: `Every one has “${label}” already. Choose another name.` })

  const taken = fieldsOf(db, entity).some((f) => f.id !== id && f.label.toLowerCase() === label.toLowerCase())
  if (!taken) return

  const detail = `There is already a column called “${label}”.`
  throw new UserError('invalid', detail, { fields: { label: `${detail} Choose another name.` } })
}

/** The label, numbered when another column of the grid has it. */
export function freeLabel(db: Db, label: string): string {
  const taken = new Set(allFields(db).map((field) => field.label.toLowerCase()))
  for (let n = 1; ; n += 1) {
    const free = n === 1 ? label : `${label} ${n}`
    if (!taken.has(free.toLowerCase())) return free
  }
}

/** Adds options to a select column that lacks them, in the order they are met. */
export function extendChoices(tx: Tx, field: Field, names: string[]): Field {
  const known = new Set((field.options.choices ?? []).map((choice) => choice.name))
  const fresh = [...new Set(names)].filter((name) => !known.has(name)).map((name): Choice => ({ name }))
  if (fresh.length === 0) return field

  return amend(tx, 'fields', field.id, {
    options: { ...field.options, choices: [...(field.options.choices ?? []), ...fresh] },
  })
}

/**
 * Puts the built-in columns into a new database; columns a newer version brings are added at the end, and take another name
 * where somebody has a column called so already.
 */
export function seedBuiltinFields(tx: Tx): void {
  const present = new Set(allFields(tx.db).map((field) => field.key))
  for (const field of builtinFields.filter((f) => !present.has(f.key))) seedBuiltin(tx, field)
}

function seedBuiltin(tx: Tx, field: BuiltinField): void {
  record(tx, 'fields', {
    key: field.key,
    label: freeLabel(tx.db, field.label),
    type: field.type,
    builtin: true,
    primary: field.key === 'name',
    required: field.key === 'name',
    exposure: field.exposure ?? 'box',
    description: field.description ?? null,
    options: field.choices ? { choices: field.choices } : {},
    position: nextPosition(tx.db, 'investors'),
  })
}

function nextPosition(db: Db, entity: FieldEntity): number {
  return Math.max(0, ...fieldsOf(db, entity).map((field) => field.position)) + 1
}

/**
 * Keys are never given twice: the cells of an archived column are still there, and undo may bring it back. Nor is a name
 * the record's own columns have, for the log tells cells and columns apart by it, or one every object has, or a word by
 * which an import, an address or a form means something else.
 */
function freeKey(db: Db, entity: FieldEntity, text: string): string {
  const base = slug(text) || 'field'
  const used = `SELECT after ->> '$.key' FROM changes WHERE entity = 'fields' AND action = 'create'`
  const own = layout(entity).columns.map((column) => column.name)
  const taken = new Set([...own, ...reserved[entity], 'constructor', ...prepared(db, used).pluck().all()])
  for (let n = 1; ; n += 1) {
    const key = n === 1 ? base : `${base}_${n}`
    if (!taken.has(key)) return key
  }
}

const reserved: Record<FieldEntity, string[]> = {
  investors: ['record_id', 'was', 'same_name'],
  contacts: ['record_id', 'was', 'emails', 'email', 'role', 'investor', 'investors', 'investor_id', 'investor_ids'],
  opportunities: ['was', 'reason', 'currency', 'investor', 'fund'],
}

/** `Fund II – soft ($M)` → `fund_ii_soft_m` */
export function slug(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60)
}
