import type { Db } from '../db/db.ts'
import type { Tx } from '../db/write.ts'
import { type InvestorWork, storedInvestors, workFor } from './investor-rows.ts'
import {
  addChoices,
  type Choices,
  createInvestor,
  noteChoices,
  tagIdsByName,
  updateInvestor,
} from './investor-writes.ts'
import { openMentions } from './mentions.ts'
import { broughtBefore, type PeopleWork, peopleWork, storedPeople } from './people-rows.ts'
import { type AddressBook, openAddressBook, takePersonStep } from './people-writes.ts'
import type { Plan } from './plan.ts'
import type { LocatedRow, Outcome, Writer } from './slices.ts'

interface Task {
  located: LocatedRow
  work: InvestorWork
  people: PeopleWork
  /** The contacts at the investor. */
  here: Set<string>
}

/** Compares and writes investor rows. What it keeps between slices grows with tags, options and addresses only. */
export function investorWriter(db: Db, plan: Plan): Writer {
  const choices: Choices = new Map()
  const book: AddressBook = new Map()
  const brought = broughtBefore(db, plan.signature)
  const mentions = openMentions()
  let tagIds: Map<string, string> | null = null

  const compare = (rows: LocatedRow[]): Task[] => {
    const ids = rows.flatMap(({ id }) => id ?? [])
    const stored = storedInvestors(db, ids)
    const people = plan.people.length > 0 ? storedPeople(db, ids) : new Map<string, never>()
    return rows.map((located) => {
      const known = located.id ? (people.get(located.id) ?? []) : []
      const work = workFor(plan, located.row, located.id ? (stored.get(located.id) ?? null) : null)
      return {
        located,
        work,
        people: peopleWork(located.row, { stored: known, brought, mentions }),
        here: new Set(known.map(({ contactId }) => contactId)),
      }
    })
  }

  const write = (tx: Tx, tasks: Task[]): void => {
    tagIds ??= tagIdsByName(tx.db)
    openAddressBook(
      tx.db,
      tasks.flatMap(({ located }) => located.row.people),
      book,
    )
    for (const task of tasks) writeTask(tx, task, tagIds, book)
  }

  return {
    finish: (tx) => addChoices(tx, choices, 'investors'),
    compare: (rows) => {
      const tasks = compare(rows)
      for (const { row } of rows) noteChoices(plan, row.values, choices)
      return {
        outcomes: tasks.map(outcomeOf),
        warnings: tasks.some(({ people }) => people.isContradicted) ? [contradiction] : [],
        write: (tx) => write(tx, tasks.filter(hasWork)),
      }
    },
  }
}

const contradiction =
  'Some people stand in several rows with different titles or phone numbers. What the first row says is kept.'

function outcomeOf(task: Task): Outcome {
  const { id, row } = task.located
  if (id === null) return { kind: 'created', changes: [] }

  const changes = [...task.work.changes, ...task.people.changes].map((change) => ({ row: row.number, id, ...change }))
  return { kind: changes.length > 0 ? 'updated' : 'unchanged', changes }
}

function hasWork(task: Task): boolean {
  return outcomeOf(task).kind !== 'unchanged'
}

function writeTask(
  tx: Tx,
  { located, work, people, here }: Task,
  tagIds: Map<string, string>,
  book: AddressBook,
): void {
  const id = located.id ?? createInvestor(tx, work, tagIds)
  if (located.id !== null) updateInvestor(tx, id, work)

  for (const step of people.steps) takePersonStep(tx, step, { id, here }, book)
}
