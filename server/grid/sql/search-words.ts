/** Words that mean an option, a stage or a colleague: those stand in cells by a name of their own, which no index knows. */
import { fold } from '../../../shared/fold.ts'
import { allUsers } from '../../accounts/users.ts'
import type { Db } from '../../db/db.ts'
import { allStages } from '../../pipeline/stages.ts'
import type { Column } from '../columns.ts'
import { remembered } from '../memo.ts'
import { optionLabel, optionNames } from '../options.ts'
import type { Columns } from '../row-source.ts'

/** What a column holds for what people read there; `key` is the text as search compares it. */
type Named = { column: Column; values: { key: string; value: string }[] }

/** How many columns a word may name: beyond that it says nothing about any of them. */
const mostColumns = 50

/** SQL for the rows that have something of this name in a column, or nothing when no column knows the word. */
export function namedBy(
  db: Db,
  columns: Columns,
  word: string,
  isShort: boolean,
): { sql: string; params: unknown[] }[] {
  const isMeant = (key: string) => (isShort ? key === word : key.includes(word))
  const found = namesIn(db, columns).flatMap(({ column, values }) => {
    // The index knows the texts of cells, which is how a custom column holds one option.
    if (!isShort && column.at === 'cells' && column.type === 'single_select') return []
    const meant = values.filter(({ key }) => isMeant(key)).map(({ value }) => value)
    return meant.length > 0 ? [{ sql: holdsOne(column), params: [JSON.stringify(meant)] }] : []
  })
  return found.slice(0, mostColumns)
}

function holdsOne({ sql, kind, key }: Column): string {
  const list = '(SELECT value FROM json_each(?))'
  return kind === 'multi'
    ? `EXISTS (SELECT 1 FROM json_each(i.cells, '$."${key}"') e WHERE e.value IN ${list})`
    : `${sql} IN ${list}`
}

const namesIn = (db: Db, columns: Columns): Named[] =>
  remembered(db, 'names that search knows', () => {
    const users = allUsers(db).map(({ id, fullName }) => ({ key: fold(fullName), value: id }))
    const stages = allStages(db).map(({ key, label }) => ({ key: fold(label), value: key }))
    return [...columns.values()].flatMap((column): Named[] => {
      if (column.key === 'stage') return [{ column, values: stages }]
      if (column.field.type === 'user') return [{ column, values: users }]
      return isSelect(column) ? [{ column, values: optionsOf(column) }] : []
    })
  })

/** Tags are in the index, name by name. */
const isSelect = ({ field, at }: Column): boolean =>
  at !== 'tags' && (field.type === 'single_select' || field.type === 'multi_select')

const optionsOf = ({ field }: Column) =>
  optionNames(field).map((name) => ({ key: fold(optionLabel(field, name)), value: name }))
