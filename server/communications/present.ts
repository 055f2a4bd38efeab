import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import { communicationTypes } from '../../shared/gateway.ts'
import type { Db } from '../db/db.ts'
import { communicationCopies } from '../db/live.ts'
import { named, presentRecord, recordShape } from '../http/shapes.ts'
import type { CommunicationItem } from './list.ts'
import { isOpenTo, seenBy } from './privacy.ts'

const text = z.string().nullable()

export const communicationShape = recordShape.extend({
  type: z.enum(communicationTypes),
  direction: z.enum(['in', 'out']).nullable(),
  subject: text,
  summary: z.string(),
  body_text: text.describe('The whole text, when the reader may see it.'),
  body_trimmed: text.describe('The text without quoted replies and signature.'),
  occurred_at: z.string(),
  from: text,
  to: z.array(z.string()),
  thread_id: text,
  message_id: text,
  mailboxes: z.array(z.string()).describe('The mailboxes the message was seen in.'),
  privacy: z.enum(['metadata', 'subject', 'full']),
  user_id: text.describe('The colleague who was in touch.'),
  user_name: text,
  investor_ids: z.array(z.string()),
  investors: z.array(named),
  contact_ids: z.array(z.string()),
  contacts: z.array(named),
})
type Presented = z.infer<typeof communicationShape>

/** Communications as `readerId` may see them: the one gate of privacy applies here as on every page. */
export function presentCommunications(db: Db, readerId: string | null, items: CommunicationItem[]): Presented[] {
  const mailboxes = mailboxesOf(db, items)
  return items.map((item) => presentItem(item, readerId, mailboxes.get(item.communication.id) ?? []))
}

function presentItem(
  { communication: c, by, investors, people }: CommunicationItem,
  readerId: string | null,
  mailboxes: string[],
): Presented {
  const open = isOpenTo(readerId, c)
  return {
    ...presentRecord(c),
    ...seenBy(readerId, c),
    type: c.type,
    direction: c.direction,
    body_text: open ? c.body : null,
    body_trimmed: open ? c.trimmed : null,
    occurred_at: c.occurredAt,
    from: c.fromAddress,
    to: c.toAddresses,
    thread_id: c.threadId,
    message_id: c.messageId,
    mailboxes,
    privacy: c.privacy,
    user_id: c.userId,
    user_name: by,
    investor_ids: investors.map((investor) => investor.id),
    investors,
    contact_ids: people.map((person) => person.id),
    contacts: people,
  }
}

function mailboxesOf(db: Db, items: CommunicationItem[]): Map<string, string[]> {
  const c = communicationCopies
  const ids = items.map((item) => item.communication.id)
  if (ids.length === 0) return new Map()

  const rows = db
    .select({ id: c.communicationId, mailbox: c.mailbox })
    .from(c)
    .where(inArray(c.communicationId, ids))
    .all()
  const grouped = Map.groupBy(rows, (row) => row.id)
  return new Map([...grouped].map(([id, copies]) => [id, [...new Set(copies.map((copy) => copy.mailbox))]]))
}
