/** Conditions on lists: tags, contacts and columns of several options. */
import type { Operator } from '../../../shared/filter.ts'
import { fold, foldCase } from '../../../shared/fold.ts'
import { allTags } from '../../contacts/tags.ts'
import type { Db } from '../../db/db.ts'
import type { Column } from '../columns.ts'
import { optionsMeant } from '../options.ts'
import type { Bind, Compiler } from './filter.ts'

export function compileMulti(column: Column, op: Operator, value: unknown, bind: Bind, { db }: Compiler): string {
  const wanted = column.at === 'tags' ? tagIds(db, value as string[]) : namesIn(column, value as string[])
  if (op === 'has_any') return hasAny(column, wanted, bind)
  if (op === 'has_none') return `NOT ${hasAny(column, wanted, bind)}`

  const all = wanted.complete ? hasAll(column, wanted, bind) : '0'
  return op === 'has_all' ? all : `(${all} AND ${size(column)} = ${bind(wanted.different)})`
}

/** What a list is asked for: every value that is meant, how many different ones, and whether each means something. */
type Wanted = { values: string[]; different: number; complete: boolean }

function namesIn(column: Column, names: string[]): Wanted {
  const isOptions = column.at !== 'contacts'
  const different = new Set(isOptions ? names.map(foldCase) : names).size
  return { values: isOptions ? spellings(column, names) : [...new Set(names)], different, complete: true }
}

const listOf = (values: string[], bind: Bind) => `(SELECT value FROM json_each(${bind(JSON.stringify(values))}))`
const rolesIn = (list: string) =>
  `SELECT r.investor_id FROM live_contact_roles r JOIN live_contacts c ON c.id = r.contact_id WHERE c.id IN ${list}`

function hasAny({ at, key }: Column, { values }: Wanted, bind: Bind): string {
  const list = listOf(values, bind)
  if (at === 'tags') return `i.id IN (SELECT investor_id FROM live_investor_tags WHERE tag_id IN ${list})`

  return at === 'contacts'
    ? `i.id IN (${rolesIn(list)})`
    : `EXISTS (SELECT 1 FROM json_each(i.cells, '$."${key}"') e WHERE e.value IN ${list})`
}

/** Counts how many different of the wanted ones a row has: one parameter, however many they are. */
function hasAll({ at, key }: Column, { values, different }: Wanted, bind: Bind): string {
  const list = listOf(values, bind)
  const enough = (what: string) => `GROUP BY investor_id HAVING count(DISTINCT ${what}) = ${bind(different)}`
  if (at === 'tags') {
    return `i.id IN (SELECT investor_id FROM live_investor_tags WHERE tag_id IN ${list} ${enough('tag_id')})`
  }
  if (at === 'contacts') return `i.id IN (${rolesIn(list)} ${enough('c.id')})`

  return `(SELECT count(DISTINCT fold_case(e.value)) FROM json_each(i.cells, '$."${key}"') e WHERE e.value IN ${list}) = ${bind(different)}`
}

/** Tags by name or id; names that differ in letter case or accents are one tag. */
function tagIds(db: Db, names: string[]): Wanted {
  const tags = allTags(db)
  const meant = names.map((name) => tags.find((tag) => tag.id === name || tag.nameKey === fold(name.trim()))?.id)
  const values = [...new Set(meant.filter((id) => id !== undefined))]
  return { values, different: values.length, complete: !meant.includes(undefined) }
}

function size({ at, key }: Column): string {
  if (at === 'tags') return 'json_array_length(s.tag_ids)'

  return at === 'contacts' ? 's.contact_count' : `json_array_length(i.cells, '$."${key}"')`
}

/** The options that are meant by these names, however their letters are cased, stored or shown. */
export const spellings = ({ field }: Column, names: string[]): string[] => [
  ...new Set([...names, ...optionsMeant(field, names)]),
]
