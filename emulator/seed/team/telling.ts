import { dateOf, daysAfter, daysBefore } from '../calendar.ts'
import type { Deed, StaffKey } from '../plan.ts'
import { apart, type Telling, tell } from '../telling.ts'
import { designed, workedOut } from './columns.ts'
import { judgements } from './judgements.ts'
import { statusOfFundOne, statusOfFundTwo } from './lp-status.ts'
import { type ToDo, toDos } from './tasks.ts'
import { teamViews } from './views.ts'
import { type WishPlan, wishPlans } from './wishes.ts'

/** What the team made of its grid in the last months of the story. */
export function tellTeam(told: Telling): void {
  const story = apart(told, 'team')
  tellColumns(story)
  tellStatus(story)
  for (const view of teamViews) {
    const what = view.shared ? `Added the view “${view.name}”` : 'Added a personal view'
    tellAct(story, 30, 'ines', what, { deed: 'add view', view })
  }
  for (const wish of wishPlans) tellWish(story, wish)
  for (const toDo of toDos) tellTask(story, toDo)
  tellRule(story)
}

function tellAct(story: Telling, daysAgo: number, by: StaffKey, what: string, ...deeds: Deed[]): Date {
  return tell(story, daysBefore(story.now, daysAgo), { by, surface: 'web', what, deeds })
}

function tellColumns(story: Telling): void {
  for (const column of designed) {
    tellAct(story, 40, 'ines', `Added the column ${column.label}`, { deed: 'add column', column })
  }
  const filled = judgements(story, daysBefore(story.now, 36))
  tellAct(story, 36, 'ines', `Pasted ${filled.length * 2} cells`, ...filled)
  for (const column of workedOut) {
    tellAct(story, 33, 'ines', `Added the column ${column.label}`, { deed: 'add column', column })
  }
}

function tellStatus(story: Telling): void {
  const one = statusOfFundOne(story, daysBefore(story.now, 120))
  tellAct(story, 120, 'priya', 'Pasted the LP status of Fund I', ...one)
  const two = statusOfFundTwo(story, daysBefore(story.now, 10))
  tellAct(story, 10, 'priya', 'Pasted the LP status of Fund II', ...two)
}

function tellWish(story: Telling, { title, detail, by, daysAgo, alsoFor, answer }: WishPlan): void {
  tellAct(story, daysAgo, by, `Wished for “${title}”`, { deed: 'wish', title, detail })
  for (const [n, voter] of alsoFor.entries()) {
    tellAct(story, daysAgo - 3 - n, voter, `Voted for “${title}”`, { deed: 'vote', wish: title })
  }
  if (answer)
    tellAct(story, daysAgo - 8, 'ines', `Answered the wish “${title}”`, { deed: 'answer', wish: title, ...answer })
}

function tellTask(story: Telling, { dueInDays, addedDaysAgo, doneDaysAgo, ...task }: ToDo): void {
  const due = dueInDays === undefined ? {} : { due: dateOf(daysAfter(story.now, dueInDays)) }
  tellAct(story, addedDaysAgo, task.owner, `Added the task “${task.title}”`, {
    deed: 'add task',
    task: { ...task, ...due },
  })
  if (doneDaysAgo !== undefined) {
    tellAct(story, doneDaysAgo, task.owner, `Done: “${task.title}”`, { deed: 'finish task', title: task.title })
  }
}

/** The rule is switched on, finds whom everybody forgot, and two of those are decided. */
function tellRule(story: Telling): void {
  tellAct(story, 9, 'ines', 'Switched the rule “Graveyard” on', { deed: 'switch on', rule: 'graveyard' })
  tellAct(story, 6, 'ines', 'Approved: Move to Graveyard', { deed: 'decide' })
  const reason = 'Met them at the conference in Zürich; Priya writes again in January.'
  tellAct(story, 3, 'marcus', 'Rejected: Move to Graveyard', { deed: 'decide', reason })
}
