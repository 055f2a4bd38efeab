import type { Captured } from '../../shared/gateway.ts'
import type { User } from '../accounts/users.ts'
import type { Db } from '../db/db.ts'
import { and, eq } from '../db/drizzle.ts'
import { mailCopies, mailMessages } from '../db/mirror.ts'
import type { Identity } from './mail.ts'

export type CapturedMail = Pick<
  typeof mailMessages.$inferSelect,
  'id' | 'threadId' | 'level' | 'nature' | 'participants'
>

/** The open message as the box has captured it: this mailbox's own copy, else the one with its Message-ID. */
export function capturedMail(db: Db, { copy, messageId }: Identity): CapturedMail | null {
  const own = copy && copyOf(db, copy)
  const m = mailMessages
  const known = own ? eq(m.id, own) : messageId ? eq(m.messageId, messageId) : null
  if (!known) return null

  const columns = { id: m.id, threadId: m.threadId, level: m.level, nature: m.nature, participants: m.participants }
  return db.select(columns).from(m).where(known).get() ?? null
}

export const presentCaptured = (user: User, mail: CapturedMail | null): Captured | null =>
  mail && {
    thread_id: mail.threadId,
    level: mail.level,
    mine: mail.participants.includes(user.id),
    automatic: mail.nature !== 'personal',
  }

function copyOf(db: Db, { mailbox, gmailId }: NonNullable<Identity['copy']>): string | undefined {
  const c = mailCopies
  return db
    .select({ id: c.mailId })
    .from(c)
    .where(and(eq(c.mailbox, mailbox), eq(c.gmailId, gmailId)))
    .get()?.id
}
