/** What the parts of a summary are made of: one statement a part, over the ids in `@ids` (JSON), as of `@now`. */
import { keySql } from './address-sql.ts'
import type { Part } from './stale.ts'

const its = 'investor_id = investor_summaries.investor_id'
const their = 'contact_id = contact_summaries.contact_id'

/**
 * What was said to or by them, newest first. A note was not, nor what a machine wrote (a newsletter, an automatic answer), and
 * a meeting only once it has begun.
 */
const said = (links: string) => `
  FROM ${links} l JOIN live_communications c ON c.id = l.communication_id LEFT JOIN mail_messages m ON m.id = c.mail_id
  WHERE c.type <> 'note' AND (c.type <> 'meeting' OR l.occurred_at <= @now) AND coalesce(m.nature, 'personal') = 'personal'`
const newest = 'ORDER BY l.occurred_at DESC, c.id DESC LIMIT 1'
const inbound = "AND coalesce(c.direction, m.direction) = 'in'"

/**
 * That `c`, an e-mail of `m` if it was captured, is from the person of `contact_summaries`: one to us with them in copy is not.
 * Logged by hand it may not say who wrote it.
 */
export const fromThem = `${inbound} AND (
  (m.rowid IS NULL AND c.from_address IS NULL) OR EXISTS (
    SELECT 1 FROM live_contact_addresses a WHERE a.${their} AND (
      (m.rowid IS NULL AND a.address_key = ${keySql('c.from_address')})
      OR EXISTS (SELECT 1 FROM mail_parties f WHERE f.mail = m.rowid AND f.role = 'from' AND f.address_key = a.address_key)
    )
  ))`

const contactOf = (links: string, whose: string, theirs: string) => `
  (last_contact_id, last_contact_at, last_contact_by, last_contact_type) = (
    SELECT c.id, c.occurred_at, c.user_id, c.type ${said(links)} AND l.${whose} ${newest}
  ), (last_inbound_id, last_inbound_at) = (
    SELECT c.id, c.occurred_at ${said(links)} AND l.${whose} ${theirs} ${newest}
  )`

/** What was proposed of a meeting `e`, by the beginning of its occasion (`proposals/ledger.ts`). */
export const proposedOf = `FROM live_proposals p
  WHERE p.source = 'capture' AND p.occasion >= 'meeting:' || e.id || ':' AND p.occasion < 'meeting:' || e.id || ';'`
const forIt = `(SELECT max(p.status = 'rejected') ${proposedOf} AND p.investor_id = investor_summaries.investor_id)`
/** Somebody may be there for several investors: while one of them waits for it, so do they. */
const forThem = `(SELECT min(p.status = 'rejected') ${proposedOf}
  AND EXISTS (SELECT 1 FROM json_each(p.payload, '$.contact_ids') WHERE value = contact_summaries.contact_id))`

/**
 * The next one of those in the calendars that somebody there is asked to, unless it was rejected for them, or of those logged
 * ahead.
 */
const meetingOf = (people: string, links: string, whose: string, rejected: string) => `
  (next_meeting_id, next_meeting_at) = (
    SELECT id, at FROM (
      SELECT e.id AS id, e.starts_at AS at FROM ${people}
      CROSS JOIN meeting_parties p ON p.address_key = a.address_key CROSS JOIN meetings e ON e.rowid = p.meeting
      WHERE e.starts_at > @now AND e.status <> 'cancelled' AND coalesce(${rejected}, 0) = 0
      UNION ALL
      SELECT coalesce(c.meeting_id, c.id), l.occurred_at FROM ${links} l
      JOIN live_communications c ON c.id = l.communication_id
      WHERE l.${whose} AND l.occurred_at > @now AND c.type = 'meeting'
    ) ORDER BY at, id LIMIT 1
  )`
const peopleOf = `
  (SELECT contact_id FROM live_contact_roles WHERE ${its}) r CROSS JOIN live_contacts c ON c.id = r.contact_id
  CROSS JOIN live_contact_addresses a ON a.contact_id = c.id`
const oneself = `(SELECT address_key FROM live_contact_addresses WHERE ${their}) a`

const ofInvestors = (set: string) =>
  `UPDATE investor_summaries SET ${set} WHERE investor_id IN (SELECT value FROM json_each(@ids))`
const ofContacts = (set: string) =>
  `UPDATE contact_summaries SET ${set} WHERE contact_id IN (SELECT value FROM json_each(@ids))`

/**
 * "Last contact" is the newest communication that was with the investor. "Committed" is signed money over all funds. "Stage"
 * is the furthest stage among open and won opportunities.
 */
export const updates: Partial<Record<Part, string>> = {
  lastContact: ofInvestors(contactOf('live_communication_investors', its, inbound)),
  nextMeeting: ofInvestors(meetingOf(peopleOf, 'live_communication_investors', its, forIt)),
  personContact: ofContacts(contactOf('live_communication_contacts', their, fromThem)),
  personMeeting: ofContacts(meetingOf(oneself, 'live_communication_contacts', their, forThem)),
  pipeline: ofInvestors(`
    (stage, stage_position) = (
      SELECT s.key, s.position FROM live_opportunities o JOIN live_stages s ON s.key = o.stage
      WHERE o.${its} AND s.kind <> 'lost' ORDER BY s.position DESC LIMIT 1
    ), (open_opportunities, expected_amount) = (
      SELECT count(*), coalesce(sum(o.expected_amount), 0) FROM live_opportunities o
      JOIN live_stages s ON s.key = o.stage WHERE o.${its} AND s.kind = 'open'
    )`),
  commitments: ofInvestors(`
    (total_committed, commitments) = (
      SELECT coalesce(sum(signed), 0), json_group_object(fund_id, json(amounts)) FROM (
        SELECT fund_id, json_group_object(measure, amount) AS amounts,
          sum(CASE WHEN measure = 'signed' THEN amount END) AS signed
        FROM (
          SELECT fund_id, measure, sum(amount) AS amount FROM live_commitment_entries
          WHERE ${its} GROUP BY fund_id, measure
        ) GROUP BY fund_id
      )
    )`),
  tags: ofInvestors(`
    tag_ids = (
      SELECT json_group_array(tag_id) FROM (SELECT tag_id FROM live_investor_tags WHERE ${its} ORDER BY id)
    )`),
  people: ofInvestors(`
    contact_count = (
      SELECT count(*) FROM live_contact_roles r JOIN live_contacts c ON c.id = r.contact_id WHERE r.${its}
    )`),
}
