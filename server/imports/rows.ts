import type { Row } from './csv.ts'
import { type Person, peopleIn } from './people.ts'
import type { Plan } from './plan.ts'
import { type Report, type RowError, warn } from './report.ts'

/**
 * A row whose cells have been read. `values` stand beside the plan's columns: null where a cell is blank or bad, and
 * undefined where the row ends before it.
 */
export interface ReadRow {
  number: number
  values: unknown[]
  people: Person[]
  /** Whether the row tells of all its people; one that ends early may leave some out. */
  namesAll: boolean
  isBad: boolean
}

/** Reads the cells of a row; a bad cell rejects the row, and every bad cell is listed. */
export function readRow(plan: Plan, row: Row, report: Report): ReadRow {
  const errors: RowError[] = row.problem ? [{ row: row.number, column: null, value: null, message: row.problem }] : []
  const values: unknown[] = []

  for (const column of plan.columns) {
    const text = row.cells[column.index]
    if (text === undefined) {
      values.push(undefined)
      continue
    }
    const read = column.read(text)
    if ('value' in read) values.push(read.value)
    else if (plan.undecided.includes(column.header) && report.dry_run) values.push(text)
    else {
      values.push(null)
      errors.push({ row: row.number, column: column.header, value: text, message: read.problem })
    }
  }
  const named = errors.length === 0 && plan.people.length > 0 ? peopleIn(plan.people, values) : null
  if (named?.stray) errors.push(stray(plan, row))
  if (named?.unpaired) warn(report, unpairedWarning)
  report.errors.push(...errors)
  return {
    number: row.number,
    values,
    people: named?.people ?? [],
    namesAll: namesAll(plan, values),
    isBad: errors.length > 0,
  }
}

const namesAll = ({ people }: Plan, values: unknown[]): boolean =>
  people
    .flatMap(({ name, emails }) => [...(name === undefined ? [] : [name]), ...emails])
    .every((at) => values[at] !== undefined)

const unpairedWarning =
  'Some rows name several people and another number of addresses. Nothing says which belongs to whom, so each is kept as a contact of its own.'

function stray(plan: Plan, row: Row): RowError {
  const column = plan.columns.find(
    ({ place }) => place.at === 'person' && ['title', 'phone', 'role'].includes(place.part),
  )
  const value = column ? (row.cells[column.index] ?? null) : null

  return {
    row: row.number,
    column: column?.header ?? null,
    value,
    message: 'This belongs to a contact, but the row names none.',
  }
}
