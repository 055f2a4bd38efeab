import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Db } from '../db/db.ts'
import { notFound } from '../errors.ts'
import { listOf, listQuery, pageOf } from '../http/lists.ts'
import { archived, archivedShape, oneById, written } from '../http/shapes.ts'
import { presentTask, taskShape } from './present.ts'
import {
  addTask,
  archiveTask,
  dueDay,
  editTask,
  findTask,
  listTasks,
  taskForm,
  taskPatch,
  taskStatuses,
} from './tasks.ts'

const tags = ['Tasks']
const changed = { 200: written(taskShape) }

/** What is to be done. */
export async function tasksApi(server: FastifyInstance): Promise<void> {
  const app = server.withTypeProvider<ZodTypeProvider>()

  const filters = {
    owner: z.string().optional().describe('A user id.'),
    status: z.enum(taskStatuses).optional(),
    investor_id: z.string().optional(),
    due_before: dueDay.optional().describe('Due on that day or before it.'),
  }
  const list = {
    tags,
    summary: 'Tasks, the earliest due first',
    querystring: listQuery(filters),
    response: { 200: listOf(taskShape) },
  }
  app.get('/tasks', { schema: list }, async (request) => {
    const { owner, status, investor_id: investorId, due_before: dueBefore, ...page } = request.query
    return pageOf(listTasks(app.db, { owner, status, investorId, dueBefore }).map(presentTask), page, taskShape)
  })

  const one = { tags, summary: 'One task', params: oneById, response: { 200: taskShape } }
  app.get('/tasks/:id', { schema: one }, async (request) => presented(app.db, request.params.id))

  const add = { tags, summary: 'Add a task', body: taskForm, response: { 201: written(taskShape) } }
  app.post('/tasks', { schema: add }, async (request, reply) =>
    reply.acted(`Added the task “${request.body.title}”`, (tx) => presented(tx.db, addTask(tx, request.body).id)),
  )

  const edit = {
    tags,
    summary: 'Change a task; `status` done finishes it',
    params: oneById,
    body: taskPatch,
    response: changed,
  }
  app.patch('/tasks/:id', { schema: edit }, async (request, reply) => {
    const { id, title } = findTask(app.db, request.params.id)
    const verb = request.body.status === 'done' ? 'Did' : 'Changed'
    return reply.acted(`${verb} the task “${title}”`, (tx) => presented(tx.db, editTask(tx, id, request.body).id))
  })

  const remove = { tags, summary: 'Archive a task', params: oneById, response: { 200: archivedShape } }
  app.delete('/tasks/:id', { schema: remove }, async (request, reply) => {
    const { id, title } = findTask(app.db, request.params.id)
    return reply.acted(`Archived the task “${title}”`, (tx) => archived(archiveTask(tx, id)))
  })
}

function presented(db: Db, id: string) {
  const [item] = listTasks(db, { id })
  if (!item) throw notFound('task')

  return presentTask(item)
}
