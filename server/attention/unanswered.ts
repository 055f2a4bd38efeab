/** People who wrote to us and have heard nothing since. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { fromThem } from '../db/summary-parts.ts'
import type { Tx } from '../db/write.ts'
import { setSetting } from '../settings/settings.ts'

/**
 * Somebody who waits: since when, for how many of their e-mails, and the newest of them. `userId` is the colleague it
 * reached. Words are not among it: those are read through the privacy layer.
 */
export type Unanswered = {
  contactId: string
  contact: string
  since: string
  letters: number
  communicationId: string
  at: string
  userId: string | null
  investors: { id: string; name: string; list: string }[]
}
export type Page = { limit: number; offset: number }
/** `userId` narrows it to what reached one colleague, or concerns an investor of theirs. */
export type Whose = { userId?: string | undefined }

const day = 86_400_000
/** What nobody answered for so long will not be answered; the silence is then for the list of those going quiet. */
export const unansweredDays = 60

/**
 * Who waits for an answer, the longest first. Answered is an e-mail by a reply of ours in its thread, or by a call, a meeting
 * or a text with them since (one logged with their investor alone counts for all its people); what a machine wrote neither
 * waits nor answers.
 */
export function unanswered(db: Db, now: Date, { userId }: Whose, page: Page): { people: Unanswered[]; total: number } {
  const values = { ...bounds(now), user: userId ?? null }
  const rows = prepared(db, `${waiting} ORDER BY since, contactId LIMIT @limit OFFSET @offset`).all({
    ...values,
    ...page,
  })
  const total = Number(prepared(db, `SELECT count(*) FROM (${waiting})`).pluck().get(values))
  return {
    people: (rows as Raw[]).map(({ investors, ...row }) => ({ ...row, investors: JSON.parse(investors) })),
    total,
  }
}

export const countUnanswered = (db: Db, now: Date, whose: Whose = {}): number =>
  unanswered(db, now, whose, { limit: 0, offset: 0 }).total

/** Notes that what somebody wrote so far needs no answer; what they write next is asked about again. */
export function needNoAnswer(tx: Tx, contactId: string, now: Date): void {
  const ids = prepared(tx.db, `${letters} AND contact_id = @contact`).all({ ...bounds(now), contact: contactId })
  for (const { id } of ids as { id: string }[]) setSetting(tx, `no_answer:${id}`, true)
}

const bounds = (now: Date) => ({
  since: new Date(now.getTime() - unansweredDays * day).toISOString(),
  now: now.toISOString(),
})

type Raw = Omit<Unanswered, 'investors'> & { investors: string }

/** E-mails of people we know that a person wrote, by who wrote them. */
const written = `
  SELECT contact_summaries.contact_id, c.id, l.occurred_at AS at, c.user_id, m.thread_id
  FROM contact_summaries
  CROSS JOIN live_communication_contacts l ON l.contact_id = contact_summaries.contact_id AND l.occurred_at >= @since
  CROSS JOIN live_communications c ON c.id = l.communication_id
  LEFT JOIN mail_messages m ON m.id = c.mail_id
  WHERE contact_summaries.last_inbound_at >= @since AND c.type = 'email'
    AND coalesce(m.nature, 'personal') = 'personal' ${fromThem}
    AND NOT EXISTS (SELECT 1 FROM live_settings WHERE id = 'no_answer:' || c.id)`

const talked = (what: string) =>
  `(${what}.type IN ('call', 'text') OR (${what}.type = 'meeting' AND ${what}.occurred_at <= @now))`

/** A reply in the thread, captured; or logged by hand, where threads cannot be compared, any e-mail to them. */
const replied = `
  EXISTS (
    SELECT 1 FROM mail_messages o WHERE o.thread_id = w.thread_id AND o.at > w.at
      AND o.direction = 'out' AND o.nature = 'personal'
  ) OR EXISTS (
    SELECT 1 FROM live_communication_contacts k CROSS JOIN live_communications o ON o.id = k.communication_id
    WHERE k.contact_id = w.contact_id AND k.occurred_at > w.at AND (
      ${talked('o')} OR (o.type = 'email' AND o.direction = 'out' AND (o.mail_id IS NULL OR w.thread_id IS NULL))
    )
  ) OR EXISTS (
    SELECT 1 FROM live_contact_roles r
    CROSS JOIN live_communication_investors k ON k.investor_id = r.investor_id AND k.occurred_at > w.at
    CROSS JOIN live_communications o ON o.id = k.communication_id
    WHERE r.contact_id = w.contact_id AND ${talked('o')}
      AND NOT EXISTS (SELECT 1 FROM live_communication_contacts n WHERE n.communication_id = o.id)
  )`

const letters = `SELECT * FROM (${written}) w WHERE NOT (${replied})`

const investorsOf = `
  SELECT json_group_array(json_object('id', i.id, 'name', i.name, 'list', i.list))
  FROM live_contact_roles r JOIN live_investors i ON i.id = r.investor_id WHERE r.contact_id = p.id`

/** With one maximum among what is asked for, the other columns are of the row that has it (sqlite.org/lang_select.html). */
const waiting = `
  SELECT p.id AS contactId, p.name AS contact, l.first AS since, count(*) AS letters, l.id AS communicationId,
    max(l.at) AS at, l.user_id AS userId, (${investorsOf}) AS investors
  FROM (SELECT *, min(at) OVER (PARTITION BY contact_id) AS first FROM (${letters})) l
  JOIN live_contacts p ON p.id = l.contact_id
  WHERE @user IS NULL OR l.user_id = @user OR EXISTS (
    SELECT 1 FROM live_contact_roles r JOIN live_investors i ON i.id = r.investor_id
    WHERE r.contact_id = p.id AND i.owner = @user)
  GROUP BY p.id`
