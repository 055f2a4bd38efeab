import { z } from 'zod'
import { communicationTypes } from '../../shared/gateway.ts'
import type { Db } from '../db/db.ts'
import type { MailAttachment } from '../db/mirror.ts'
import { prepared } from '../db/prepared.ts'
import { named, presentRecord, recordShape } from '../http/shapes.ts'
import type { CommunicationItem } from './list.ts'
import { isOpenTo, seenBy } from './privacy.ts'
import type { SaidState } from './said.ts'

const text = z.string().nullable()

/** Fetched from `/mail/<mail_id>/attachments/<part>`; `size` in bytes. */
const attachmentShape = z.object({ part: z.int(), name: z.string(), type: z.string(), size: z.int() })

export const communicationShape = recordShape.extend({
  type: z.enum(communicationTypes),
  state: z
    .enum(['logged', 'captured'])
    .describe(
      'captured: mail that is stored and logged nowhere, because nothing proposes it; `id` is that of the mail.',
    ),
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
  mail_id: text.describe('The captured message, if it is one.'),
  attachments: z.array(attachmentShape).describe('What is attached to it, when the reader may see it.'),
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
export function presentCommunications(db: Db, readerId: string | null, items: Shown[]): Presented[] {
  const copies = { mailboxes: mailboxesOf(db, items), attachments: attachmentsOf(db, items) }
  return items.map((item) => presentItem(item, readerId, copies))
}

type Shown = CommunicationItem & { state?: SaidState }
type Copies = { mailboxes: Map<string, string[]>; attachments: Map<string, MailAttachment[]> }

function presentItem(
  { communication: c, by, investors, people, state = 'logged' }: Shown,
  readerId: string | null,
  { mailboxes, attachments }: Copies,
): Presented {
  const open = isOpenTo(readerId, c)
  return {
    ...presentRecord(c),
    ...seenBy(readerId, c),
    type: c.type,
    state,
    direction: c.direction,
    body_text: open ? c.body : null,
    body_trimmed: open ? c.trimmed : null,
    occurred_at: c.occurredAt,
    from: c.fromAddress,
    to: c.toAddresses,
    thread_id: c.threadId,
    message_id: c.messageId,
    mailboxes: mailboxes.get(c.id) ?? [],
    mail_id: c.mailId,
    attachments: open ? (attachments.get(c.mailId ?? '') ?? []).map(presentAttachment) : [],
    privacy: c.privacy,
    user_id: c.userId,
    user_name: by,
    investor_ids: investors.map((investor) => investor.id),
    investors,
    contact_ids: people.map((person) => person.id),
    contacts: people,
  }
}

const presentAttachment = ({ part, name, type, size }: MailAttachment) => ({ part, name, type, size })

/** By communication: of a captured message the mailboxes that hold a copy, of another those it was logged from. */
function mailboxesOf(db: Db, items: Shown[]): Map<string, string[]> {
  const ids = JSON.stringify(items.map((item) => item.communication.id))
  const rows = prepared<{ id: string; mailbox: string }>(db, copies).all({ ids })
  const grouped = Map.groupBy(rows, (row) => row.id)
  return new Map([...grouped].map(([id, found]) => [id, found.map(({ mailbox }) => mailbox)]))
}

const copies = `
  SELECT communication_id AS id, mailbox FROM live_communication_copies
    WHERE communication_id IN (SELECT value FROM json_each(@ids))
  UNION SELECT c.id, k.mailbox FROM live_communications c JOIN mail_copies k ON k.mail_id = c.mail_id
    WHERE c.id IN (SELECT value FROM json_each(@ids))
  UNION SELECT mail_id, mailbox FROM mail_copies WHERE mail_id IN (SELECT value FROM json_each(@ids))
  ORDER BY mailbox`

/** What is attached to captured messages, by the message. */
function attachmentsOf(db: Db, items: CommunicationItem[]): Map<string, MailAttachment[]> {
  const ids = JSON.stringify(items.flatMap((item) => item.communication.mailId ?? []))
  const rows = prepared<{ id: string; attachments: string }>(db, attached).all({ ids })
  return new Map(rows.map(({ id, attachments }) => [id, JSON.parse(attachments) as MailAttachment[]]))
}

const attached = 'SELECT id, attachments FROM mail_messages WHERE id IN (SELECT value FROM json_each(@ids))'
