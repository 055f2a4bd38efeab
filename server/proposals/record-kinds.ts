/** What rules propose about an investor's own record: its cells, and something to do. */
import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { invalid, notFound } from '../errors.ts'
import { editCells } from '../grid/cells.ts'
import { type Field, fieldByKey } from '../grid/fields.ts'
import { findRow } from '../grid/rows.ts'
import { checkValue } from '../grid/values.ts'
import { likeField } from '../history/describe.ts'
import { addTask, taskForm } from '../tasks/tasks.ts'
import { type Difference, kind, type Payload } from './kind.ts'

const investorId = z.string()
const cells = z.strictObject({ investor_id: investorId, values: z.record(z.string(), z.unknown()) })

export const setFields = kind({
  title: 'Change fields',
  shape: cells,
  check: (db, { values }) => requireValid(db, values),
  differences: (db, { investor_id, values }) => cellDifferences(db, investor_id, values),
  apply: (tx, { investor_id, values }) => void editCells(tx, investor_id, values),
})

export const moveList = kind({
  title: 'Move to another list',
  shape: z.strictObject({ investor_id: investorId, list: z.string() }),
  check: (db, { list }) => requireValid(db, { list }),
  differences: (db, { investor_id, list }) => cellDifferences(db, investor_id, { list }),
  apply: (tx, { investor_id, list }) => void editCells(tx, investor_id, { list }),
})

const taskLabels = [
  ['title', 'Task'],
  ['due_on', 'Due'],
  ['owner', 'Owner'],
  ['notes', 'Notes'],
] as const

export const createTask = kind({
  title: 'Add a task',
  shape: taskForm,
  differences: (_db, task) =>
    taskLabels.flatMap(([field, label]) =>
      task[field] ? [{ field, label, current: null, proposed: task[field], ...taskColumn(field) }] : [],
    ),
  apply: (tx, task) => void addTask(tx, task),
})

function requireValid(db: Db, values: Payload): void {
  const problems = Object.entries(values).flatMap(([key, value]) => {
    const field = fieldByKey(db, key)
    const checked = field ? checkValue(db, field, value) : { problem: `There is no column “${key}”.` }
    return 'problem' in checked ? [[key, checked.problem] as const] : []
  })
  if (problems.length > 0) throw invalid(Object.fromEntries(problems))
}

function cellDifferences(db: Db, id: string, values: Payload): Difference[] {
  const row = findRow(db, id)
  if (!row) throw notFound('investor')

  return Object.entries(values).map(([key, proposed]) => {
    const column = fieldByKey(db, key)
    const current = row.values[key] ?? null
    return { field: key, label: column?.label ?? key, current, proposed, ...(column && { column }) }
  })
}

const taskColumn = (field: string): { column?: Field } =>
  field === 'owner' ? { column: likeField('', 'user') } : field === 'due_on' ? { column: likeField('', 'date') } : {}
