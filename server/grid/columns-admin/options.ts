/** The options of a select column: renamed in the cells too, and taken away only where nothing is lost unasked. */
import { plural } from '../../../shared/words.ts'
import type { Db } from '../../db/db.ts'
import type { Patch } from '../../db/entities.ts'
import { prepared } from '../../db/prepared.ts'
import { amend, type Tx } from '../../db/write.ts'
import { invalid, UserError } from '../../errors.ts'
import { lists } from '../builtin-fields.ts'
import type { Field } from '../fields.ts'
import { cellsOf, propertyOf } from './cells-of.ts'
import type { EditForm } from './forms.ts'

type Sent = NonNullable<EditForm['options']>
type Choices = NonNullable<Field['options']['choices']>

/**
 * Brings the cells along with a column's new options and answers those options. 409 when an option that is taken away is
 * still chosen and nothing says what comes in its place.
 */
export function editChoices(tx: Tx, field: Field, { choices = [], replace = {} }: Sent): Choices {
  const next = choices.map(({ name, color }) => ({ name, ...(color && { color }) }))
  const moves = movesOf(field, choices, replace)
  if (field.key === 'list') keepLists(next)

  const gone = goneFrom(field, choices, moves)
  const used = gone.size > 0 ? firstChosen(tx.db, field, gone) : undefined
  if (used) {
    const detail = `“${used.name}” is chosen for ${plural(used.count, 'row')}. Say what comes in its place.`
    throw new UserError('conflict', detail, { option: used.name, count: used.count })
  }
  moveCells(tx, field, moves)
  return next
}

/** From each name that changes to the one that takes its place; null leaves the cell without it. */
function movesOf(field: Field, choices: NonNullable<Sent['choices']>, replace: Record<string, string | null>) {
  const known = new Set(choices.map(({ name }) => name))
  const renames = choices.flatMap(({ name, was }) => (was !== undefined && was !== name ? [[was, name] as const] : []))
  const replaced = Object.entries(replace).filter(([name]) => !known.has(name))
  const wrong = replaced.find(([, to]) => to !== null && !known.has(to))
  if (wrong) throw invalid({ 'options.replace': `“${wrong[1]}” is not an option of “${field.label}”.` })

  return new Map<string, string | null>([...replaced, ...renames])
}

function goneFrom(field: Field, choices: { name: string }[], moves: Map<string, string | null>): Set<string> {
  const kept = new Set(choices.map(({ name }) => name))
  const names = (field.options.choices ?? []).map(({ name }) => name)
  return new Set(names.filter((name) => !kept.has(name) && !moves.has(name)))
}

/** The lists have meanings of their own: their colours are the fund's to choose, their names are not. */
function keepLists(choices: Choices): void {
  const names = choices.map(({ name }) => name)
  if (names.length === lists.length && lists.every((list) => names.includes(list))) return
  throw invalid({ 'options.choices': 'The four lists stay: main, follow_up, longshot and graveyard.' })
}

function firstChosen(db: Db, field: Field, gone: Set<string>): { name: string; count: number } | undefined {
  const counts = new Map<string, number>()
  for (const { value } of chosenCells(db, field))
    for (const name of [value].flat().map(String)) if (gone.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1)
  const [first] = counts
  return first && { name: first[0], count: first[1] }
}

function moveCells(tx: Tx, field: Field, moves: Map<string, string | null>): void {
  if (moves.size === 0) return
  const moved = (name: string): string[] => (moves.has(name) ? [moves.get(name) ?? []].flat() : [name])

  for (const { id, value } of [...chosenCells(tx.db, field)]) {
    const names = [value].flat().map(String)
    if (!names.some((name) => moves.has(name))) continue
    const left = [...new Set(names.flatMap(moved))]
    const next = Array.isArray(value) ? (left.length > 0 ? left : null) : (left[0] ?? null)
    const property = propertyOf(field)
    const patch = property ? { [property]: next } : { cells: { [field.key]: next } }
    amend(tx, field.entity, id, patch as Patch<typeof field.entity>)
  }
}

/** Of the built-in selects, the list and the type have options; the tags are records of their own. */
function chosenCells(db: Db, field: Field): Iterable<{ id: string; value: unknown }> {
  const sql = builtin[field.key]
  if (!field.builtin || !sql) return cellsOf(db, field)
  return prepared<{ id: string; value: unknown }>(db, sql).all()
}

const builtin: Record<string, string> = {
  list: 'SELECT id, list AS value FROM live_investors',
  type: 'SELECT id, type AS value FROM live_investors WHERE type IS NOT NULL',
}

/** What a default becomes when options are renamed or taken away. */
export function movedDefault(field: Field, choices: Choices, sent: Sent): unknown {
  if (field.defaultValue === null) return null
  const known = new Set(choices.map(({ name }) => name))
  const renamed = new Map(sent.choices?.flatMap(({ name, was }) => (was === undefined ? [] : [[was, name] as const])))
  const names = [field.defaultValue].flat().map((name) => renamed.get(String(name)) ?? String(name))
  const left = names.filter((name) => known.has(name))
  return left.length === 0 ? null : Array.isArray(field.defaultValue) ? left : left[0]
}
