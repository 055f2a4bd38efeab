/** The one place where a filter tree becomes SQL. Values are always parameters; blanks hold only for negative operators. */
import { DateTime } from 'luxon'
import { addDays, dayIn, isDate } from '../../shared/dates.ts'
import { type Condition, type FilterTree, isGroup, type Operator } from '../../shared/filter.ts'
import { fold, foldCase } from '../../shared/fold.ts'
import { allTags } from '../contacts/tags.ts'
import type { Db } from '../db/db.ts'
import { type Column, folded } from './columns.ts'

/** The instant and zone in which "today" and calendar days are meant; `me` is the user id that `$me` stands for. */
export type FundTime = { now: Date; zone: string; me?: string | null }

export type Where = { sql: string; params: unknown[]; summary: boolean }

export type Compiler = { db: Db; time: FundTime; columns: Map<string, Column> }

/** A condition over `i` (live investors) and, when `summary` is set, `s` (their summaries). The tree is a checked one. */
export function compileFilter(tree: FilterTree, compiler: Compiler): Where {
  const where: Where = { sql: '', params: [], summary: false }
  where.sql = compileNode(tree, compiler, where)
  return where
}

function compileNode(node: FilterTree, compiler: Compiler, where: Where): string {
  if (!isGroup(node)) return compileCondition(node, compiler, where)
  if (node.conditions.length === 0) return '1'

  const parts = node.conditions.map((child) => compileNode(child, compiler, where))
  return `(${parts.join(node.op === 'and' ? ' AND ' : ' OR ')})`
}

function compileCondition(condition: Condition, compiler: Compiler, where: Where): string {
  const column = compiler.columns.get(condition.field)
  if (!column) throw new Error(`a filter on ${condition.field} was not checked`)
  if (column.summary) where.summary = true

  const { op, value } = condition
  const bind = (given: unknown) => {
    where.params.push(given)
    return '?'
  }
  if (op === 'empty' || op === 'not_empty') return isBlank(column, op === 'empty')
  return byKind[column.kind](column, op, value, bind, compiler)
}

type Bind = (value: unknown) => string
type Compile = (column: Column, op: Operator, value: unknown, bind: Bind, compiler: Compiler) => string

const byKind: Record<Column['kind'], Compile> = {
  text: compileText,
  number: compileNumber,
  date: compileDate,
  datetime: compileDatetime,
  select: compileSelect,
  multi: compileMulti,
  checkbox: (column, _op, value, bind) => `${column.sql} = ${bind(value ? 1 : 0)}`,
  none: () => '0',
}

/** SQL for whether the cell is blank, or (`is` false) is not. */
export function isBlank({ at, sql, key }: Column, is: boolean): string {
  if (at === 'tags') return `s.tag_ids ${is ? '=' : '<>'} '[]'`
  if (at === 'contacts') return `s.contact_count ${is ? '=' : '>'} 0`

  return at === 'cells' ? `(i.cells -> '$."${key}"') IS ${is ? '' : 'NOT '}NULL` : `${sql} IS ${is ? '' : 'NOT '}NULL`
}

function compileText(column: Column, op: Operator, value: unknown, bind: Bind): string {
  const text = column.at === 'cells' ? `fold_case(${column.sql})` : folded(column.sql, 'fold_case')
  const wanted = foldCase(String(value))
  const unless = `${column.sql} IS NULL OR`
  if (op === 'is') return `${text} = ${bind(wanted)}`
  if (op === 'is_not') return `(${unless} ${text} <> ${bind(wanted)})`
  if (op === 'contains') return `instr(${text}, ${bind(wanted)}) > 0`
  if (op === 'not_contains') return `(${unless} instr(${text}, ${bind(wanted)}) = 0)`

  const length = [...wanted].length
  if (length === 0) return `${column.sql} IS NOT NULL`
  return op === 'starts_with'
    ? `substr(${text}, 1, ${bind(length)}) = ${bind(wanted)}`
    : `substr(${text}, ${bind(-length)}) = ${bind(wanted)}`
}

function compileNumber({ sql }: Column, op: Operator, value: unknown, bind: Bind): string {
  if (op === 'between') return between(sql, value, bind)
  if (op === '!=') return `(${sql} IS NULL OR ${sql} <> ${bind(value)})`

  return `${sql} ${op} ${bind(value)}`
}

function between(sql: string, value: unknown, bind: Bind): string {
  const [from, to] = value as [unknown, unknown]
  return `${sql} BETWEEN ${bind(from)} AND ${bind(to)}`
}

const comparisons: Partial<Record<Operator, string>> = {
  is: '=',
  before: '<',
  after: '>',
  on_or_before: '<=',
  on_or_after: '>=',
}

function compileDate({ sql }: Column, op: Operator, value: unknown, bind: Bind, { time }: Compiler): string {
  if (op === 'between') return between(sql, value, bind)
  const days = relativeDays(op, value, time)
  return days ? between(sql, days, bind) : `${sql} ${comparisons[op]} ${bind(value)}`
}

/** The first and last calendar day a relative operator means, both included. */
function relativeDays(op: Operator, value: unknown, { now, zone }: FundTime): [string, string] | null {
  const today = dayIn(zone, now)
  if (op === 'in_last_days') return [addDays(today, -Number(value)), today]

  return op === 'in_next_days' ? [today, addDays(today, Number(value))] : null
}

/** A day stands for all its instants in the fund's zone: `after` it is from the next midnight on. */
function compileDatetime({ sql }: Column, op: Operator, value: unknown, bind: Bind, { time }: Compiler): string {
  const ends = relativeDays(op, value, time) ?? (Array.isArray(value) ? value : [value, value])
  const from = spanOf(String(ends[0]), time.zone).from
  const until = spanOf(String(ends[1]), time.zone).until

  if (op === 'before') return `${sql} < ${bind(from)}`
  if (op === 'on_or_after') return `${sql} >= ${bind(from)}`
  if (op === 'after') return `${sql} >= ${bind(until)}`
  if (op === 'on_or_before') return `${sql} < ${bind(until)}`
  return `(${sql} >= ${bind(from)} AND ${sql} < ${bind(until)})`
}

/** From the first instant of a day until the first of the next; an instant is its own millisecond. */
export function spanOf(moment: string, zone: string): { from: string; until: string } {
  if (!isDate(moment)) return { from: moment, until: new Date(Date.parse(moment) + 1).toISOString() }

  const midnight = (day: string) => DateTime.fromISO(day, { zone }).startOf('day').toJSDate().toISOString()
  return { from: midnight(moment), until: midnight(addDays(moment, 1)) }
}

function compileSelect(column: Column, op: Operator, value: unknown, bind: Bind): string {
  const { sql } = column
  const wanted = spellings(column, [value].flat().map(String))
  const isOne =
    wanted.length === 1 ? `= ${bind(wanted[0])}` : `IN (SELECT value FROM json_each(${bind(JSON.stringify(wanted))}))`
  if (op === 'is' || op === 'any_of') return `${sql} ${isOne}`

  return `(${sql} IS NULL OR NOT ${sql} ${isOne})`
}

/** The options that are meant by these names, however their letters are cased. */
function spellings({ field }: Column, names: string[]): string[] {
  const keys = new Set(names.map(foldCase))
  const meant = (field.options.choices ?? []).map((choice) => choice.name).filter((name) => keys.has(foldCase(name)))
  return [...new Set([...names, ...meant])]
}

function compileMulti(column: Column, op: Operator, value: unknown, bind: Bind, compiler: Compiler): string {
  const wanted = value as string[]
  const has = (names: string[]) => hasAny(column, names, bind, compiler)
  if (op === 'has_any') return has(wanted)
  if (op === 'has_none') return `NOT ${has(wanted)}`

  const different = [...new Map(wanted.map((name) => [foldCase(name), name])).values()]
  const all = different.map((name) => has([name])).join(' AND ')
  return op === 'has_all' ? `(${all})` : `(${all} AND ${size(column)} = ${bind(different.length)})`
}

function hasAny(column: Column, names: string[], bind: Bind, { db }: Compiler): string {
  const list = (items: string[]) => `(SELECT value FROM json_each(${bind(JSON.stringify(items))}))`
  if (column.at === 'tags') {
    return `i.id IN (SELECT investor_id FROM live_investor_tags WHERE tag_id IN ${list(tagIds(db, names))})`
  }
  if (column.at === 'contacts') {
    return `i.id IN (SELECT r.investor_id FROM live_contact_roles r JOIN live_contacts c ON c.id = r.contact_id WHERE c.id IN ${list(names)})`
  }
  return `EXISTS (SELECT 1 FROM json_each(i.cells, '$."${column.key}"') e WHERE e.value IN ${list(spellings(column, names))})`
}

/** Tags by name or id; names that differ in letter case or accents are one tag. */
function tagIds(db: Db, names: string[]): string[] {
  const keys = new Set(names.map((name) => fold(name.trim())))
  return allTags(db)
    .filter((tag) => keys.has(tag.nameKey) || names.includes(tag.id))
    .map((tag) => tag.id)
}

function size({ at, key }: Column): string {
  if (at === 'tags') return 'json_array_length(s.tag_ids)'

  return at === 'contacts' ? 's.contact_count' : `json_array_length(i.cells, '$."${key}"')`
}
