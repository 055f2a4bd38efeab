import { z } from 'zod'
import { named, presentRecord, recordShape } from '../http/shapes.ts'
import { type TaskItem, taskStatuses } from './tasks.ts'

const text = z.string().nullable()

export const taskShape = recordShape.extend({
  title: z.string(),
  notes: text,
  due_on: text,
  status: z.enum(taskStatuses),
  done_at: text,
  owner: text.describe('A user id.'),
  investor_id: text,
  investor: named.nullable(),
  opportunity_id: text,
})

export const presentTask = ({ task, investor }: TaskItem): z.infer<typeof taskShape> => ({
  ...presentRecord(task),
  title: task.title,
  notes: task.notes,
  due_on: task.dueOn,
  status: task.status,
  done_at: task.doneAt,
  owner: task.ownerId,
  investor_id: task.investorId,
  investor,
  opportunity_id: task.opportunityId,
})
