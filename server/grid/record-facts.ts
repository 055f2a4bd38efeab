/** The columns people added to contacts and opportunities, as forms ask for them and pages and files show them. */
import { allUsers, userNames } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { zoneOf } from '../db/zone.ts'
import { cellText } from '../history/describe.ts'
import type { CsvValue } from '../http/csv.ts'
import { csvValue } from './export.ts'
import { type Field, fieldsOf } from './fields.ts'
import { changedOnly, type Sent } from './investor-form.ts'
import type { Cells, Holder } from './record-cells.ts'
import { sentItems, typedCells, typedText } from './typed-cells.ts'

/** The filled ones with their names, as pages show them. */
export type Told = { label: string; text: string }

/** Answers the function that tells the filled columns of one record after another. */
export function cellTeller(db: Db, entity: Holder): (cells: Cells) => Told[] {
  const fields = fieldsOf(db, entity)
  const names = { users: fields.some(isUser) ? userNames(db) : new Map<string, string>(), stages: new Map() }
  const zone = zoneOf(db)
  return (cells) =>
    fields.flatMap((field) => {
      const text = cellText(field, cells[field.key], names, zone)
      return text === null ? [] : [{ label: field.label, text }]
    })
}

const isUser = ({ type }: Field) => type === 'user'

/** The headers of a file, and the function that fills them for one record. */
export function cellColumns(db: Db, entity: Holder) {
  const fields = fieldsOf(db, entity)
  const names = { users: userNames(db), stages: new Map(), contacts: new Map() }
  return {
    headers: fields.map(({ label }) => label),
    row: (cells: Cells): Record<string, CsvValue> =>
      Object.fromEntries(fields.map((field) => [field.label, csvValue(field, cells[field.key], names)])),
  }
}

/** What the form of a record needs for its custom columns; `cells` are those it has, null for a new one. */
export function cellInputs(db: Db, entity: Holder, cells: Cells | null) {
  const columns = fieldsOf(db, entity)
  const people = new Set(columns.filter(isUser).map(({ key }) => cells?.[key]))
  const start = cells ?? Object.fromEntries(columns.map(({ key, defaultValue }) => [key, defaultValue]))
  const texts = Object.fromEntries(
    columns.map((field) => [field.key, typedText(field, start[field.key], zoneOf(db))] as const),
  )
  return {
    columns,
    colleagues: allUsers(db).filter((user) => user.active || people.has(user.id)),
    itemsOf: sentItems,
    cellTexts: texts,
    wasCells: cells ? JSON.stringify(texts) : null,
  }
}

/** The custom columns a form sent and somebody touched, read as typed. 422 with a sentence per wrong one. */
export function typedRecordCells(db: Db, entity: Holder, body: unknown): Cells {
  const sent = (body ?? {}) as Sent
  const fields = fieldsOf(db, entity)
  return typedCells(fields, changedOnly(fields, { ...sent, was: sent['was_cells'] }), zoneOf(db))
}
