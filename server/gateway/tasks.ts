import type { FastifyInstance } from 'fastify'
import { taskRequest } from '../../shared/gateway.ts'
import { findInvestor } from '../grid/investors.ts'
import { addTask } from '../tasks/tasks.ts'
import { asked } from './request.ts'

/** `POST /tasks`: what somebody reading a message wants to do about it; the task is theirs. */
export async function taskRoutes(app: FastifyInstance): Promise<void> {
  app.post('/tasks', async (request, reply) => {
    const form = asked(taskRequest, request.body)
    findInvestor(app.db, form.investor_id)
    return reply.acted(`Added the task “${form.title}”`, (tx) => {
      const { id, title, investorId, dueOn, status, ownerId } = addTask(tx, form)
      return { id, title, investor_id: investorId, due_on: dueOn, status, owner: ownerId }
    })
  })
}
