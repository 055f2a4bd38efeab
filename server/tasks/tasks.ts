/** What somebody has to do, for an investor or for none, until a day or without one. */

import { z } from 'zod'
import { requireOwner } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { and, asc, eq, isNull, lte, or, sql } from '../db/drizzle.ts'
import type { Row } from '../db/entities.ts'
import { funds, investors, opportunities, tasks, users, whole } from '../db/live.ts'
import { prepared } from '../db/prepared.ts'
import { amend, archive, record, type Tx } from '../db/write.ts'
import { invalid, notFound } from '../errors.ts'
import { requireInvestor } from '../grid/investors.ts'
import { findOpportunity } from '../pipeline/opportunities.ts'
import { words } from '../plain-text.ts'

export type Task = Row<'tasks'>

export const taskStatuses = ['open', 'done', 'cancelled'] as const

export const taskTitle = words(500, 'Say what is to be done.')
export const dueDay = z.iso.date('Give a date such as 2026-03-31.')

const facts = {
  notes: z.string().max(10_000).nullish(),
  due_on: dueDay.nullish(),
  owner: z.string().nullish().describe('A user id; left out: whoever adds it. Null: nobody.'),
  investor_id: z.string().nullish(),
  opportunity_id: z.string().nullish().describe('Its investor is the task’s too.'),
}

export const taskForm = z.strictObject({ title: taskTitle, ...facts })
export type TaskForm = z.input<typeof taskForm>

export const taskPatch = z.strictObject({
  title: taskTitle.optional(),
  status: z.enum(taskStatuses, 'A task is open, done or cancelled.').optional(),
  ...facts,
})
export type TaskPatch = z.input<typeof taskPatch>

export function addTask(tx: Tx, form: TaskForm): Task {
  const owner = form.owner === undefined ? tx.actor.id : form.owner
  return record(tx, 'tasks', { title: form.title, ...checkedFacts(tx.db, { ...form, owner }) })
}

/** Changes a task; one that is done remembers when. */
export function editTask(tx: Tx, id: string, { title, status, ...others }: TaskPatch): Task {
  const task = findTask(tx.db, id)
  const moved = status !== undefined && status !== task.status
  return amend(tx, 'tasks', id, {
    title,
    ...checkedFacts(tx.db, others),
    ...(moved && { status, doneAt: status === 'done' ? tx.at : null }),
  })
}

export function archiveTask(tx: Tx, id: string): Task {
  return archive(tx, 'tasks', findTask(tx.db, id).id)
}

/** A task of an archived investor is as absent as the investor. */
export function findTask(db: Db, id: string): Task {
  const [item] = listTasks(db, { id })
  if (!item) throw notFound('task')

  return item.task
}

export type TaskFilter = {
  id?: string | undefined
  owner?: string | undefined
  status?: Task['status'] | undefined
  investorId?: string | undefined
  /** Due on that day or before. */
  dueBefore?: string | undefined
}

export type TaskItem = {
  task: Task
  investor: { id: string; name: string } | null
  fund: { id: string; name: string } | null
  owner: { id: string; name: string } | null
}

/** Tasks, the earliest due first and those without a day last. */
export function listTasks(db: Db, filter: TaskFilter = {}, { limit, offset = 0 }: Part = all): TaskItem[] {
  const t = tasks
  return db
    .select({
      task: whole(t),
      investor: { id: investors.id, name: investors.name },
      fund: { id: funds.id, name: funds.name },
      owner: { id: users.id, name: users.fullName },
    })
    .from(t)
    .leftJoin(investors, eq(investors.id, t.investorId))
    .leftJoin(opportunities, eq(opportunities.id, t.opportunityId))
    .leftJoin(funds, eq(funds.id, opportunities.fundId))
    .leftJoin(users, eq(users.id, t.ownerId))
    .where(and(...conditions(filter)))
    .orderBy(sql`${t.dueOn} IS NULL`, asc(t.dueOn), asc(t.id))
    .limit(limit)
    .offset(offset)
    .all()
}

export function countTasks(db: Db, filter: TaskFilter): number {
  const from = db.select({ n: sql<number>`count(*)` }).from(tasks)
  const counted = from.leftJoin(investors, eq(investors.id, tasks.investorId)).where(and(...conditions(filter)))
  return counted.get()?.n ?? 0
}

type Part = { limit: number; offset?: number }
/** SQLite takes a negative limit as none. */
const all: Part = { limit: -1 }

const conditions = ({ id, owner, status, investorId, dueBefore }: TaskFilter) => [
  or(isNull(tasks.investorId), sql`${investors.id} IS NOT NULL`),
  id === undefined ? undefined : eq(tasks.id, id),
  owner === undefined ? undefined : eq(tasks.ownerId, owner),
  status === undefined ? undefined : eq(tasks.status, status),
  investorId === undefined ? undefined : eq(tasks.investorId, investorId),
  dueBefore === undefined ? undefined : lte(tasks.dueOn, dueBefore),
]

export const hasOpenTask = (db: Db, investorId: string, title: string): boolean =>
  prepared(db, openTask).get(investorId, title) !== undefined

const openTask = "SELECT 1 FROM live_tasks WHERE investor_id = ? AND title = ? AND status = 'open'"

type Facts = Partial<Pick<Task, 'notes' | 'dueOn' | 'ownerId' | 'investorId' | 'opportunityId'>>

/** The columns behind what was given; what was left out stays as it is. */
function checkedFacts(db: Db, form: Omit<TaskPatch, 'title' | 'status'>): Facts {
  const { notes, due_on: dueOn, owner: ownerId, opportunity_id: opportunityId } = form
  requireOwner(db, ownerId)
  const investorId = opportunityId ? ofOpportunity(db, opportunityId, form.investor_id) : form.investor_id
  if (investorId) requireInvestor(db, investorId)

  const given = { notes: notes === '' ? null : notes, dueOn, ownerId, investorId, opportunityId }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

function ofOpportunity(db: Db, opportunityId: string, investorId: string | null | undefined): string {
  const opportunity = findOpportunity(db, opportunityId)
  if (investorId && investorId !== opportunity.investorId) {
    throw invalid({ opportunity_id: 'This opportunity belongs to another investor.' })
  }
  return opportunity.investorId
}
