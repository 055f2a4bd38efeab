/** A stored message as a reader may see it. */

import { type Guard, hasOpenSubject, isOpenTo } from '../../communications/privacy.ts'
import type { Db } from '../../db/db.ts'
import { eq, getTableColumns } from '../../db/drizzle.ts'
import { type MailAttachment, type MailParty, mailBodies, mailMessages } from '../../db/mirror.ts'
import { notFound } from '../../errors.ts'

export type MailRow = typeof mailMessages.$inferSelect

/** Who, whom and when are for everybody; the subject and the words are null for whom they are kept from. */
export type SeenMail = {
  id: string
  threadId: string
  at: string
  direction: 'in' | 'out'
  from: { name: string | null; address: string | null }
  parties: MailParty[]
  recipients: number
  nature: MailRow['nature']
  level: MailRow['level']
  /** Whether all of it may be read. */
  open: boolean
  subject: string | null
  snippet: string | null
  attachments: MailAttachment[]
}

export function findMailRow(db: Db, id: string): MailRow {
  const mail = db.select().from(mailMessages).where(eq(mailMessages.id, id)).get()
  if (!mail) throw notFound('e-mail')

  return mail
}

/** A row that was read by SQL, as drizzle gives it. */
export function readMail(row: Record<string, unknown>): MailRow {
  const values = Object.entries(columns).map(([key, column]) => {
    const value = row[column.name]
    return [key, value === null || value === undefined ? null : column.mapFromDriverValue(value)]
  })
  return Object.fromEntries(values) as MailRow
}

const columns = getTableColumns(mailMessages)

/** The owners of a message's copies took part in it; to be named in it, or to have logged it, is not enough. */
export const guardOfMail = ({ level, participants }: MailRow): Guard => ({ privacy: level, participants })

export function seenMail(readerId: string | null, mail: MailRow): SeenMail {
  const guard = guardOfMail(mail)
  const open = isOpenTo(readerId, guard)
  const { id, threadId, at, direction, parties, recipients, nature, level } = mail
  return {
    id,
    threadId,
    at,
    direction,
    from: { name: mail.fromName, address: mail.fromAddress },
    parties: open ? parties : parties.filter(isVisible),
    recipients,
    nature,
    level,
    open,
    subject: hasOpenSubject(readerId, guard) ? mail.subject : null,
    snippet: open ? mail.snippet : null,
    attachments: open ? mail.attachments : [],
  }
}

/** Whom it was copied to unseen is not told to those who may not even read it. */
const isVisible = ({ role }: MailParty): boolean => role !== 'bcc'

export type Words = { text: string; trimmed: string; html: string | null }

/** The words of a message its reader may read; null when they are kept private. */
export function wordsOf(db: Db, readerId: string | null, mail: MailRow): Words | null {
  return isOpenTo(readerId, guardOfMail(mail)) ? textsOf(db, mail) : null
}

/** The words of a message as they are stored, for whoever asks `privacy.ts` before showing them. */
export function textsOf(db: Db, mail: MailRow): Words {
  const { text, trimmed, html } = mailBodies
  const body = db.select({ text, trimmed, html }).from(mailBodies).where(eq(mailBodies.rowid, mail.rowid)).get()
  return body ?? { text: '', trimmed: '', html: null }
}
