import { fold } from '../../shared/fold.ts'
import { type SQL, sql } from '../db/drizzle.ts'

/** The words of a search as one JSON parameter; a long text is cut to its first twenty. */
export const wordsOf = (search: string): string =>
  JSON.stringify(fold(search).split(/\s+/).filter(Boolean).slice(0, 20))

/**
 * What finds a person wherever people are searched: every word occurs in their name, title, an address, or the name of
 * an investor they belong to. `contact` is the name live_contacts goes by, `words` the parameter with `wordsOf`.
 */
export const matching = (contact: string, words: string): string => `NOT EXISTS (
  SELECT 1 FROM json_each(${words}) word WHERE instr(${contact}.name_key, word.value) = 0
    AND instr(fold(coalesce(${contact}.title, '')), word.value) = 0
    AND NOT EXISTS (SELECT 1 FROM live_contact_addresses a WHERE a.contact_id = ${contact}.id AND instr(lower(a.address), word.value) > 0)
    AND NOT EXISTS (SELECT 1 FROM live_contact_roles r JOIN live_investors i ON i.id = r.investor_id
      WHERE r.contact_id = ${contact}.id AND instr(i.name_key, word.value) > 0))`

/** The same condition for a drizzle query over `contacts`. */
export function matches(search: string): SQL {
  const [before = '', after = ''] = matching('live_contacts', '?').split('?')
  return sql`${sql.raw(before)}${wordsOf(search)}${sql.raw(after)}`
}
