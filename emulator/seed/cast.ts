import type { User } from '../../server/accounts/users.ts'
import type { FundKey, StaffKey } from './plan.ts'

/** Ids of what has been written so far, by the keys of the plan. */
export type Cast = {
  staff: Record<StaffKey, User>
  funds: Record<FundKey, string>
  investors: Map<string, string>
  people: Map<string, string>
  /** By investor and fund. */
  opportunities: Map<string, string>
  tasks: Map<string, string>
  wishes: Map<string, string>
}

/** The id behind a key of the plan. */
export function known(ids: Map<string, string>, key: string): string {
  const id = ids.get(key)
  if (id === undefined) throw new Error(`the story speaks of ${key} before it happens`)
  return id
}
