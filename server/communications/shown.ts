import { seenMail } from '../mail/shown/mail.ts'
import type { Captured } from '../mail/shown/threads.ts'
import { isOpenTo, seenBy } from './privacy.ts'
import type { Said, Stored } from './timeline.ts'

/** A moment of a timeline as its reader may see it. Nothing else of it may be shown. */
export function tellSaid(readerId: string | null, item: Said | Stored) {
  const thread = item.thread.map((captured) => tellCaptured(readerId, captured))
  if (item.kind === 'captured') return { ...item, thread }

  const { body: _body, trimmed: _trimmed, ...communication } = item.communication
  const open = isOpenTo(readerId, item.communication)
  const seen = { ...seenBy(readerId, item.communication), body: open ? item.communication.body : null }
  return { ...item, communication: { ...communication, ...seen }, seen, open, thread }
}

/** One message of a thread as a line. */
export const tellCaptured = (readerId: string | null, { mail, communicationId, state }: Captured) => ({
  ...seenMail(readerId, mail),
  communicationId,
  state,
})
