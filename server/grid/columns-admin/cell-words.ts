import { userNames } from '../../accounts/users.ts'
import type { Db } from '../../db/db.ts'
import { zoneOf } from '../../db/zone.ts'
import { cellText } from '../../history/describe.ts'
import type { Field } from '../fields.ts'
import type { Preview } from './preview.ts'

/** Answers how a cell of a preview reads to a person: before, in the column as it is; after, as it would be. */
export function cellWords(db: Db, field: Field, type: Field['type'], { options }: Preview) {
  const names = { users: userNames(db), stages: new Map<string, string>() }
  const zone = zoneOf(db)
  const to: Field = { ...field, type, options }
  return {
    before: (value: unknown) => cellText(field, value, names, zone) ?? '',
    after: (value: unknown) => cellText(to, value, names, zone) ?? '',
  }
}
