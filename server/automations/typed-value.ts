/** What a person typed for a column into the form of a rule, in the form the API takes. */
import { fold } from '../../shared/fold.ts'
import { allUsers } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { UserError } from '../errors.ts'
import { type Field, fieldByKey } from '../grid/fields.ts'
import { gridColumns } from '../grid/rows.ts'
import { typedCells } from '../grid/typed-cells.ts'
import { parseList } from '../imports/lists.ts'

export type Reading = { db: Db; zone: string; problems: Record<string, string> }

export const wholeNumber = (text: string | undefined) => (text === undefined ? Number.NaN : Number(text))

/** Several values with commas between them. */
export function typedItems(key: string, text: string, place: string, reading: Reading): unknown[] {
  const items = parseList(text)
  return items.map((item) => (/^\(?blank\)?$/i.test(item) ? null : [typedValue(key, item, place, reading)].flat()[0]))
}

/** What a person typed for a column, in the form the API takes; `$today+7` stays as it is. */
export function typedValue(key: string, text: string, place: string, { db, zone, problems }: Reading): unknown {
  const field = fieldByKey(db, key) ?? derivedField(db, key)
  if (!field || /^\$/.test(text)) return text
  if (field.type === 'user') return colleague(db, text)
  const chosen = choiceOf(field, text)
  if (chosen !== undefined) return chosen
  try {
    return typedCells([field], { [key]: text }, zone)[key]
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    problems[place] = error.message
    return null
  }
}

export const derivedField = (db: Db, key: string): Field | undefined => gridColumns(db).get(key)?.field

/** Somebody by id, name or address. */
function colleague(db: Db, text: string): string {
  const wanted = fold(text)
  const found = allUsers(db).find((user) => user.id === text || fold(user.fullName) === wanted || user.email === text)
  return found?.id ?? text
}

/** Options are found however their letters are cased, also as they are shown. */
function choiceOf({ options, type }: Field, text: string): string | undefined {
  if (type !== 'single_select') return undefined
  const wanted = fold(text).replace(/[-_ ]/g, '')
  return options.choices?.map(({ name }) => name).find((name) => fold(name).replace(/[-_ ]/g, '') === wanted)
}
