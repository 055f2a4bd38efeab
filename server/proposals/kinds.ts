/**
 * Everything a machine can propose, in one place. A kind says what its payload looks like, what would be different, and
 * which domain function does it: the one a person would have called.
 */
import type { Kind } from './kind.ts'
import { logEmail, logMeetingKind } from './log-kinds.ts'
import { addAddress, newContact, newProspect } from './people-kinds.ts'
import { createTask, moveList, setFields } from './record-kinds.ts'

export type { Difference, Kind, Payload } from './kind.ts'

export const kinds = {
  set_fields: setFields,
  move_list: moveList,
  create_task: createTask,
  log_email: logEmail,
  log_meeting: logMeetingKind,
  add_address: addAddress,
  new_contact: newContact,
  new_prospect: newProspect,
} satisfies Record<string, Kind>
export type KindName = keyof typeof kinds

export const kindNames = Object.keys(kinds) as KindName[]

/** The kind a stored proposal is of. */
export function kindOf(name: string): Kind {
  if (!Object.hasOwn(kinds, name)) throw new Error(`there is no kind of proposal called ${name}`)

  return kinds[name as KindName]
}
