/**
 * Everything a machine can propose, in one place. A kind says what its payload looks like, what would be different, and
 * which domain function does it: the one a person would have called.
 */
import { z } from 'zod'
import type { Db } from '../db/db.ts'
import type { Tx } from '../db/write.ts'
import { invalid, notFound } from '../errors.ts'
import { editCells } from '../grid/cells.ts'
import { type Field, fieldByKey } from '../grid/fields.ts'
import { findRow } from '../grid/rows.ts'
import { checkValue } from '../grid/values.ts'
import { addTask, taskForm } from '../tasks/tasks.ts'

export type Payload = Record<string, unknown>

/** One difference approving would make: `current` is what stands there now. `column` is how the values read, if it is one. */
export type Difference = { field: string; label: string; current: unknown; proposed: unknown; column?: Field }

export type Kind = {
  /** What approving it does, as a heading. */
  title: string
  /** The payload checked against the record as it is; throws 422 with a sentence per wrong place. */
  check: (db: Db, payload: unknown) => Payload
  /** What would be different. */
  differences: (db: Db, payload: Payload) => Difference[]
  /** Does it, within the act of whoever approves. */
  apply: (tx: Tx, payload: Payload) => void
}

type Parts<S extends z.ZodType<Payload>> = {
  title: string
  shape: S
  check?: (db: Db, payload: z.output<S>) => void
  differences: (db: Db, payload: z.output<S>) => Difference[]
  apply: (tx: Tx, payload: z.output<S>) => void
}

function kind<S extends z.ZodType<Payload>>({ title, shape, check, differences, apply }: Parts<S>): Kind {
  return {
    title,
    check(db, given) {
      const payload = shape.parse(given)
      check?.(db, payload)
      return payload
    },
    differences: (db, payload) => differences(db, shape.parse(payload)),
    apply: (tx, payload) => apply(tx, shape.parse(payload)),
  }
}

const investorId = z.string()
const cells = z.strictObject({ investor_id: investorId, values: z.record(z.string(), z.unknown()) })

const setFields = kind({
  title: 'Change fields',
  shape: cells,
  check: (db, { values }) => requireValid(db, values),
  differences: (db, { investor_id, values }) => cellDifferences(db, investor_id, values),
  apply: (tx, { investor_id, values }) => void editCells(tx, investor_id, values),
})

const moveList = kind({
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

const createTask = kind({
  title: 'Add a task',
  shape: taskForm,
  differences: (_db, task) =>
    taskLabels.flatMap(([field, label]) =>
      task[field] ? [{ field, label, current: null, proposed: task[field], ...taskColumn(field) }] : [],
    ),
  apply: (tx, task) => void addTask(tx, task),
})

export const kinds = { set_fields: setFields, move_list: moveList, create_task: createTask } satisfies Record<
  string,
  Kind
>
export type KindName = keyof typeof kinds

export const kindNames = Object.keys(kinds) as KindName[]

/** The kind a stored proposal is of. */
export function kindOf(name: string): Kind {
  if (!Object.hasOwn(kinds, name)) throw new Error(`there is no kind of proposal called ${name}`)

  return kinds[name as KindName]
}

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
  field === 'owner' ? { column: likeField('user') } : field === 'due_on' ? { column: likeField('date') } : {}

const likeField = (type: Field['type']) => ({ key: '', label: '', type, options: {} }) as unknown as Field
