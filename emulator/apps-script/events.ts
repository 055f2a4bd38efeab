import type { Workspace } from '../workspace.ts'

/** A form's values the way Google sends them (section "Event objects" of the add-ons guide). */
export type FormInputs = Record<
  string,
  | { stringInputs: { value: string[] } }
  | { dateInput: { msSinceEpoch: string } }
  | { timeInput: { hours: number; minutes: number } }
  | { dateTimeInput: { hasDate: boolean; hasTime: boolean; msSinceEpoch: string } }
>

export interface AddonEvent {
  commonEventObject: {
    hostApp: 'GMAIL'
    platform: 'WEB'
    parameters?: Record<string, string>
    formInputs?: FormInputs
  }
  gmail?: { messageId: string; threadId: string; accessToken: string }
}

/** Nothing is open: the event of a homepage carries neither message nor form. */
export function homepageEvent(): AddonEvent {
  return { commonEventObject: { hostApp: 'GMAIL', platform: 'WEB' } }
}

/** A message is open: its ids in that person's mailbox, and a token that reads this message and no other. */
export function messageEvent(workspace: Workspace, user: string, messageId: string): AddonEvent {
  const message = workspace.mailboxes.get(user)?.messages.get(messageId)
  if (!message) throw new Error(`${user} has no message ${messageId}`)
  const accessToken = `event-${workspace.nextSerial()}-${messageId}`
  workspace.eventTokens.set(accessToken, { user, messageId })
  return { ...homepageEvent(), gmail: { messageId, threadId: message.threadId, accessToken } }
}

/** A click or a change inside a card. Empty fields are absent, not empty, as Google leaves them out. */
export function withForm(
  event: AddonEvent,
  parameters: Record<string, string>,
  formInputs: FormInputs = {},
): AddonEvent {
  const filled = Object.keys(formInputs).length > 0
  return {
    ...event,
    commonEventObject: { ...event.commonEventObject, parameters, ...(filled && { formInputs }) },
  }
}
