/** What people do to the house rather than for one investor: columns, views, rules, tasks and wishes. */
import type { AddForm } from '../../../server/grid/columns-admin/forms.ts'
import type { Wish } from '../../../server/wishes/wishes.ts'
import type { ViewDefinition } from '../../../shared/views.ts'
import type { Deed, FundKey, StaffKey } from '../plan.ts'

export type TaskPlan = {
  title: string
  owner: StaffKey
  due?: string
  notes?: string
  investor?: string
  /** It is about their opportunity in this fund. */
  fund?: FundKey
}

/** `place` is where it goes among its like, 0 being the first; the end unless told. */
export type ViewPlan = { name: string; definition: ViewDefinition; shared: boolean; place?: number }

export type TeamDeed =
  | { deed: 'add column'; column: AddForm }
  | { deed: 'add view'; view: ViewPlan }
  | { deed: 'switch on'; rule: string }
  /** The first proposal that waits; with a reason it is rejected. */
  | { deed: 'decide'; reason?: string }
  | { deed: 'add task'; task: TaskPlan }
  | { deed: 'finish task'; title: string }
  | { deed: 'wish'; title: string; detail: string }
  | { deed: 'vote'; wish: string }
  | { deed: 'answer'; wish: string; status: Wish['status']; answer: string }

const kinds: Record<TeamDeed['deed'], true> = {
  'add column': true,
  'add view': true,
  'switch on': true,
  decide: true,
  'add task': true,
  'finish task': true,
  wish: true,
  vote: true,
  answer: true,
}

export const isTeamDeed = (deed: Deed): deed is TeamDeed => Object.hasOwn(kinds, deed.deed)
