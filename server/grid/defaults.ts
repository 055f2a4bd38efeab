/** What a new row starts with, and what it cannot do without. */
import type { FieldEntity } from '../../shared/fields.ts'
import type { Db } from '../db/db.ts'
import type { Tx } from '../db/write.ts'
import { invalid } from '../errors.ts'
import { propertyOf } from './columns-admin/cells-of.ts'
import { type Field, fieldsOf } from './fields.ts'
import { whileColumnsStand } from './memo.ts'
import { checkValue, isBlank } from './values.ts'

type Values = Record<string, unknown>

/** The defaults of the columns of one kind of record, by key. One that does not fit any more is left out. */
export function defaultsOf(db: Db, entity: FieldEntity): Values {
  const standing = special(db, entity).withDefault.flatMap((field) => {
    const checked = checkValue(db, field, field.defaultValue)
    return 'value' in checked ? [[field.key, checked.value] as const] : []
  })
  return Object.fromEntries(standing)
}

/** Those of custom columns alone, as they are kept in `cells`. */
export const cellDefaults = (db: Db, entity: FieldEntity): Values =>
  defaultsAmong(db, entity, ({ builtin, key }) => (builtin ? null : key))

/** Those of the columns an investor's own row has, by its property. */
export const factDefaults = (db: Db): Values => defaultsAmong(db, 'investors', propertyOf)

function defaultsAmong(db: Db, entity: FieldEntity, nameOf: (field: Field) => string | null): Values {
  const named = special(db, entity).withDefault.flatMap((field) => {
    const name = nameOf(field)
    return name === null ? [] : [[field.key, name] as const]
  })
  if (named.length === 0) return {}

  const all = defaultsOf(db, entity)
  return Object.fromEntries(named.flatMap(([key, name]) => (key in all ? [[name, all[key]] as const] : [])))
}

/**
 * The cells of a new row: those given, else the defaults. Somebody at the panel or the API has to fill the required ones
 * (422); a file or an e-mail may lack them, and is not refused for it.
 */
export function newCells(tx: Tx, entity: FieldEntity, given: Values): Values {
  const values = { ...defaultsOf(tx.db, entity), ...given }
  if (!typedBy.has(tx.actor.surface)) return values

  const missing = missingIn(tx.db, entity, values)
  if (missing.length === 0) return values
  throw invalid(Object.fromEntries(missing.map(({ key, label }) => [key, `“${label}” cannot be blank.`])))
}

/** The required columns a new row of these values would lack. */
export const missingIn = (db: Db, entity: FieldEntity, values: Values): Field[] =>
  special(db, entity).required.filter((field) => isBlank(values[field.key]))

const typedBy: ReadonlySet<string> = new Set(['web', 'api'])

type Special = { withDefault: Field[]; required: Field[] }

const special = (db: Db, entity: FieldEntity): Special =>
  whileColumnsStand(db, `defaults of ${entity}`, () => {
    const all = fieldsOf(db, entity)
    return {
      withDefault: all.filter((field) => !isBlank(field.defaultValue)),
      required: all.filter((field) => field.required && !field.primary),
    }
  })
