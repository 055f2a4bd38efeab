/** Captured mail as threads: which threads a timeline shows, in the place of their newest message, and what is in them. */
import type { Key } from '../../communications/filter.ts'
import type { Whose } from '../../communications/timeline.ts'
import type { Db } from '../../db/db.ts'
import { prepared } from '../../db/prepared.ts'
import type { MailRow } from './mail.ts'
import { readMail } from './mail.ts'

export type ThreadKey = Key & { thread: string | null }

/** A stored message and what became of it here: `communicationId` is how it was logged, if it was. */
export type Captured = { mail: MailRow; communicationId: string | null; state: MailState }
export type MailState = 'logged' | 'proposed' | 'captured'

/** How the two kinds of story find their communications and their people's addresses. */
const links = (whose: Whose) =>
  'investorId' in whose
    ? { id: whose.investorId, table: 'live_communication_investors', column: 'investor_id', people: peopleOfInvestor }
    : { id: whose.contactId, table: 'live_communication_contacts', column: 'contact_id', people: oneself }

const peopleOfInvestor = `
  SELECT a.address_key FROM live_contact_roles r JOIN live_contacts p ON p.id = r.contact_id
  JOIN live_contact_addresses a ON a.contact_id = p.id WHERE r.investor_id = @id`
const oneself = 'SELECT address_key FROM live_contact_addresses WHERE contact_id = @id'

type Links = ReturnType<typeof links>

/** What is logged here of a thread, its newest first: from the thread on, which the planner would not see to be the narrower way. */
const loggedIn = ({ table, column }: Links, thread: string) => `
  FROM mail_messages n CROSS JOIN live_communications d ON d.mail_id = n.id
  CROSS JOIN ${table} t ON t.communication_id = d.id AND t.${column} = @id WHERE n.thread_id = ${thread}`

/** What was said, newest first; of a thread only the newest message that is logged here. */
export function heads(db: Db, whose: Whose, from: Key, limit: number): ThreadKey[] {
  const to = links(whose)
  const sql = `
    SELECT c.id, s.occurred_at AS at, m.thread_id AS thread FROM ${to.table} s
    CROSS JOIN live_communications c ON c.id = s.communication_id LEFT JOIN mail_messages m ON m.id = c.mail_id
    WHERE s.${to.column} = @id AND (s.occurred_at, c.id) < (@at, @before) AND (m.thread_id IS NULL
      OR c.id = (SELECT d.id ${loggedIn(to, 'm.thread_id')} ORDER BY n.at DESC, n.rowid DESC LIMIT 1))
    ORDER BY s.occurred_at DESC, c.id DESC LIMIT @limit`
  return prepared<ThreadKey>(db, sql).all({ id: to.id, at: from.at, before: from.id, limit })
}

/** The threads with these people of which nothing is logged here, by their newest stored message. */
export function capturedKeys(db: Db, whose: Whose, from: Key, limit: number): (Key & { thread: string })[] {
  const to = links(whose)
  const sql = `
    SELECT id, at, thread FROM (
      SELECT m.id, max(m.at) AS at, m.thread_id AS thread FROM (
        SELECT DISTINCT mail FROM mail_parties WHERE address_key IN (${to.people})) p
      CROSS JOIN mail_messages m ON m.rowid = p.mail
      WHERE NOT EXISTS (SELECT 1 ${loggedIn(to, 'm.thread_id')}) GROUP BY m.thread_id)
    WHERE (at, id) < (@at, @before) ORDER BY at DESC, id DESC LIMIT @limit`
  return prepared<Key & { thread: string }>(db, sql).all({ id: to.id, at: from.at, before: from.id, limit })
}

/** More of one thread is on its own page. */
export const mostMessages = 20

/** The messages of these threads that belong here, newest first: what is logged, and with `captured` what is stored. */
export function messagesOf(
  db: Db,
  whose: Whose,
  threads: (string | null)[],
  captured: boolean,
): Map<string, Captured[]> {
  const to = links(whose)
  const sql = captured ? withStored(to) : loggedOnly(to)
  const wanted = threads.filter((thread) => thread !== null)
  const found = wanted.map((thread) => {
    const rows = prepared<Found>(db, sql).all({ id: to.id, thread, most: mostMessages })
    return [thread, rows.map((row) => capturedOf(db, row, 'investorId' in whose ? whose.investorId : null))] as const
  })
  return new Map(found)
}

type Found = Record<string, unknown> & { communicationId: string | null }

const loggedOnly = (to: Links) =>
  `SELECT n.*, d.id AS communicationId ${loggedIn(to, '@thread')} ORDER BY n.at DESC, n.rowid DESC LIMIT @most`

const withStored = ({ table, column, people }: Links) => `
  SELECT n.*, (SELECT d.id FROM live_communications d CROSS JOIN ${table} t ON t.communication_id = d.id
    WHERE d.mail_id = n.id AND t.${column} = @id) AS communicationId
  FROM mail_messages n WHERE n.thread_id = @thread AND (communicationId IS NOT NULL OR EXISTS (
    SELECT 1 FROM mail_parties p WHERE p.mail = n.rowid AND p.address_key IN (${people})))
  ORDER BY n.at DESC, n.rowid DESC LIMIT @most`

function capturedOf(db: Db, { communicationId, ...row }: Found, investorId: string | null): Captured {
  const mail = readMail(row)
  const state = communicationId ? 'logged' : isProposed(db, mail.id, investorId) ? 'proposed' : 'captured'
  return { mail, communicationId, state }
}

/** Whether logging it waits for review; with an investor, for that one. */
const isProposed = (db: Db, mail: string, investor: string | null): boolean =>
  prepared(db, proposedSql).get({ mail, investor }) !== undefined

const proposedSql = `
  SELECT 1 FROM live_proposals WHERE status = 'pending' AND kind = 'log_email'
    AND (@investor IS NULL OR investor_id = @investor) AND json_extract(payload, '$.mail_id') = @mail`

/** The messages of one thread, newest first, whoever they are with. */
export function threadMessages(db: Db, threadId: string): Captured[] {
  const rows = prepared<Found>(db, ofThread).all({ thread: threadId, most: mostOnPage })
  return rows.map((row) => capturedOf(db, row, null))
}

const mostOnPage = 500
const ofThread = `
  SELECT n.*, (SELECT id FROM live_communications WHERE mail_id = n.id LIMIT 1) AS communicationId
  FROM mail_messages n WHERE n.thread_id = @thread ORDER BY n.at DESC, n.rowid DESC LIMIT @most`
