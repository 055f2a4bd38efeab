/**
 * `investor_summaries` and `investor_search`: what the grid shows, sorts and searches of an investor beyond its own
 * columns. Derived from live rows in the transaction that changes them, so a page of the grid is one plain select.
 */
import { fold } from '../../shared/fold.ts'
import type { Db } from './db.ts'
import type { Entity } from './entities.ts'
import { prepared } from './prepared.ts'
import type { Tx } from './write.ts'

export { fold }

type AnyRow = Record<string, unknown>

/** Notes the investors whose summary a written row makes stale. */
export function touch(tx: Tx, entity: Entity, row: AnyRow): void {
  if (entity === 'investors') tx.touched.add(String(row['id']))
  else if (typeof row['investorId'] === 'string') tx.touched.add(row['investorId'])
  else for (const id of relatedInvestors(tx.db, entity, row)) tx.touched.add(id)
}

const viaContact = 'SELECT investor_id FROM contact_roles WHERE contact_id = ?'
const related: Partial<Record<Entity, [sql: string, key: string]>> = {
  contacts: [viaContact, 'id'],
  contact_addresses: [viaContact, 'contactId'],
  communications: ['SELECT investor_id FROM communication_investors WHERE communication_id = ?', 'id'],
  tags: ['SELECT investor_id FROM investor_tags WHERE tag_id = ?', 'id'],
  stages: ['SELECT investor_id FROM opportunities WHERE stage = ?', 'key'],
}

function relatedInvestors(db: Db, entity: Entity, row: AnyRow): string[] {
  const path = related[entity]
  return path ? (prepared(db, path[0]).pluck().all(row[path[1]]) as string[]) : []
}

/** Works out the summaries of these investors again; those of archived investors are taken away. */
export function refreshSummaries(db: Db, investorIds: Iterable<string>): void {
  for (const id of investorIds) refreshSummary(db, id)
}

function refreshSummary(db: Db, id: string): void {
  const old = prepared(db, 'SELECT rowid FROM investor_summaries WHERE investor_id = ?').pluck().get(id)
  if (old) prepared(db, 'DELETE FROM investor_search WHERE rowid = ?').run(old)

  const { changes } = prepared(db, upsertSummary).run({ id })
  if (changes === 0) prepared(db, 'DELETE FROM investor_summaries WHERE investor_id = ?').run(id)
  else indexForSearch(db, id)
}

function indexForSearch(db: Db, id: string): void {
  const rowid = prepared(db, 'SELECT rowid FROM investor_summaries WHERE investor_id = ?').pluck().get(id)
  const texts = prepared(db, searchable).pluck().all({ id }) as string[]
  prepared(db, 'INSERT INTO investor_search (rowid, document) VALUES (?, ?)').run(rowid, fold(texts.join('\n')))
}

const searchable = `
  SELECT name FROM live_investors WHERE id = @id
  UNION ALL SELECT value FROM (SELECT coalesce(city, '') || ' ' || coalesce(country, '') || ' ' || coalesce(website, '') || ' ' || coalesce(notes, '') AS value FROM live_investors WHERE id = @id)
  UNION ALL SELECT c.name || ' ' || coalesce(c.title, '') FROM live_contact_roles r JOIN live_contacts c ON c.id = r.contact_id WHERE r.investor_id = @id
  UNION ALL SELECT a.address FROM live_contact_roles r JOIN live_contact_addresses a ON a.contact_id = r.contact_id WHERE r.investor_id = @id
  UNION ALL SELECT t.name FROM live_investor_tags i JOIN live_tags t ON t.id = i.tag_id WHERE i.investor_id = @id
  UNION ALL SELECT j.value FROM live_investors i, json_each(i.cells) j WHERE i.id = @id AND j.type = 'text'`

/**
 * "Last contact" is the newest communication that was with the investor (a note is not). "Committed" is signed
 * money over all funds. "Stage" is the furthest stage among open and won opportunities.
 */
const upsertSummary = `
  WITH last AS (
    SELECT c.id, c.occurred_at, c.user_id, c.type FROM live_communication_investors l
    JOIN live_communications c ON c.id = l.communication_id
    WHERE l.investor_id = @id AND c.type <> 'note' ORDER BY l.occurred_at DESC, c.id DESC LIMIT 1
  ), best AS (
    SELECT s.key, s.position FROM live_opportunities o JOIN live_stages s ON s.key = o.stage
    WHERE o.investor_id = @id AND s.kind <> 'lost' ORDER BY s.position DESC LIMIT 1
  ), pipeline AS (
    SELECT count(*) AS n, coalesce(sum(o.expected_amount), 0) AS expected FROM live_opportunities o
    JOIN live_stages s ON s.key = o.stage WHERE o.investor_id = @id AND s.kind = 'open'
  ), sums AS (
    SELECT fund_id, measure, sum(amount) AS amount FROM live_commitment_entries WHERE investor_id = @id GROUP BY 1, 2
  ), per_fund AS (
    SELECT fund_id, json_group_object(measure, amount) AS amounts FROM sums GROUP BY fund_id
  )
  INSERT INTO investor_summaries (investor_id, last_contact_at, last_contact_by, last_contact_type, last_contact_id,
    stage, stage_position, open_opportunities, expected_amount, total_committed, commitments, tag_ids, contact_count)
  SELECT @id, (SELECT occurred_at FROM last), (SELECT user_id FROM last), (SELECT type FROM last), (SELECT id FROM last),
    (SELECT key FROM best), (SELECT position FROM best), (SELECT n FROM pipeline), (SELECT expected FROM pipeline),
    coalesce((SELECT sum(amount) FROM sums WHERE measure = 'signed'), 0),
    coalesce((SELECT json_group_object(fund_id, json(amounts)) FROM per_fund), '{}'),
    coalesce((SELECT json_group_array(tag_id) FROM (SELECT tag_id FROM live_investor_tags WHERE investor_id = @id ORDER BY id)), '[]'),
    (SELECT count(*) FROM live_contact_roles r JOIN live_contacts c ON c.id = r.contact_id WHERE r.investor_id = @id)
  FROM live_investors WHERE id = @id
  ON CONFLICT (investor_id) DO UPDATE SET last_contact_at = excluded.last_contact_at,
    last_contact_by = excluded.last_contact_by, last_contact_type = excluded.last_contact_type,
    last_contact_id = excluded.last_contact_id, stage = excluded.stage, stage_position = excluded.stage_position,
    open_opportunities = excluded.open_opportunities, expected_amount = excluded.expected_amount,
    total_committed = excluded.total_committed, commitments = excluded.commitments, tag_ids = excluded.tag_ids,
    contact_count = excluded.contact_count`
