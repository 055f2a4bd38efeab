/** What one person has to do: their tasks and next steps by day. */
import { addDays, dayIn } from '../../shared/dates.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { listTasks, type TaskItem } from './tasks.ts'

/** A next step of an investor, or of one of its opportunities. */
export type Step = { investor_id: string; investor: string; fund: string | null; step: string | null; due_on: string }

export type Today = {
  overdue: TaskItem[]
  today: TaskItem[]
  soon: TaskItem[]
  later: TaskItem[]
  steps: Step[]
  done: TaskItem[]
}

const soonDays = 7

export function todayOf(db: Db, userId: string, now: Date, zone: string): Today {
  const today = dayIn(zone, now)
  const week = addDays(today, soonDays)
  const open = listTasks(db, { owner: userId, status: 'open' })
  const due = (from: string | null, to: string | null) =>
    open.filter(
      ({ task: { dueOn } }) => dueOn !== null && (from === null || dueOn >= from) && (to === null || dueOn < to),
    )
  return {
    overdue: due(null, today),
    today: due(today, addDays(today, 1)),
    soon: due(addDays(today, 1), addDays(week, 1)),
    later: [...due(addDays(week, 1), null), ...open.filter(({ task }) => task.dueOn === null)],
    steps: withoutTwins(prepared<Step>(db, stepsDue).all({ userId, week })),
    done: doneToday(db, userId, today, zone),
  }
}

/** A step that stands in an opportunity and in its investor alike is one. */
const withoutTwins = (steps: Step[]) =>
  steps.filter((one) => one.fund !== null || !steps.some((other) => other.fund !== null && isSame(one, other)))

const isSame = (one: Step, other: Step) =>
  one.investor_id === other.investor_id && one.step === other.step && one.due_on === other.due_on

const doneToday = (db: Db, userId: string, today: string, zone: string) =>
  listTasks(db, { owner: userId, status: 'done' }).filter(({ task }) => dayIn(zone, task.doneAt ?? '') === today)

const stepsDue = `
  SELECT i.id AS investor_id, i.name AS investor, NULL AS fund, i.next_step AS step, i.next_step_at AS due_on
  FROM live_investors i WHERE i.owner = @userId AND i.next_step_at <= @week
  UNION ALL
  SELECT i.id, i.name, f.name, o.next_step, o.next_step_at
  FROM live_opportunities o JOIN live_investors i ON i.id = o.investor_id JOIN live_funds f ON f.id = o.fund_id
  JOIN live_stages s ON s.key = o.stage
  WHERE o.owner = @userId AND o.next_step_at <= @week AND s.kind = 'open'
  ORDER BY due_on, investor`
