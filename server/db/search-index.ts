/** `investor_search`: one document an investor, with its name, facts, people, addresses, tags and custom texts. */
import { fold } from '../../shared/fold.ts'
import type { Db } from './db.ts'
import { prepared } from './prepared.ts'

/** Stands for custom cells that hold text, or held it: only those are searched. */
export const textCells = '@texts'

/** The columns of an investor whose change means a new document; `deleted_at` because of restored investors. */
export const searchedColumns: ReadonlySet<string> = new Set([
  'name',
  'city',
  'country',
  'website',
  'notes',
  textCells,
  'deleted_at',
])

/** Writes the documents of these investors (a JSON list of ids) again. */
export function indexForSearch(db: Db, ids: string): void {
  const drop = prepared(db, 'DELETE FROM investor_search WHERE rowid = ?')
  const add = prepared(db, 'INSERT INTO investor_search (rowid, document) VALUES (?, ?)')
  for (const { rowid, texts } of prepared<{ rowid: number; texts: string }>(db, documents).all(ids)) {
    drop.run(rowid)
    add.run(rowid, fold(texts))
  }
}

/** Takes the documents of those among these investors that are archived out of the index. */
export function unindexArchived(db: Db, ids: string): void {
  prepared(db, dropArchived).run(ids)
}

const dropArchived = `
  DELETE FROM investor_search WHERE rowid IN (
    SELECT s.rowid FROM investor_summaries s WHERE s.investor_id IN (SELECT value FROM json_each(?))
      AND NOT EXISTS (SELECT 1 FROM live_investors i WHERE i.id = s.investor_id))`

const documents = `
  SELECT s.rowid AS rowid, (SELECT group_concat(text, char(10)) FROM (
    SELECT name AS text FROM live_investors WHERE id = s.investor_id
    UNION ALL SELECT coalesce(city, '') || ' ' || coalesce(country, '') || ' ' || coalesce(website, '') || ' ' || coalesce(notes, '') FROM live_investors WHERE id = s.investor_id
    UNION ALL SELECT c.name || ' ' || coalesce(c.title, '') FROM live_contact_roles r JOIN live_contacts c ON c.id = r.contact_id WHERE r.investor_id = s.investor_id
    UNION ALL SELECT a.address FROM live_contact_roles r JOIN live_contacts c ON c.id = r.contact_id JOIN live_contact_addresses a ON a.contact_id = c.id WHERE r.investor_id = s.investor_id
    UNION ALL SELECT t.name FROM live_investor_tags i JOIN live_tags t ON t.id = i.tag_id WHERE i.investor_id = s.investor_id
    UNION ALL SELECT j.value FROM live_investors i, json_each(i.cells) j WHERE i.id = s.investor_id AND j.type = 'text'
  )) AS texts
  FROM investor_summaries s WHERE s.investor_id IN (SELECT value FROM json_each(?))`
