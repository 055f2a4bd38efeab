/** What people type into the search box, as SQL over the three-letter index; FTS5's own syntax never applies. */
import { fold } from '../../shared/fold.ts'
import type { Where } from './filter-sql.ts'

/** Every word has to be found; those of fewer than three letters, which the index cannot know, in the name. */
export function compileSearch(search: string): Where | null {
  const words = fold(search).replaceAll('\0', '').split(/\s+/).filter(Boolean).slice(0, 20)
  if (words.length === 0) return null

  const long = words.filter((word) => [...word].length >= 3)
  const short = words.filter((word) => [...word].length < 3)
  const parts = short.map(() => 'instr(i.name_key, ?) > 0')
  if (long.length > 0) parts.unshift('s.rowid IN (SELECT rowid FROM investor_search WHERE investor_search MATCH ?)')
  const phrases = long.map((word) => `"${word.replaceAll('"', '""')}"`).join(' ')
  return { sql: parts.join(' AND '), params: long.length > 0 ? [phrases, ...short] : short, summary: long.length > 0 }
}
