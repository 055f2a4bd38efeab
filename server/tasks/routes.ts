import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { allUsers } from '../accounts/users.ts'
import { attentionOf } from '../attention/today.ts'
import { findInvestor } from '../grid/investors.ts'
import { pickInvestor } from '../grid/pick-investor.ts'
import { forMembers } from '../http/access.ts'
import { filled } from '../http/forms.ts'
import { touchedOnly, withWas } from '../http/touched.ts'
import { backTo, undoOf } from '../http/undoable.ts'
import { pendingCount } from '../proposals/proposals.ts'
import {
  addTask,
  archiveTask,
  countTasks,
  editTask,
  findTask,
  listTasks,
  type Task,
  taskForm,
  taskPatch,
  taskStatuses,
} from './tasks.ts'
import { todayOf } from './today.ts'

const oneTask = z.object({ id: z.string() })
const query = z.object({
  status: z.enum(taskStatuses).catch('open'),
  owner: z.string().optional(),
  offset: z.coerce.number().int().min(0).catch(0),
})
const form = 'tasks/form'
const perPage = 200

/** Today, all tasks, and the forms of a task. */
export async function taskRoutes(app: FastifyInstance): Promise<void> {
  const { timezone } = app.config

  app.get('/today', async (request, reply) => {
    const userId = request.actor.id ?? ''
    const moment = { now: app.now(), zone: timezone }
    return reply.view('today/index', {
      mine: todayOf(app.db, userId, app.now(), timezone),
      waiting: pendingCount(app.db),
      attention: attentionOf(app.db, userId, moment),
    })
  })

  app.get('/tasks', async (request, reply) => {
    const { offset, ...filter } = query.parse(filled(request.query))
    const total = countTasks(app.db, filter)
    return reply.view('tasks/index', {
      tasks: listTasks(app.db, filter, { limit: perPage, offset }),
      pages: { total, limit: perPage, offset },
      filter,
      users: allUsers(app.db),
    })
  })

  app.get('/tasks/new', forMembers, async (request, reply) => {
    const { investor_id, pick, search, ...given } = filled(request.query)
    if ((pick || search) && !investor_id) return pickInvestor(request, reply, 'A task about whom?')

    return reply.form(form, { ...addForm(investor_id), values: { owner: request.actor.id, ...given } })
  })

  app.post('/tasks', async (request, reply) => {
    const { investor_id } = filled(request.body)
    return reply.attempt(form, addForm(investor_id), () => {
      const task = taskForm.parse({ title: '', ...typed(request), ...(investor_id && { investor_id }) })
      const done = request.act(`Added the task “${task.title}”`, (tx) => addTask(tx, task))
      return reply.done({ message: 'Task added', batchId: undoOf(done), to: home(request, done.result) })
    })
  })

  app.get('/tasks/:id/edit', forMembers, async (request, reply) => {
    const task = taskOf(request)
    const { title, notes, dueOn, ownerId } = task
    return reply.form(form, { ...editForm(task), values: withWas({ title, notes, due_on: dueOn, owner: ownerId }) })
  })

  app.post('/tasks/:id', async (request, reply) => {
    const task = taskOf(request)
    return reply.attempt(form, editForm(task), () => {
      const patch = taskPatch.parse(touchedOnly(request.body, { title: '', ...typed(request) }))
      const done = request.act(`Changed the task “${task.title}”`, (tx) => editTask(tx, task.id, patch))
      return reply.done({ message: 'Task saved', batchId: undoOf(done), to: home(request, task) })
    })
  })

  app.post('/tasks/:id/status', async (request, reply) => {
    const task = taskOf(request)
    const status = z.enum(taskStatuses).parse(filled(request.body)['status'])
    const message = `${verbs[status]} “${task.title}”`
    const done = request.act(message, (tx) => editTask(tx, task.id, { status }))
    return reply.done({ message, batchId: undoOf(done), to: home(request, task) })
  })

  app.post('/tasks/:id/archive', async (request, reply) => {
    const task = taskOf(request)
    const done = request.act(`Archived the task “${task.title}”`, (tx) => archiveTask(tx, task.id))
    return reply.done({ message: 'Task archived', batchId: undoOf(done), to: home(request, task) })
  })

  const taskOf = (request: FastifyRequest) => findTask(app.db, oneTask.parse(request.params).id)

  const people = (owner: string | null = null) => ({
    users: allUsers(app.db).filter((user) => user.active || user.id === owner),
  })

  const addForm = (investorId: string | undefined) => ({
    title: investorId ? `Task for ${findInvestor(app.db, investorId).name}` : 'New task',
    action: '/tasks',
    save: 'Add task',
    investorId,
    ...people(),
  })

  const editForm = (task: Task) => ({
    title: 'Task',
    action: `/tasks/${task.id}`,
    save: 'Save',
    task,
    ...people(task.ownerId),
  })
}

const verbs = { open: 'Opened again', done: 'Done:', cancelled: 'Cancelled' }

/** Without script: back to where the task is seen. */
function home(request: FastifyRequest, { investorId }: Task): string {
  const { back } = filled(request.body)
  if (back === 'today') return backTo(request, '/today')
  return backTo(request, investorId ? `/investors/${investorId}` : '/today')
}

/** What a form says of a task; what is left blank is cleared. */
function typed(request: FastifyRequest) {
  const { title, notes = null, due_on = null, owner = null } = filled(request.body)
  return { ...(title !== undefined && { title }), notes, due_on, owner }
}
