/** People who wrote to us and have heard nothing since. */
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { fromThem } from '../db/summary-parts.ts'
import type { Tx } from '../db/write.ts'
import { remembered } from '../grid/memo.ts'
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
 * Who waits for an answer, who wrote last first: old letters wait least for one. Answered is an e-mail by a reply of ours in its thread, or by a call, a meeting
 * or a text with them since (one logged with their investor alone counts for all its people); what a machine wrote neither
 * waits nor answers.
 */
export function unanswered(db: Db, now: Date, { userId }: Whose, { limit, offset }: Page) {
  const all = allWaiting(db, now, userId ?? null)
  const page = all.slice(offset, offset + limit)
  const investors = investorsOf(db, page)
  const people: Unanswered[] = page.map((one) => ({ ...one, investors: investors.get(one.contactId) ?? [] }))
  return { people, total: all.length }
}

/** Notes that what somebody wrote so far needs no answer; what they write next is asked about again. */
export function needNoAnswer(tx: Tx, contactId: string, now: Date): void {
  const ids = prepared(tx.db, `${withLetters} SELECT id FROM letters WHERE contact_id = @contact`).all({
    ...bounds(now),
    contact: contactId,
  })
  for (const { id } of ids as { id: string }[]) setSetting(tx, `no_answer:${id}`, true)
}

const bounds = (now: Date) => ({
  since: new Date(now.getTime() - unansweredDays * day).toISOString(),
  now: now.toISOString(),
})

/** Asked for with every page of the day, so it is remembered until something is written, or a meeting may have begun. */
function allWaiting(db: Db, now: Date, user: string | null): Waiting[] {
  const key = `unanswered ${user} ${Math.floor(now.getTime() / tenMinutes)}`
  const ask = () => prepared<Waiting>(db, waiting).all({ ...bounds(now), user })
  return remembered(db, key, ask, (all) => all.length * 250)
}

const tenMinutes = 600_000

type Waiting = Omit<Unanswered, 'investors'>

function investorsOf(db: Db, people: Waiting[]): Map<string, Unanswered['investors']> {
  const rows = prepared(db, investorsSql).all(JSON.stringify(people.map((one) => one.contactId)))
  const byPerson = Map.groupBy(rows as (Unanswered['investors'][number] & { contact: string })[], (row) => row.contact)
  return new Map([...byPerson].map(([id, some]) => [id, some.map(({ contact: _, ...investor }) => investor)]))
}

const investorsSql = `
  SELECT r.contact_id AS contact, i.id, i.name, i.list FROM live_contact_roles r JOIN live_investors i ON i.id = r.investor_id
  WHERE r.contact_id IN (SELECT value FROM json_each(?)) ORDER BY r.id`

/** All of the time that counts is read once, and what was said with each person and each investor is put together from it. */
const recent = `
  recent AS MATERIALIZED (
    SELECT id, type, direction, occurred_at AS at, user_id, mail_id, from_address,
      type IN ('call', 'text') OR (type = 'meeting' AND occurred_at <= @now) AS talk
    FROM live_communications WHERE occurred_at >= @since AND type <> 'note'
  )`

/** When somebody was last talked with, or written to where threads cannot be compared; and when last written to at all. */
const said = `
  said AS MATERIALIZED (
    SELECT l.contact_id, max(CASE WHEN c.talk OR (c.direction = 'out' AND c.mail_id IS NULL) THEN c.at END) AS talked,
      max(CASE WHEN c.direction = 'out' THEN c.at END) AS written
    FROM recent c CROSS JOIN live_communication_contacts l ON l.communication_id = c.id
    WHERE c.talk OR c.direction = 'out' GROUP BY l.contact_id
  ),
  said_at AS MATERIALIZED (
    SELECT l.investor_id, max(c.at) AS talked FROM recent c
    CROSS JOIN live_communication_investors l ON l.communication_id = c.id
    WHERE c.talk AND NOT EXISTS (SELECT 1 FROM live_communication_contacts n WHERE n.communication_id = c.id)
    GROUP BY l.investor_id
  )`

/** E-mails of people we know that a person wrote, by who wrote them, as long as nobody answered. */
const letters = `
  letters AS (
    SELECT l.contact_id, c.id, c.at, c.user_id, min(c.at) OVER (PARTITION BY l.contact_id) AS first
    FROM recent c CROSS JOIN live_communication_contacts l ON l.communication_id = c.id
    CROSS JOIN contact_summaries ON contact_summaries.contact_id = l.contact_id
    LEFT JOIN mail_messages m ON m.id = c.mail_id LEFT JOIN said s ON s.contact_id = l.contact_id
    WHERE c.type = 'email' AND coalesce(m.nature, 'personal') = 'personal' ${fromThem}
      AND coalesce(s.talked, '') <= c.at AND (m.thread_id IS NOT NULL OR coalesce(s.written, '') <= c.at)
      AND NOT EXISTS (
        SELECT 1 FROM mail_messages o WHERE o.thread_id = m.thread_id AND o.at > c.at
          AND o.direction = 'out' AND o.nature = 'personal'
      ) AND NOT EXISTS (
        SELECT 1 FROM live_contact_roles r CROSS JOIN said_at k ON k.investor_id = r.investor_id
        WHERE r.contact_id = l.contact_id AND k.talked > c.at
      ) AND NOT EXISTS (SELECT 1 FROM live_settings WHERE id = 'no_answer:' || c.id)
  )`

const withLetters = `WITH ${recent}, ${said}, ${letters}`

/**
 * What two people of the record may have written (they share an address) is one letter, and waits with the first of them. With
 * one minimum or maximum among what is asked for, the other columns are of the row that has it (sqlite.org/lang_select.html).
 */
const waiting = `
  ${withLetters}, once AS (
    SELECT l.id, l.at, l.user_id, l.first, min(l.contact_id) AS contact_id
    FROM letters l CROSS JOIN live_contacts p ON p.id = l.contact_id
    WHERE @user IS NULL OR l.user_id = @user OR EXISTS (
      SELECT 1 FROM live_contact_roles r JOIN live_investors i ON i.id = r.investor_id
      WHERE r.contact_id = p.id AND i.owner = @user)
    GROUP BY l.id
  )
  SELECT p.id AS contactId, p.name AS contact, l.first AS since, count(*) AS letters, l.id AS communicationId,
    max(l.at) AS at, l.user_id AS userId
  FROM once l CROSS JOIN live_contacts p ON p.id = l.contact_id
  GROUP BY p.id ORDER BY at DESC, p.id`
