/**
 * The one rule about who reads what was said. Everything that shows words of a communication, a captured message or a
 * meeting passes through here; being an admin opens nothing.
 */
import type { Db } from '../db/db.ts'
import type { PrivacyLevel } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'
import { UserError } from '../errors.ts'
import type { Communication } from './log.ts'

/**
 * What decides: the level, and the users who took part. Of what was captured they are the owners of its copies, for anybody can
 * be named in a header; of what was logged by hand it is the colleague who was in touch.
 */
export type Guard = { privacy: PrivacyLevel; participants: readonly string[] }
type Guarded = Guard & Pick<Communication, 'type' | 'subject' | 'summary'>
export type Seen = { subject: string | null; summary: string }

/**
 * What a reader may see of a communication's words: everything at `full`, the subject line at `subject`, at `metadata`
 * only that there was one. Whoever took part sees all of it.
 */
export function seenBy(readerId: string | null, said: Guarded): Seen {
  const { type, privacy, subject, summary } = said
  if (isOpenTo(readerId, said)) return { subject, summary }

  const nothing = `${words[type]} kept private`
  return privacy === 'subject' ? { subject, summary: subject || nothing } : { subject: null, summary: nothing }
}

/** Whether the reader may see all of its words. */
export const isOpenTo = (readerId: string | null, { privacy, participants }: Guard): boolean =>
  privacy === 'full' || (readerId !== null && participants.includes(readerId))

/** Whether the reader may see at least its subject line. */
export const hasOpenSubject = (readerId: string | null, guard: Guard): boolean =>
  guard.privacy === 'subject' || isOpenTo(readerId, guard)

/** What is kept private from a reader cannot be rewritten or put away by them either (403). */
export function refuseHidden(readerId: string | null, guard: Guard): void {
  if (isOpenTo(readerId, guard)) return

  throw new UserError('forbidden', 'This is kept private by the colleague who was in touch. Ask them to change it.')
}

/**
 * What guards a communication as it stands in the record, archived or not: of an e-mail or a meeting that was captured,
 * what capture knows of it.
 */
export function guardOf(db: Db, said: Pick<Communication, 'privacy' | 'userId' | 'mailId' | 'meetingId'>): Guard {
  const { privacy, userId, mailId, meetingId } = said
  const id = mailId ?? meetingId
  const captured = id ? prepared<Captured>(db, mailId ? ofMail : ofMeeting).get(id) : undefined
  if (!captured) return { privacy, participants: userId ? [userId] : [] }

  return { privacy: captured.level, participants: JSON.parse(captured.participants) as string[] }
}

type Captured = { level: PrivacyLevel; participants: string }
const ofMail = 'SELECT level, participants FROM mail_messages WHERE id = ?'
const ofMeeting = 'SELECT level, participants FROM meetings WHERE id = ?'

const words: Record<Communication['type'], string> = {
  email: 'E-mail',
  call: 'Call',
  meeting: 'Meeting',
  note: 'Note',
  text: 'Text message',
}
