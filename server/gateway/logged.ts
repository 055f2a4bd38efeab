import type { DossierReply } from '../../shared/gateway.ts'
import { firstName } from '../../shared/words.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import type { Identity } from './mail.ts'

type Entry = DossierReply['logged'][number]

/** Who logged this message, for which investor: by its Message-ID, or by this mailbox's own copy of it. */
export function loggedAs(db: Db, { messageId, copy }: Identity): Entry[] {
  if (!messageId && !copy) return []

  const ids = { messageId, mailbox: copy?.mailbox ?? null, gmailId: copy?.gmailId ?? null }
  const rows = prepared<Entry>(db, logged).all(ids)
  return rows.map((row) => ({ ...row, by: row.by && firstName(row.by) }))
}

const logged = `
  SELECT c.id AS communication_id, l.investor_id, u.full_name AS by, l.created_at AS at
  FROM live_communications c
  JOIN live_communication_investors l ON l.communication_id = c.id
  JOIN live_investors i ON i.id = l.investor_id
  LEFT JOIN live_users u ON u.id = l.created_by
  WHERE c.id IN (
    SELECT id FROM live_communications WHERE message_id = @messageId
    UNION SELECT communication_id FROM live_communication_copies WHERE mailbox = @mailbox AND gmail_id = @gmailId
    UNION SELECT l.id FROM mail_copies k JOIN live_communications l ON l.mail_id = k.mail_id
      WHERE k.mailbox = @mailbox AND k.gmail_id = @gmailId
    UNION SELECT l.id FROM mail_messages m JOIN live_communications l ON l.mail_id = m.id WHERE m.message_id = @messageId
  ) ORDER BY l.id`
