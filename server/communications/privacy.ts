import { UserError } from '../errors.ts'
import type { Communication } from './log.ts'

type Guarded = Pick<Communication, 'type' | 'privacy' | 'userId' | 'subject' | 'summary'>
export type Seen = { subject: string | null; summary: string }

/**
 * What a reader may see of a communication's words: everything at `full`, the subject line at `subject`, at `metadata`
 * only that there was one. Whoever was in touch sees their own; being an admin opens nothing.
 */
export function seenBy(readerId: string | null, { type, privacy, userId, subject, summary }: Guarded): Seen {
  if (isOpenTo(readerId, { privacy, userId })) return { subject, summary }

  const nothing = `${words[type]} kept private`
  return privacy === 'subject' ? { subject, summary: subject ?? nothing } : { subject: null, summary: nothing }
}

/** Whether the reader may see all of its words. */
export const isOpenTo = (
  readerId: string | null,
  { privacy, userId }: Pick<Communication, 'privacy' | 'userId'>,
): boolean => privacy === 'full' || (readerId !== null && userId === readerId)

/** What is kept private from a reader cannot be rewritten or put away by them either (403). */
export function refuseHidden(readerId: string | null, communication: Pick<Communication, 'privacy' | 'userId'>): void {
  if (isOpenTo(readerId, communication)) return

  throw new UserError('forbidden', 'This is kept private by the colleague who was in touch. Ask them to change it.')
}

const words: Record<Communication['type'], string> = {
  email: 'E-mail',
  call: 'Call',
  meeting: 'Meeting',
  note: 'Note',
  text: 'Text message',
}
