/** A whole thread on a page of its own, as its reader may see it. */
import { hasOpenSubject } from '../../communications/privacy.ts'
import { tellCaptured } from '../../communications/shown.ts'
import { investorsAt } from '../../communications/with.ts'
import type { Db } from '../../db/db.ts'
import type { PrivacyLevel } from '../../db/mirror.ts'
import { notFound } from '../../errors.ts'
import { decidedLevel, effectiveLevel, tookPart } from '../thread-levels.ts'
import { findThread } from '../threads.ts'
import { guardOfMail } from './mail.ts'
import { threadMessages } from './threads.ts'

export type ThreadPage = {
  id: string
  /** Of the first message whose subject the reader may see: what somebody answers does not rename the thread. */
  subject: string | null
  messages: ReturnType<typeof tellCaptured>[]
  investors: { id: string; name: string }[]
  privacy: ThreadChoice
}
export type ThreadChoice = { decides: boolean; decided: PrivacyLevel | null; effective: PrivacyLevel }

export function threadPage(db: Db, readerId: string | null, threadId: string): ThreadPage {
  const id = findThread(db, threadId)
  if (id === null) throw notFound('thread')

  const messages = threadMessages(db, id)
  const readable = messages.findLast(({ mail }) => mail.subject && hasOpenSubject(readerId, guardOfMail(mail)))
  const logged = messages.flatMap(({ communicationId }) => communicationId ?? [])
  const investors = [...investorsAt(db, logged).values()].flat()
  return {
    id,
    subject: readable?.mail.subject ?? null,
    messages: messages.map((message) => tellCaptured(readerId, message)),
    investors: [...new Map(investors.map((investor) => [investor.id, investor])).values()],
    privacy: choiceOf(db, readerId, id),
  }
}

export const choiceOf = (db: Db, readerId: string | null, threadId: string): ThreadChoice => ({
  decides: readerId !== null && tookPart(db, readerId, threadId),
  decided: readerId === null ? null : decidedLevel(db, readerId, threadId),
  effective: effectiveLevel(db, threadId),
})
