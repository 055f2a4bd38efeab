/** Searching in what was said. A word that the reader may not see is not found: visibility is part of each search. */
import { fold } from '../../shared/fold.ts'
import type { Db } from '../db/db.ts'
import { prepared } from '../db/prepared.ts'
import { type CommunicationFilter, type Source, sourcesOf, typed } from './filter.ts'

/** Where the words may stand: in captured mail, in what was typed, and in the names of investors. */
export function searchSources(db: Db, search: string, filter: CommunicationFilter, begun: boolean) {
  const match = matchOf(search, begun)
  const named = namedSources(db, search, filter)
  const sources = [...(match ? [inMail] : []), inMeetings, ...spoken(filter), ...named.sources]
  const values = {
    reader: filter.readerId ?? null,
    text: within(search),
    ...(match && { match, inSubject: `subject : (${match})` }),
    ...named.values,
  }
  return { sources, values }
}

/** Every word; `begun`: the last one as far as it was typed (https://sqlite.org/fts5.html#full_text_query_syntax). */
export function matchOf(search: string, begun: boolean): string | null {
  const words = search.match(/[\p{L}\p{N}]+/gu) ?? []
  return words.length === 0 ? null : words.map((word) => `"${word}"`).join(' ') + (begun ? ' *' : '')
}

const within = (text: string) => `%${text.replace(/[%_]/g, '')}%`

const mine = (participants: string) =>
  `(@reader IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(${participants}) WHERE value = @reader))`

/** Newest first by rowid. A colleague's subject line is searched at `subject` too, and nothing at `metadata`. */
/** What may be found of a captured message that is logged nowhere; null when the search names no word. */
export function mayFind(search: string, reader: string | null, begun: boolean) {
  const match = matchOf(search, begun)
  if (match === null) return null

  const sql = ['m.rowid IN (SELECT rowid FROM mail_search WHERE mail_search MATCH @match)', inMail.where]
  return { sql, values: { match, inSubject: `subject : (${match})`, reader } }
}

const inMail: Source = {
  from: `(SELECT rowid AS rowid FROM mail_search WHERE mail_search MATCH @match ORDER BY rowid DESC LIMIT @looked) s
    CROSS JOIN mail_messages m ON m.rowid = s.rowid
    CROSS JOIN live_communications c ON c.mail_id = m.id`,
  at: 'c.occurred_at',
  newest: 's.rowid DESC',
  where: `(m.level = 'full' OR ${mine('m.participants')} OR (m.level = 'subject'
    AND m.rowid IN (SELECT rowid FROM mail_search WHERE mail_search MATCH @inSubject)))`,
  met: [],
}

/** Meetings are few, and so are the words people typed: those are looked through. */
const inMeetings: Source = {
  from: 'meetings e CROSS JOIN live_communications c ON c.meeting_id = e.id',
  at: 'c.occurred_at',
  where: `e.title LIKE @text AND (e.level IN ('full', 'subject') OR ${mine('e.participants')})`,
  met: [],
}

/** What a person typed about a captured message or meeting has its level. */
const captured = (column: 'level' | 'participants') => `(SELECT ${column} FROM mail_messages WHERE id = c.mail_id),
  (SELECT ${column} FROM meetings WHERE id = c.meeting_id)`
const level = `coalesce(${captured('level')}, c.privacy)`
const isOpen = `(${level} = 'full' OR ${mine(`coalesce(${captured('participants')}, json_array(c.user_id))`)})`

/** What people typed: by itself, and about what was captured. */
function spoken(filter: CommunicationFilter): Source[] {
  const sources = sourcesOf(filter)
  const isWide = sources.every(({ met }) => met.length === 0 || met.includes('userId'))
  return (isWide ? [typed, adopted] : sources).map(typedIn)
}

/** What somebody logged themselves and capture found later: it has kept the copy it was logged from. */
const adopted: Source = {
  from: `(SELECT DISTINCT communication_id FROM live_communication_copies) k
    CROSS JOIN live_communications c ON c.id = k.communication_id`,
  at: 'c.occurred_at',
  where: 'c.mail_id IS NOT NULL',
  met: [],
}

const typedIn = (source: Source): Source => ({
  ...source,
  where: `${source.where} AND c.summary <> '' AND ((c.summary LIKE @text AND ${isOpen})
    OR (c.subject LIKE @text AND (${level} = 'subject' OR ${isOpen})))`,
})

const mostNames = 20

/** Few investors are looked up one by one; a fragment of many names is met soon by walking back in time. */
function namedSources(db: Db, search: string, filter: CommunicationFilter) {
  const name = within(fold(search))
  const ids = prepared<string>(db, namedLike)
    .pluck()
    .all({ name, most: mostNames + 1 })
  if (ids.length === 0) return { sources: [], values: {} }

  const isNamed = `c.id IN (SELECT communication_id FROM live_communication_investors WHERE investor_id IN
    (SELECT value FROM json_each(@named)))`
  const anyNamed = `EXISTS (SELECT 1 FROM live_communication_investors l JOIN live_investors i ON i.id = l.investor_id
    WHERE l.communication_id = c.id AND i.name_key LIKE @name)`
  const few = ids.length <= mostNames
  const sources = sourcesOf(filter).map((source) => ({
    ...source,
    where: `${source.where} AND ${few ? isNamed : anyNamed}`,
  }))
  return { sources, values: few ? { named: JSON.stringify(ids) } : { name } }
}

const namedLike = 'SELECT id FROM live_investors WHERE name_key LIKE @name LIMIT @most'
