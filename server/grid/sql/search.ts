/** What people type into the search box, as SQL over the three-letter index; FTS5's own syntax never applies. */
import { fold } from '../../../shared/fold.ts'
import type { Db } from '../../db/db.ts'
import type { Columns } from '../row-source.ts'
import type { Where } from './filter.ts'
import { namedBy } from './search-words.ts'

const indexed = 's.rowid IN (SELECT rowid FROM investor_search WHERE investor_search MATCH ?)'

/**
 * Every word has to be found; those of fewer than three letters, which the index cannot know, in the name. A word may also
 * be part of the name of an option, a stage or a colleague that a cell holds (a short one, all of it).
 */
export function compileSearch(db: Db, search: string, columns: Columns): Where | null {
  const words = fold(search).replaceAll('\0', '').split(/\s+/).filter(Boolean).slice(0, 20)
  if (words.length === 0) return null

  const looked = words.map((word) => lookedFor(db, columns, word))
  // One look into the index for all the words that can stand nowhere else.
  const plain = looked.filter(({ isShort, named }) => !isShort && named.length === 0).map(({ word }) => phrase(word))
  const parts = looked.filter(({ isShort, named }) => isShort || named.length > 0).map(anywhere)
  if (plain.length > 0) parts.unshift({ sql: indexed, params: [plain.join(' ')] })
  return {
    sql: parts.map(({ sql }) => sql).join(' AND '),
    params: parts.flatMap(({ params }) => params),
    summary: looked.some(({ isShort, named }) => !isShort || named.length > 0),
  }
}

function lookedFor(db: Db, columns: Columns, word: string) {
  const isShort = [...word].length < 3
  return { word, isShort, named: namedBy(db, columns, word, isShort) }
}

function anywhere({ word, isShort, named }: ReturnType<typeof lookedFor>): Pick<Where, 'sql' | 'params'> {
  const text = isShort ? 'instr(i.name_key, ?) > 0' : indexed
  return {
    sql: `(${[text, ...named.map(({ sql }) => sql)].join(' OR ')})`,
    params: [isShort ? word : phrase(word), ...named.flatMap(({ params }) => params)],
  }
}

const phrase = (word: string) => `"${word.replaceAll('"', '""')}"`
