import { percentText, plainMoney } from '../../shared/money.ts'
import { userNames } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { contacts } from '../db/live.ts'
import type { CsvRow, CsvValue } from '../http/csv.ts'
import { type Attachment, formatAttachments, formatList } from '../imports/lists.ts'
import { allStages } from '../pipeline/stages.ts'
import { allFields, type Field, resultType } from './fields.ts'
import { checkedColumns, gridColumns } from './row-source.ts'
import { type FundTime, findRow, type RowQuery, rowIds } from './rows.ts'

type Query = Omit<RowQuery, 'limit' | 'offset'>

/**
 * Every column of the investors that match, by label, as Airtable writes cells and an import reads them back: amounts in
 * major units, percentages with their sign, people and stages by name, lists with bare commas. Which rows is
 * settled at the start; each is read when its turn comes, so the memory it takes does not grow with the file.
 */
export function exportInvestors(db: Db, query: Query, time: FundTime) {
  const columns = chosenFields(db, query.fields)
  const names = nameLookup(db)
  return { headers: columns.map((field) => field.label), rows: rowsOf(db, rowIds(db, query, time), columns, names) }
}

/** In the order asked for; 422 for a column there is not. */
const chosenFields = (db: Db, keys: string[] | undefined): Field[] =>
  keys ? checkedColumns(gridColumns(db), keys, 'fields', 'export').map((column) => column.field) : allFields(db)

/** `{"data":[…]}`, a row at a time, so that memory stays flat. */
export function* jsonFile(db: Db, query: Query, time: FundTime): Generator<string> {
  yield '{"data":['
  let first = true
  for (const id of rowIds(db, query, time)) {
    const row = findRow(db, id, query.fields)
    if (row) yield `${first ? '' : ','}\n${JSON.stringify(row)}`
    if (row) first = false
  }
  yield '\n]}\n'
}

function* rowsOf(db: Db, ids: string[], columns: Field[], names: Names): Generator<CsvRow> {
  for (const id of ids) {
    const row = findRow(db, id)
    if (row)
      yield Object.fromEntries(columns.map((field) => [field.label, csvValue(field, row.values[field.key], names)]))
  }
}

type Names = Record<'users' | 'stages' | 'contacts', Map<string, string>>

function nameLookup(db: Db): Names {
  const people = db.select({ id: contacts.id, name: contacts.name }).from(contacts).all()
  return {
    users: userNames(db),
    stages: new Map(allStages(db).map((stage) => [stage.key, stage.label])),
    contacts: new Map(people.map((person) => [person.id, person.name])),
  }
}

/** A value as a file has it. */
export function csvValue(field: Field, value: unknown, names: Names): CsvValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'object' && 'error' in value) return '#ERROR!'
  if (field.key === 'stage') return names.stages.get(String(value)) ?? String(value)

  const type = resultType(field)
  if (type === 'currency') return Number(plainMoney(Number(value), field.options.currency ?? 'USD'))
  if (type === 'user' || type === 'created_by' || type === 'updated_by') return names.users.get(String(value)) ?? null
  if (type === 'percent') return percentText(Number(value))
  if (type === 'contacts') return formatList((value as string[]).map((id) => names.contacts.get(id) ?? id))
  if (type === 'attachments') return formatAttachments(value as Attachment[])
  if (Array.isArray(value)) return formatList(value.map(String))
  return typeof value === 'number' ? value : type === 'checkbox' ? (value ? 'checked' : null) : String(value)
}
