/** What a paste would do: which cells it changes, which it cannot write and why. Nothing is written here. */

import { computedTypes } from '../../../shared/fields.ts'
import { fold } from '../../../shared/fold.ts'
import type { Db } from '../../db/db.ts'
import { invalid } from '../../errors.ts'
import type { CheckedCell, Values } from '../cells.ts'
import { defaultsOf, missingIn } from '../defaults.ts'
import { type Field, fieldByKey } from '../fields.ts'
import { type FundTime, findRows } from '../rows.ts'
import { isBlank } from '../values.ts'
import { pasteReader, type ReadText } from './readers.ts'

/**
 * A rectangle of texts. `rows` are ids of investors, null for a new one; `fields` are keys of columns. A cell that is null or
 * missing is left alone, an empty one is cleared. `defaults` are values of new investors, where nothing is pasted.
 */
export type Paste = {
  rows: (string | null)[]
  fields: string[]
  cells: (string | null)[][]
  expected_versions?: Record<string, number> | undefined
  defaults?: Values | undefined
}

/** `row` and `column` count from 0 within the rectangle. */
export type Problem = { row: number; column: number; field: string; text: string; message: string }

export type Update = { row: number; id: string; cells: CheckedCell[] }
export type Create = { row: number; values: Values; count: number }
export type PastePlan = { updates: Update[]; creates: Create[]; unchanged: number; problems: Problem[] }

type Column = { field: Field; at: number; read: ReadText }

export function planPaste(db: Db, paste: Paste, time: FundTime): PastePlan {
  const columns = columnsOf(db, paste, time.zone)
  const current = currentValues(db, paste, time)
  const plan: PastePlan = { updates: [], creates: [], unchanged: 0, problems: [] }

  for (const [row, id] of paste.rows.entries()) {
    const texts = paste.cells[row] ?? []
    if (id === null) planCreate(db, plan, row, texts, columns, paste.defaults ?? {})
    else planUpdate(plan, { row, id }, texts, columns, current.get(id))
  }
  return plan
}

function columnsOf(db: Db, { fields, cells }: Paste, zone: string): Column[] {
  return fields.map((key, at) => {
    const field = fieldByKey(db, key)
    if (field?.entity !== 'investors') throw invalid({ [`fields.${at}`]: `There is no column “${key}”.` })

    const texts = cells.map((row) => row[at] ?? '').filter((text) => text !== '')
    return { field, at, read: pasteReader(db, field, texts, zone) }
  })
}

/** The pasted cells of a row that fit; the others become problems of the plan. */
function readRow(plan: PastePlan, row: number, texts: (string | null)[], columns: Column[]): CheckedCell[] {
  return columns.flatMap(({ field, at, read }) => {
    const text = texts[at]
    if (text === null || text === undefined || (text === '' && isComputed(field))) return []

    const parsed = isComputed(field) ? { problem: computed(field) } : read(text)
    if ('value' in parsed) return [{ field, value: parsed.value }]
    plan.problems.push({ row, column: at, field: field.key, text, message: parsed.problem })
    return []
  })
}

const isComputed = ({ type }: Field) => computedTypes.has(type)
const computed = ({ label }: Field) => `“${label}” is worked out by the system and cannot be edited.`

type Place = { row: number; id: string }

function planUpdate(
  plan: PastePlan,
  place: Place,
  texts: (string | null)[],
  columns: Column[],
  current?: Values,
): void {
  if (!current) {
    const message = 'This investor is archived, or does not exist any more.'
    plan.problems.push({ row: place.row, column: 0, field: columns[0]?.field.key ?? '', text: texts[0] ?? '', message })
    return
  }
  const cells = readRow(plan, place.row, texts, columns)
  const different = cells.filter(({ field, value }) => !isSame(field, current[field.key], value))
  if (different.length > 0) plan.updates.push({ ...place, cells: different })
  else plan.unchanged += 1
}

/** Blank lines at the end of what was copied make no investors. */
function planCreate(
  db: Db,
  plan: PastePlan,
  row: number,
  texts: (string | null)[],
  columns: Column[],
  defaults: Values,
): void {
  if (texts.every((text) => isBlank(text?.trim()))) return

  const before = plan.problems.length
  const filled = readRow(
    plan,
    row,
    texts.map((text) => (text?.trim() ? text : null)),
    columns,
  )
  const values = { ...defaults, ...Object.fromEntries(filled.map(({ field, value }) => [field.key, value])) }
  const lacks = lackedBy(db, values)
  if (lacks.length === 0) plan.creates.push({ row, values, count: filled.length })

  // A cell that does not fit its column was told already.
  const told = new Set(plan.problems.slice(before).map(({ field }) => field))
  for (const { field, message } of lacks.filter((one) => !told.has(one.field))) {
    const at = columns.find((column) => column.field.key === field)?.at ?? 0
    plan.problems.push({ row, column: at, field, text: texts[at] ?? '', message })
  }
}

/** What a new investor of these values cannot do without, and why. */
function lackedBy(db: Db, values: Values): Pick<Problem, 'field' | 'message'>[] {
  const named = typeof values['name'] === 'string' && values['name'].trim() !== ''
  const missing = missingIn(db, 'investors', { ...defaultsOf(db, 'investors'), ...values })
  return [
    ...(named ? [] : [{ field: 'name', message: 'A new investor needs a name.' }]),
    ...missing.map(({ key, label }) => ({ field: key, message: `“${label}” cannot be blank.` })),
  ]
}

/** What the rows hold now, in the form of the API. */
function currentValues(db: Db, { rows, fields }: Paste, time: FundTime): Map<string, Values> {
  const ids = rows.filter((id) => id !== null)
  const current = new Map<string, Values>()
  const query = { ids, fields: [...new Set(fields)], limit: ids.length, offset: 0 }
  if (ids.length > 0) for (const row of findRows(db, query, time).rows) current.set(row.id, row.values)
  return current
}

function isSame(field: Field, current: unknown, wanted: unknown): boolean {
  if (field.type === 'commitment') return Number(current ?? 0) === Number(wanted ?? 0)
  if (isBlank(current) || isBlank(wanted)) return isBlank(current) && isBlank(wanted)

  return comparable(field, current) === comparable(field, wanted)
}

const comparable = ({ key }: Field, value: unknown) =>
  JSON.stringify(
    Array.isArray(value) ? value.map((one) => (key === 'tags' ? fold(String(one).trim()) : one)).toSorted() : value,
  )
