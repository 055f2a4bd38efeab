import { editAutomation, listAutomations } from '../../../server/automations/automations.ts'
import { work } from '../../../server/automations/engine.ts'
import type { Db } from '../../../server/db/db.ts'
import type { Tx } from '../../../server/db/write.ts'
import { zoneOf } from '../../../server/db/zone.ts'
import { addCustomField } from '../../../server/grid/custom-fields.ts'
import { addView, editView } from '../../../server/grid/views/saved-views.ts'
import { approve, reject } from '../../../server/proposals/decide.ts'
import { listProposals } from '../../../server/proposals/proposals.ts'
import { addTask, editTask } from '../../../server/tasks/tasks.ts'
import { addWish, editWish, vote } from '../../../server/wishes/wishes.ts'
import { type Cast, known } from '../cast.ts'
import type { TaskPlan, TeamDeed, ViewPlan } from './plan.ts'

export function carryOutForTeam(tx: Tx, cast: Cast, deed: TeamDeed): void {
  if (deed.deed === 'add column') addCustomField(tx, deed.column)
  else if (deed.deed === 'add view') addViewAt(tx, deed.view)
  else if (deed.deed === 'switch on') editAutomation(tx, ruleCalled(tx.db, deed.rule), { enabled: true })
  else if (deed.deed === 'decide') decide(tx, deed.reason)
  else if (deed.deed === 'add task') add(tx, cast, deed.task)
  else if (deed.deed === 'finish task') editTask(tx, known(cast.tasks, deed.title), { status: 'done' })
  else if (deed.deed === 'vote') vote(tx, known(cast.wishes, deed.wish))
  else wish(tx, cast, deed)
}

function wish(tx: Tx, cast: Cast, deed: Extract<TeamDeed, { deed: 'wish' | 'answer' }>): void {
  if (deed.deed === 'wish') cast.wishes.set(deed.title, addWish(tx, { title: deed.title, detail: deed.detail }).id)
  else editWish(tx, known(cast.wishes, deed.wish), { status: deed.status, answer: deed.answer })
}

function addViewAt(tx: Tx, { place, ...form }: ViewPlan): void {
  const { id } = addView(tx, form)
  if (place !== undefined) editView(tx, id, { position: place })
}

/** What the engine beside the panel would have done at that moment. */
export function letRulesWork(db: Db, at: Date): void {
  for (const _ of work({ db, now: () => at, zone: zoneOf(db) }));
}

function ruleCalled(db: Db, key: string): string {
  const rule = listAutomations(db).find((one) => one.key === key)
  if (!rule) throw new Error(`no fund starts with a rule ${key}`)
  return rule.id
}

function decide(tx: Tx, reason: string | undefined): void {
  const [first] = listProposals(tx.db, { status: 'pending' })
  if (!first) throw new Error('nothing waits for a decision')

  if (reason === undefined) approve(tx, first.proposal.id)
  else reject(tx, first.proposal.id, reason)
}

function add(tx: Tx, cast: Cast, { title, owner, due, notes, investor, fund }: TaskPlan): void {
  const about = fund
    ? { opportunity_id: known(cast.opportunities, `${investor} ${fund}`) }
    : { investor_id: investor ? known(cast.investors, investor) : null }
  const task = addTask(tx, { title, notes, due_on: due, owner: cast.staff[owner].id, ...about })
  cast.tasks.set(title, task.id)
}
