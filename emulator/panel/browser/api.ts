import type { Delivery } from '../../gmail/deliver.ts'
import type { Mailer } from '../../mime/addresses.ts'
import type { ActionCall, CallAnswer, WorkspaceFacts } from '../addon-routes.ts'
import type { ShownThread, ThreadLine } from '../mail-routes.ts'
import type { Letter } from '../write-routes.ts'

export const readWorkspace = () => ask<WorkspaceFacts>('/panel/api/workspace')

export const readThreads = (user: string) => ask<ThreadLine[]>(`${mailbox(user)}/threads`)

export const readThread = (user: string, id: string) => ask<ShownThread>(`${mailbox(user)}/threads/${id}`)

export const readPeople = (user: string) => ask<Mailer[]>(`${mailbox(user)}/people`)

export const sendLetter = (user: string, letter: Letter) => ask<Delivery>(`${mailbox(user)}/mail`, letter)

export const callTrigger = (user: string, messageId: string | null) =>
  ask<CallAnswer>(`${mailbox(user)}/cards`, { messageId })

export const callAction = (user: string, call: ActionCall) => ask<CallAnswer>(`${mailbox(user)}/actions`, call)

const mailbox = (user: string) => `/panel/api/mailboxes/${encodeURIComponent(user)}`

async function ask<Answer>(path: string, body?: object): Promise<Answer> {
  const sent = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const reply = await fetch(path, sent)
  const answer = await reply.json()
  if (!reply.ok) throw new Error(answer.error?.message ?? `The emulator answered ${reply.status}.`)
  return answer
}
